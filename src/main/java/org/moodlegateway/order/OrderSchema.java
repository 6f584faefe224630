package org.moodlegateway.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Tells whether JSON has the shape of a canonical order, or of what a shop says of a subscription,
 * by {@code order.schema.json} and {@code subscription.schema.json} beside this class. Safe for
 * concurrent use.
 */
public final class OrderSchema {
    /** More are noise: what is wrong with one line is often wrong with all. */
    private static final int MAX_PROBLEMS = 20;

    private static final Map<String, String> KINDS =
            Map.of(
                    "string", "a text",
                    "number", "a number",
                    "integer", "a whole number",
                    "boolean", "true or false",
                    "array", "a list",
                    "object", "an object");
    private static final String LINES = "/lines";
    private static final String A_DATE = "a date, a time and an offset, as 2026-01-15T09:30:02Z";

    private final JsonSchema schema;

    public OrderSchema() {
        this("order.schema.json");
    }

    private OrderSchema(String resource) {
        this.schema = load(resource);
    }

    /** The one of subscriptions. */
    public static OrderSchema ofSubscriptions() {
        return new OrderSchema("subscription.schema.json");
    }

    private static JsonSchema load(String resource) {
        try (InputStream source = OrderSchema.class.getResourceAsStream(resource)) {
            SchemaValidatorsConfig config =
                    SchemaValidatorsConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ENGLISH)
                            .build();
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(source, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong, one problem a pointer, each with code {@code schema} or {@code lines-missing};
     * empty if nothing.
     */
    public List<Problem> check(JsonNode order) {
        JsonNode canonical = PlainJson.ofOrder(order);
        SortedMap<String, Problem> byPointer = new TreeMap<>();
        schema.validate(canonical).stream()
                .map(OrderSchema::problem)
                .forEach(problem -> byPointer.putIfAbsent(problem.pointer(), problem));
        wrongDates(canonical).forEach(problem -> byPointer.putIfAbsent(problem.pointer(), problem));
        return byPointer.values().stream().limit(MAX_PROBLEMS).toList();
    }

    private static Problem problem(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        if (message.getType().equals("required")) {
            pointer += "/" + message.getProperty();
        }
        return pointer.equals(LINES) && message.getType().equals("required")
                ? linesMissing()
                : problem(pointer, sentence(message));
    }

    /** Not the same as an empty list of them, by which an order says that it has none any more. */
    private static Problem linesMissing() {
        return new Problem(
                "lines-missing",
                LINES,
                "a placed or paid order must say its lines; an empty list says that it has none any"
                        + " more");
    }

    private static Problem problem(String pointer, String sentence) {
        String place = pointer.isEmpty() ? "the order" : pointer;
        return new Problem("schema", pointer, place + " " + sentence);
    }

    private static String sentence(ValidationMessage message) {
        JsonNode rule = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> "is missing";
            case "type" -> "must be " + kinds(rule);
            case "enum" -> "must be one of " + values(rule, ", ");
            case "maxLength" -> "has more than " + rule.asInt() + " characters";
            case "maxItems" -> "has more than " + rule.asInt() + " elements";
            default -> "breaks the rule " + message.getType();
        };
    }

    private static String kinds(JsonNode types) {
        return types.isArray() ? values(types, " or ") : KINDS.get(types.asText());
    }

    private static String values(JsonNode list, String separator) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(value -> !value.isNull() && !value.asText().equals("null"))
                .map(value -> KINDS.getOrDefault(value.asText(), value.asText()))
                .distinct()
                .collect(Collectors.joining(separator));
    }

    /** A schema's formats are hints only, and know no offset. */
    private static List<Problem> wrongDates(JsonNode order) {
        return Stream.of("updatedAt", "placedAt", "paidAt")
                .filter(field -> order.path(field).isTextual())
                .filter(
                        field ->
                                Timestamps.parse(Texts.strip(order.path(field).textValue()))
                                        .isEmpty())
                .map(field -> problem("/" + field, "must be " + A_DATE))
                .toList();
    }
}
