package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Somebody whom a form names.
 *
 * @param fields by name, as labels are called: email, firstName, lastName, name, person, role
 */
record NamedPerson(Map<String, String> fields) {
    NamedPerson {
        fields = Map.copyOf(fields);
    }

    /** Empty if there is none. */
    String email() {
        return fields.getOrDefault("email", "");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach(json::put);
        return json;
    }
}
