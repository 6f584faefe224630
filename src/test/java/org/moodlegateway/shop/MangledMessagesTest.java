package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.SubscriptionReader;

/** Whatever a shop sends ends in one translation, and what says the same means the same. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MangledMessagesTest {
    private static final int MESSAGES = 10_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final OrderReader ORDERS = new OrderReader();
    private static final SubscriptionReader SUBSCRIPTIONS = new SubscriptionReader();

    static List<String> kinds() {
        return ShopSamples.KINDS;
    }

    static List<String> names() {
        return ShopSamples.names("");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ten_thousand_mangled_messages_end_in_one_translation_each(String kind) {
        Mapping mapping = ShopSamples.mapping(kind);
        List<ObjectNode> inputs = ShopSamples.names(kind).stream().map(ShopSamples::input).toList();
        Random random = new Random(20260115);

        for (int i = 0; i < MESSAGES; i++) {
            ObjectNode input = inputs.get(i % inputs.size()).deepCopy();
            for (int times = random.nextInt(4); times >= 0; times--) {
                mangle(input, random);
            }
            assertSound(mapping.translate(input));
        }
    }

    /** It is one translation, and what can't be taken of it says so in one code. */
    private static void assertSound(Translation translation) {
        assertThat(translation.json().size()).isEqualTo(1);
        try {
            if (translation instanceof Translation.Canonical order) {
                ORDERS.read(order.order(), "boutique");
            } else if (translation instanceof Translation.Subscription event) {
                SUBSCRIPTIONS.read(event.subscription(), "boutique");
            } else if (translation instanceof Translation.Refused refused) {
                assertThat(refused.problem().message()).doesNotContain("@");
            }
        } catch (OrderRejectedException e) {
            assertThat(e.problem().code()).matches("[a-z0-9-]+");
        }
    }

    /** Changes one value anywhere in what the shop said; settings and products stay. */
    private static void mangle(ObjectNode input, Random random) {
        Mangling mangling = new Mangling(random);
        boolean part = random.nextInt(3) == 0 && input.has("parts");
        JsonNode place = input.path(part ? "parts" : "message");
        if (random.nextInt(50) == 0 || !place.isContainerNode()) {
            input.set("message", mangling.oddity());
        } else {
            mangling.value(place);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void lists_as_long_as_a_body_may_be_end_too(String kind) {
        Mapping mapping = ShopSamples.mapping(kind);

        for (String name : List.of(kind + "-paid", kind + "-partial-refund")) {
            int lists = lists(ShopSamples.input(name)).size();
            for (int i = 0; i < lists; i++) {
                ObjectNode input = ShopSamples.input(name);
                lengthen(lists(input).get(i));
                assertSound(mapping.translate(input));
            }
        }
    }

    /** All lists of objects in what the shop said. */
    private static List<ArrayNode> lists(JsonNode input) {
        List<ArrayNode> lists = new ArrayList<>();
        addLists(lists, input.get("message"));
        addLists(lists, input.path("parts"));
        return lists;
    }

    private static void addLists(List<ArrayNode> lists, JsonNode node) {
        node.forEach(child -> addLists(lists, child));
        if (node instanceof ArrayNode list && list.path(0).isObject()) {
            lists.add(list);
        }
    }

    private static void lengthen(ArrayNode list) {
        ObjectNode element = (ObjectNode) list.get(0);
        int length = 1_000_000 / element.toString().length();
        for (int i = 0; i < length; i++) {
            list.add(numbered(element, i));
        }
    }

    private static ObjectNode numbered(ObjectNode element, int number) {
        ObjectNode copy = element.deepCopy();
        copy.properties()
                .forEach(
                        field -> {
                            boolean id = field.getKey().matches("id|item_id|line_item_id");
                            if (id) {
                                field.setValue(NODES.numberNode(100_000 + number));
                            } else if (field.getKey().matches("key|name|title")) {
                                field.setValue(NODES.textNode("Participant " + number + " e-mail"));
                            }
                        });
        return copy;
    }

    @ParameterizedTest
    @MethodSource("names")
    void numbers_may_be_texts_and_texts_numbers(String name) {
        assertSame(name, MangledMessagesTest::asTexts);
        assertSame(name, MangledMessagesTest::asNumbers);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothing_may_be_null_empty_or_absent(String name) {
        Set<String> lists = ShopSamples.emptyLists(ShopSamples.kind(name));

        assertSame(name, node -> nothings(node, NODES.nullNode(), lists));
        assertSame(name, node -> nothings(node, NODES.textNode(" "), lists));
        assertSame(name, node -> nothings(node, NODES.arrayNode(), lists));
        assertSame(name, node -> nothings(node, NODES.objectNode(), lists));
        assertSame(name, node -> nothings(node, null, lists));
    }

    /** The same message, said otherwise, means the same. */
    private static void assertSame(String name, UnaryOperator<JsonNode> otherwise) {
        ObjectNode input = ShopSamples.input(name);
        input.set("message", otherwise.apply(input.get("message")));
        for (JsonNode part : input.path("parts")) {
            if (part.has("body")) {
                ((ObjectNode) part).set("body", otherwise.apply(part.get("body")));
            }
        }
        Translation translation = ShopSamples.mapping(ShopSamples.kind(name)).translate(input);
        assertThat(translation.json().toPrettyString())
                .isEqualTo(ShopSamples.expected(name).toPrettyString());
    }

    private static JsonNode asTexts(JsonNode node) {
        return node.isNumber()
                ? NODES.textNode(node.decimalValue().toPlainString())
                : each(node, MangledMessagesTest::asTexts);
    }

    private static JsonNode asNumbers(JsonNode node) {
        boolean number =
                node.isTextual() && node.textValue().matches("(0|[1-9][0-9]*)([.][0-9]+)?");
        return number
                ? NODES.numberNode(new BigDecimal(node.textValue()))
                : each(node, MangledMessagesTest::asNumbers);
    }

    private static final Set<String> NOTHING = Set.of("null", "\"\"", "[]", "{}");

    /**
     * Absent if {@code nothing} is null. An empty list that says that there are none is not
     * nothing.
     */
    private static JsonNode nothings(JsonNode node, JsonNode nothing, Set<String> lists) {
        JsonNode changed = each(node, child -> nothings(child, nothing, lists));
        if (changed instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                boolean list = object.get(name).isArray() || nothing instanceof ArrayNode;
                boolean said = lists.contains(name) && list;
                if (NOTHING.contains(object.get(name).toString()) && !said) {
                    object.remove(name);
                    if (nothing != null) {
                        object.set(name, nothing);
                    }
                }
            }
        }
        return changed;
    }

    private static JsonNode each(JsonNode node, UnaryOperator<JsonNode> change) {
        if (node instanceof ArrayNode list) {
            ArrayNode changed = NODES.arrayNode();
            list.forEach(element -> changed.add(change.apply(element)));
            return changed;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode changed = NODES.objectNode();
            object.properties()
                    .forEach(field -> changed.set(field.getKey(), change.apply(field.getValue())));
            return changed;
        }
        return node;
    }
}
