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
    private final boolean kept;

    /** {@code kept} for lines that the gateway wrote, with what they keep of earlier events. */
    LineReader(boolean kept) {
        this.kept = kept;
    }

    Line read(JsonPlace line) {
        Line.Since since = kept ? since(line.at(OrderWriter.SINCE)) : Line.Since.THIS_EVENT;
        int quantity = number(line.at("quantity"));
        JsonPlace said = line.at("refunded");
        Integer refunded = said.isGiven() ? number(said) : null;
        if (refunded != null && refunded > quantity && since.refunded() == null) {
            throw said.refused(
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
                participants(line.at("participants")),
                since);
    }

    private static Line.Since since(JsonPlace place) {
        return new Line.Since(
                EventStamp.of(place.text("participants")).orElse(null),
                EventStamp.of(place.text("refunded")).orElse(null));
    }

    /** Null if nothing is said of them. */
    private static List<Participant> participants(JsonPlace place) {
        return place.isGiven()
                ? place.elements().map(LineReader::participant).flatMap(List::stream).toList()
                : null;
    }

    /** A whole number as number or text; {@code 2.0} is 2. */
    private static int number(JsonPlace place) {
        return new BigDecimal(place.text()).intValueExact();
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
