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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Tells whether JSON has the shape of a canonical order, by {@code order.schema.json} beside this
 * class. Safe for concurrent use.
 */
public final class OrderSchema {
    private static final String RESOURCE = "order.schema.json";

    /** More are noise: what is wrong with one line is often wrong with all. */
    private static final int MAX_PROBLEMS = 20;

    private final JsonSchema schema = load();

    private static JsonSchema load() {
        try (InputStream source = OrderSchema.class.getResourceAsStream(RESOURCE)) {
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
     * What is wrong, each with code {@code schema}, in the order of the pointers; empty if nothing.
     */
    public List<Problem> check(JsonNode order) {
        JsonNode canonical = Nones.removedFrom(order);
        return Stream.concat(
                        schema.validate(canonical).stream().map(OrderSchema::problem),
                        wrongDates(canonical).stream())
                .distinct()
                .sorted(Comparator.comparing(Problem::pointer))
                .limit(MAX_PROBLEMS)
                .toList();
    }

    private static Problem problem(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        if (message.getType().equals("required")) {
            pointer += "/" + message.getProperty();
        }
        return new Problem("schema", pointer, place(pointer) + " " + sentence(message));
    }

    private static String place(String pointer) {
        return pointer.isEmpty() ? "the order" : pointer;
    }

    private static String sentence(ValidationMessage message) {
        JsonNode limit = message.getSchemaNode();
        switch (message.getType()) {
            case "required":
                return "is missing";
            case "type":
                return "must be " + kinds(limit);
            case "enum":
                return "must be one of " + values(limit);
            case "pattern":
            case "minimum":
            case "maximum":
                return "must be a whole number from "
                        + (message.getInstanceLocation().toString().endsWith("/quantity") ? 1 : 0)
                        + " to 1000000";
            case "maxLength":
                return "has more than " + limit.asInt() + " characters";
            case "maxItems":
                return "has more than " + limit.asInt() + " elements";
            default:
                return "breaks the rule " + message.getType();
        }
    }

    private static String kinds(JsonNode types) {
        return types.isArray()
                ? StreamSupport.stream(types.spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(type -> !type.equals("null"))
                        .map(OrderSchema::kind)
                        .collect(Collectors.joining(" or "))
                : kind(types.asText());
    }

    private static String kind(String type) {
        switch (type) {
            case "string":
                return "a text";
            case "integer":
                return "a whole number";
            case "array":
                return "a list";
            case "object":
                return "an object";
            default:
                return "a " + type;
        }
    }

    private static String values(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** A schema's formats are hints only, and know no offset. */
    private static List<Problem> wrongDates(JsonNode order) {
        List<Problem> problems = new ArrayList<>();
        for (String field : List.of("updatedAt", "placedAt", "paidAt")) {
            JsonNode date = order.path(field);
            if (date.isTextual() && Timestamps.parse(Texts.strip(date.textValue())).isEmpty()) {
                problems.add(
                        new Problem(
                                "schema",
                                "/" + field,
                                "/"
                                        + field
                                        + " must be a date, a time and an offset,"
                                        + " such as 2026-01-15T09:30:02Z"));
            }
        }
        return problems;
    }
}
