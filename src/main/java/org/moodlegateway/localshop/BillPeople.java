package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Who sits on the seats of an item: by role, then by e-mail, a person each. Names are kept as the
 * shop wrote them, which is in capitals.
 */
final class BillPeople {
    private static final String SUPERVISOR = "_supervisor";

    private BillPeople() {}

    static ArrayNode of(JsonNode users, String supervisorRole) {
        ArrayNode people = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<String, JsonNode> role : users.properties()) {
            String name = role.getKey().equals(SUPERVISOR) ? supervisorRole : role.getKey();
            for (Map.Entry<String, JsonNode> person : role.getValue().properties()) {
                people.add(person(person.getKey(), person.getValue(), name));
            }
        }
        return people;
    }

    private static ObjectNode person(String key, JsonNode person, String role) {
        ObjectNode participant = JsonNodeFactory.instance.objectNode();
        String email = person.path("email").asText("");
        participant.put("email", email.isBlank() ? key : email);
        participant.put("firstName", person.path("firstname").asText(""));
        participant.put("lastName", person.path("lastname").asText(""));
        participant.put("role", role);
        return participant;
    }
}
