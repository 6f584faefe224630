package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads one line of an order that the schema has let through. */
final class LineReader {

    private LineReader() {}

    static Line read(JsonPlace line) {
        int quantity = number(line.at("quantity"));
        int refunded = number(line.at("refunded"));
        if (refunded > quantity) {
            throw line.at("refunded")
                    .refused(
                            "refunded-too-many",
                            refunded + " are refunded, but only " + quantity + " were ordered");
        }
        return new Line(
                line.text("id"),
                line.text("product"),
                quantity,
                refunded,
                parameters(line.at("parameters")),
                renews(line.at("renews")),
                line.at("participants")
                        .elements()
                        .map(LineReader::participant)
                        .flatMap(List::stream)
                        .toList());
    }

    /** A whole number as number or text, 0 if not given; {@code 2.0} is 2. */
    private static int number(JsonPlace place) {
        String text = place.text();
        return text.isEmpty() ? 0 : new BigDecimal(text).intValueExact();
    }

    private static Map<String, String> parameters(JsonPlace place) {
        if (place.node().isObject()) {
            return map(place);
        }
        try {
            return HandlerParameters.parse(place.text());
        } catch (OrderRejectedException e) {
            throw place.refused(e.problem().code(), "parameters: " + e.problem().message());
        }
    }

    private static Map<String, String> map(JsonPlace place) {
        Map<String, String> parameters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : place.node().properties()) {
            String name = Texts.text(TextNode.valueOf(entry.getKey()), place.pointer());
            String value = Texts.text(entry.getValue(), place.pointer());
            if (parameters.put(name, value) != null) {
                throw place.refused(
                        "parameter-conflict", "parameters: " + name + " is given twice");
            }
        }
        return parameters;
    }

    private static Renews renews(JsonPlace place) {
        List<Renews> named = new ArrayList<>();
        for (Renews.Target target : Renews.Target.values()) {
            String value = place.text(target.name().toLowerCase(Locale.ROOT));
            if (!value.isEmpty()) {
                named.add(new Renews(target, value));
            }
        }
        if (place.node().isObject() && named.size() != 1) {
            throw place.refused("renews-unclear", "renews names one of seat, order, subscription");
        }
        return named.isEmpty() ? null : named.get(0);
    }

    /** A role alone is nobody yet: its seat is still to be given away. */
    private static List<Participant> participant(JsonPlace place) {
        Participant participant =
                new Participant(
                        place.text("email"),
                        place.name("firstName"),
                        place.name("lastName"),
                        role(place.at("role")));
        boolean nobody =
                Stream.of(participant.email(), participant.firstName(), participant.lastName())
                        .allMatch(String::isEmpty);
        return nobody ? List.of() : List.of(participant);
    }

    private static String role(JsonPlace place) {
        String role = place.text();
        if (!role.matches("[A-Za-z0-9_-]{0,100}")) {
            throw place.refused("role-invalid", "a role is a short name such as student");
        }
        return role;
    }
}
