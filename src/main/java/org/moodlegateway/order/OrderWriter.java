package org.moodlegateway.order;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes an {@link Order} as canonical JSON that {@link OrderReader} reads back to an equal order.
 * The same order is always the same text. Only {@link OrderReader#readKept} reads back which
 * earlier events something stems from: {@code linesFrom} of the order, {@code since} of a line,
 * both stamps such as {@code 2026-01-15T09:30:02Z paid}, and left out where it is this event. And
 * only it reads back the {@code problem} of a line.
 */
public final class OrderWriter {
    static final String LINES_FROM = "linesFrom";
    static final String SINCE = "since";

    /** Where a line has what is wrong with it. */
    public static final String PROBLEM = "problem";

    /**
     * What is not given is {@code null} here, so that a reader sees every field; but for what is
     * seldom given, which is absent then.
     */
    public ObjectNode write(Order order) {
        ObjectNode json = object();
        json.put("shop", order.shop());
        json.put("id", order.id());
        json.put("transaction", order.transaction());
        json.put("status", order.status().word());
        json.put("updatedAt", order.updatedAt().toString());
        json.put("placedAt", order.placedAt().map(Instant::toString).orElse(null));
        json.put("paidAt", order.paidAt().map(Instant::toString).orElse(null));
        if (order.paidPresumed()) {
            json.put("paidAtPresumed", true);
        }
        json.put("test", order.test());
        json.put("currency", given(order.currency()));
        json.put("total", given(order.total()));
        json.put("subscription", given(order.subscription()));
        json.set("buyer", buyer(order.buyer()));
        json.set("lines", order.linesAsSaid() == null ? null : lines(order));
        if (order.linesFrom() != null) {
            json.put(LINES_FROM, order.linesFrom().text());
        }
        if (!order.unused().isEmpty()) {
            ArrayNode unused = json.putArray("unused");
            order.unused().forEach(answer -> unused.add(unused(answer)));
        }
        return json;
    }

    private static ObjectNode buyer(Buyer buyer) {
        ObjectNode json = object();
        json.put("email", given(buyer.email()));
        json.put("firstName", given(buyer.firstName()));
        json.put("lastName", given(buyer.lastName()));
        json.put("country", given(buyer.country()));
        json.put("language", given(buyer.language()));
        return json;
    }

    private static ArrayNode lines(Order order) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        order.lines().forEach(line -> lines.add(line(line)));
        return lines;
    }

    private static ObjectNode line(Line line) {
        ObjectNode json = object();
        json.put("id", line.id());
        json.put("product", line.product());
        json.put("quantity", line.quantity());
        json.put("refunded", line.refundedAsSaid());
        json.set("parameters", line.parameters().isEmpty() ? null : map(line.parameters()));
        json.set("renews", line.renews().map(one -> named(one.target(), one.value())).orElse(null));
        line.replaces().ifPresent(one -> json.set("replaces", named(one.target(), one.value())));
        json.set("participants", line.saysWho() ? participants(line) : null);
        line.problem().ifPresent(problem -> json.set(PROBLEM, problem(problem)));
        if (!line.since().equals(Line.Since.THIS_EVENT)) {
            json.set(SINCE, since(line.since()));
        }
        return json;
    }

    /** A problem as a line has it. */
    public static ObjectNode problem(Problem problem) {
        return object().put("code", problem.code())
                .put("pointer", problem.pointer())
                .put("message", problem.message());
    }

    private static ArrayNode participants(Line line) {
        ArrayNode participants = JsonNodeFactory.instance.arrayNode();
        line.named().forEach(participant -> participants.add(participant(participant)));
        return participants;
    }

    private static ObjectNode since(Line.Since since) {
        ObjectNode json = object();
        if (since.participants() != null) {
            json.put("participants", since.participants().text());
        }
        if (since.refunded() != null) {
            json.put("refunded", since.refunded().text());
        }
        return json;
    }

    private static ObjectNode unused(UnusedAnswer answer) {
        return object().put("line", given(answer.line())).put("label", answer.label());
    }

    private static ObjectNode map(Map<String, String> parameters) {
        ObjectNode json = object();
        new TreeMap<>(parameters).forEach(json::put);
        return json;
    }

    private static ObjectNode named(Enum<?> target, String value) {
        return object().put(target.name().toLowerCase(Locale.ROOT), value);
    }

    private static ObjectNode participant(Participant participant) {
        ObjectNode json = object();
        json.put("email", given(participant.email()));
        json.put("firstName", given(participant.firstName()));
        json.put("lastName", given(participant.lastName()));
        json.put("role", given(participant.role()));
        return json;
    }

    private static String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
