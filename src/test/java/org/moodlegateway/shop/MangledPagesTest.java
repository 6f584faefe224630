package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a shop that is polled answers is a page of orders, or unreadable. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MangledPagesTest {
    private static final int PAGES = 10_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Kinds KINDS = KindReader.read(Path.of("config/shops"), Map.of());

    @ParameterizedTest
    @ValueSource(strings = {"magento", "prestashop", "shopify", "stripe", "woocommerce"})
    void ten_thousand_mangled_pages_are_read_or_refused(String kind) {
        PollRules rules = KINDS.find(kind).orElseThrow().poll().orElseThrow();

        int read = 0;
        for (int i = 0; i < PAGES; i++) {
            Random random = Mangling.random(i);
            byte[] body = new Mangling(random).any(page(rules, orders(kind, random)));
            read += read(rules, body) ? 1 : 0;
        }

        assertThat(read).isBetween(PAGES / 10, PAGES * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = "prestashop")
    void ten_thousand_mangled_pages_of_xml_are_read_or_refused(String kind) {
        PollRules json = KINDS.find(kind).orElseThrow().poll().orElseThrow();
        PollRules rules =
                new PollRules(
                        json.path(),
                        json.query(),
                        "/prestashop/orders/order",
                        json.changed(),
                        json.since(),
                        json.overlap(),
                        json.pages(),
                        PollRules.Format.XML);

        int read = 0;
        for (int i = 0; i < PAGES; i++) {
            Random random = Mangling.random(i);
            Mangling mangling = new Mangling(random);
            JsonNode page = NODES.objectNode().set("order", orders(kind, random));
            if (random.nextBoolean()) {
                mangling.value(page);
            }
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>");
            write(xml, "prestashop", NODES.objectNode().set("orders", page));
            byte[] whole = xml.toString().getBytes(UTF_8);
            boolean bytes = random.nextBoolean();
            read += read(rules, bytes ? mangling.bytes(whole) : whole) ? 1 : 0;
        }

        assertThat(read).isBetween(PAGES / 10, PAGES * 9 / 10);
    }

    /** Some of a kind's samples. */
    private static ArrayNode orders(String kind, Random random) {
        List<JsonNode> samples = SAMPLES.get(kind);
        ArrayNode orders = NODES.arrayNode();
        for (int i = random.nextInt(3); i >= 0; i--) {
            orders.add(samples.get(random.nextInt(samples.size())));
        }
        return orders;
    }

    /** As the rules expect it. */
    private static JsonNode page(PollRules rules, ArrayNode orders) {
        if (rules.items().isEmpty()) {
            return orders;
        }
        ObjectNode page = NODES.objectNode();
        if (!rules.pages().where().isEmpty()) {
            page.put(rules.pages().where().substring(1), orders.size());
        } else if (!rules.pages().more().isEmpty()) {
            page.put(rules.pages().more().substring(1), true);
        }
        page.set(rules.items().substring(1), orders);
        return page;
    }

    /** As a web service of PrestaShop writes it. */
    private static void write(StringBuilder xml, String name, JsonNode value) {
        if (value.isArray()) {
            value.forEach(one -> write(xml, name, one));
            return;
        }
        xml.append('<').append(name).append('>');
        if (value.isObject()) {
            value.properties().forEach(field -> write(xml, field.getKey(), field.getValue()));
        } else {
            xml.append("<![CDATA[").append(value.asText()).append("]]>");
        }
        xml.append("</").append(name).append('>');
    }

    private static boolean read(PollRules rules, byte[] body) {
        PollPage page;
        try {
            page = PollPage.read(rules, "Europe/Paris", body);
        } catch (UnreadableAnswerException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("@");
            return false;
        }
        assertThat(page.items()).allSatisfy(MangledPagesTest::assertAlone);
        return true;
    }

    /** Each order of a page is a whole message by itself. */
    private static void assertAlone(byte[] item) throws IOException {
        try (JsonParser parser = ShopSamples.JSON.createParser(item)) {
            assertThat(parser.nextToken().isStructStart()).isTrue();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    private static final Map<String, List<JsonNode>> SAMPLES =
            Stream.of("magento", "prestashop", "shopify", "stripe", "woocommerce")
                    .collect(Collectors.toMap(kind -> kind, MangledPagesTest::samples));

    private static List<JsonNode> samples(String kind) {
        return ShopSamples.names(kind).stream()
                .map(name -> ShopSamples.input(name).path("message"))
                .toList();
    }
}
