package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads one line of an order that the schema has let through. What can't be is written down with
 * the line, and harms no other; only its id must be one.
 */
final class LineReader {
    private static final int MOST = 1_000_000;
    private static final Pattern WHOLE = Pattern.compile("0*[0-9]{1,7}(\\.0*)?");

    private static final Pattern NUMBER = Pattern.compile("[0-9.,+-]{1,40}");

    private final JsonPlace line;
    private Problem wrong;

    private LineReader(JsonPlace line) {
        this.line = line;
    }

    /** A line as a shop says it. */
    static Line read(JsonPlace line) {
        return reader(line).read(Line.Since.THIS_EVENT);
    }

    /** One that the gateway wrote, with what it keeps of earlier events. */
    static Line readKept(JsonPlace line) {
        return reader(line).read(since(line.at(OrderWriter.SINCE)));
    }

    /** What the translator of a shop's message found wrong with the line comes first. */
    private static LineReader reader(JsonPlace line) {
        LineReader reader = new LineReader(line);
        reader.wrong = problem(line.at(OrderWriter.PROBLEM));
        return reader;
    }

    private Line read(Line.Since since) {
        int quantity = orElse(1, () -> number(line.at("quantity"), 1));
        JsonPlace refunds = line.at("refunded");
        Integer refunded = orElse(null, () -> refunds.isGiven() ? number(refunds, 0) : null);
        if (refunded != null && refunded > quantity && since.refunded() == null && wrong == null) {
            wrong =
                    refunds.problem(
                            "refunded-too-many",
                            refunded + " are refunded, but only " + quantity + " were ordered");
        }
        String product = line.said("product");
        return new Line(
                line.text("id"),
                orElse(product, () -> line.text("product")),
                quantity,
                refunded,
                orElse(Map.of(), () -> parameters(line.at("parameters"))),
                orElse(null, () -> line.named("renews", Renews.Target.class, Renews::new)),
                orElse(null, this::replaces),
                participants(line.at("participants")),
                wrong,
                since);
    }

    /** What was read; the other if it can't be, which is written down unless something was. */
    private <T> T orElse(T otherwise, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (OrderRejectedException e) {
            wrong = wrong == null ? e.problem() : wrong;
            return otherwise;
        }
    }

    /** Null if there is none. */
    private static Problem problem(JsonPlace place) {
        String code = place.text("code");
        return code.isEmpty()
                ? null
                : new Problem(code, place.text("pointer"), place.text("message"));
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
    private static int number(JsonPlace place, int least) {
        String text = place.text();
        boolean whole = WHOLE.matcher(text).matches();
        int number = whole ? new BigDecimal(text).intValueExact() : -1;
        if (number < least || number > MOST) {
            String given = NUMBER.matcher(text).matches() ? text : "this";
            throw place.refused(
                    "quantity-invalid",
                    given + " is not a whole number from " + least + " to " + MOST);
        }
        return number;
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

    /** More time for seats that are there begins nothing by which others could end. */
    private Replaces replaces() {
        Replaces replaces = line.named("replaces", Replaces.Target.class, Replaces::new);
        if (replaces != null && line.at("renews").node().isObject()) {
            throw line.at("replaces")
                    .refused("replaces-unclear", "a line renews or replaces, not both");
        }
        return replaces;
    }

    /** A role alone is nobody yet: its seat is still to be given away. */
    private static List<Participant> participant(JsonPlace place) {
        Participant participant =
                new Participant(
                        place.email(),
                        place.name("firstName"),
                        place.name("lastName"),
                        place.said("role"));
        boolean nobody =
                Stream.of(participant.email(), participant.firstName(), participant.lastName())
                        .allMatch(String::isEmpty);
        return nobody ? List.of() : List.of(participant);
    }
}
