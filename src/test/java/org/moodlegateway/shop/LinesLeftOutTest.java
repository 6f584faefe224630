package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;

/**
 * Whoever has a seat keeps it when a later message of the order leaves out its lines, as webhooks
 * that are limited to some fields and filter plug-ins make shops do.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LinesLeftOutTest {
    private static final Map<String, JsonPointer> LISTS =
            Map.of(
                    "woocommerce", JsonPointer.compile("/line_items"),
                    "shopify", JsonPointer.compile("/line_items"),
                    "magento", JsonPointer.compile("/items"),
                    "prestashop", JsonPointer.compile("/associations"));
    private static final Map<String, JsonPointer> STAMPS =
            Map.of(
                    "woocommerce", JsonPointer.compile("/date_modified_gmt"),
                    "shopify", JsonPointer.compile("/updated_at"),
                    "magento", JsonPointer.compile("/updated_at"),
                    "prestashop", JsonPointer.compile("/date_upd"),
                    "stripe", JsonPointer.compile("/created"));
    private static final Map<String, String> ORDERS =
            Map.of(
                    "woocommerce", "/wp-json/wc/v3/orders/5102",
                    "shopify", "/admin/api/2026-10/orders/7100200300400500.json",
                    "magento", "/rest/V1/orders/7",
                    "prestashop", "/api/orders/88",
                    "stripe", "/v1/checkout/sessions/cs_live_a1B2/line_items");
    private static final String REJECTED = "REJECTED lines-missing";

    private final ScriptedApi api = new ScriptedApi();
    private GatewayFixture fixture;

    @BeforeEach
    void start(@TempDir Path directory) {
        StringBuilder shops = new StringBuilder();
        for (String kind : ShopSamples.KINDS) {
            shops.append(configured(kind, kind, api(kind)));
            shops.append(configured(kind + "-unasked", kind, ""));
        }
        fixture = GatewayFixture.in(directory);
        fixture.configuredBy(AskedShop.configuration(directory, shops.toString()))
                .with("LEFT_OUT_KEY", "key");
    }

    @AfterEach
    void stop() {
        fixture.close();
        api.close();
    }

    private String api(String kind) {
        boolean basic = kind.equals("woocommerce") || kind.equals("prestashop");
        return "api: { url: \"%s\", %s: \"{{env:LEFT_OUT_KEY}}\" }"
                .formatted(api.url(), basic ? "user" : "token");
    }

    private static String configured(String name, String kind, String more) {
        ObjectNode sample = sample(kind);
        return """
          %s:
            kind: %s
            secrets: [ "{{env:LEFT_OUT_SECRET:}}" ]
            products: %s
            settings: %s
            %s
        """
                .formatted(name, kind, sample.path("products"), settings(sample), more);
    }

    private static JsonNode settings(ObjectNode sample) {
        ObjectNode settings = sample.withObject("/settings");
        settings.putArray("domains").add("boutique.example.org");
        return settings;
    }

    private static ObjectNode sample(String kind) {
        return ShopSamples.sample(
                kind.equals("prestashop") ? "prestashop-customized" : kind + "-paid");
    }

    /** An order, last changed so many minutes after it was paid. */
    private static ObjectNode message(String kind, int minute) {
        ObjectNode message = (ObjectNode) sample(kind).get("message");
        JsonPointer stamp = STAMPS.get(kind);
        JsonNode first = message.at(stamp);
        ObjectNode parent = (ObjectNode) message.at(stamp.head());
        String name = stamp.last().getMatchingProperty();
        if (first.isNumber()) {
            parent.put(name, first.asLong() + 60L * minute);
        } else {
            String text = first.asText();
            int colon = text.indexOf(':');
            int minutes = Integer.parseInt(text.substring(colon + 1, colon + 3)) + minute;
            parent.put(name, text.substring(0, colon + 1) + minutes + text.substring(colon + 3));
        }
        return message;
    }

    private static ObjectNode without(ObjectNode message, String kind) {
        ObjectNode silent = message.deepCopy();
        silent.remove(LISTS.get(kind).getMatchingProperty());
        return silent;
    }

    private void comes(String shop, String kind, String from, JsonNode message) {
        new Inbox(fixture.gateway().ledger())
                .keep(
                        new Arrival(
                                shop,
                                from,
                                "test",
                                "",
                                kind,
                                "",
                                message.toString().getBytes(UTF_8)));
        fixture.work();
    }

    /** Answers all that the sample was asked for, and from now on this for the order. */
    private void answers(String kind, JsonNode order) {
        ObjectNode input = ShopSamples.input(kind, sample(kind));
        ObjectNode told =
                input.remove("parts") instanceof ObjectNode parts ? parts : input.objectNode();
        input.putObject("parts");
        input.withObject("/shop").put("asked", true);
        while (ShopSamples.mapping(kind).translate(input) instanceof Translation.Fetch fetch) {
            fetch.paths()
                    .forEach(
                            (name, path) -> {
                                ((ObjectNode) input.get("parts")).set(name, told.get(name));
                                api.says(
                                        path.split("\\?")[0],
                                        told.at("/" + name + "/body").toString());
                            });
        }
        boolean wrapped = kind.equals("shopify") || kind.equals("prestashop");
        if (!kind.equals("stripe")) {
            JsonNode body = wrapped ? input.objectNode().set("order", order) : order;
            api.says(ORDERS.get(kind), body.toString());
        }
    }

    private List<String> codes() {
        return fixture.rejected().stream()
                .map(one -> one.state() + " " + one.problem().code())
                .toList();
    }

    private void everybodyHasAccess() {
        assertThat(fixture.seatStates()).hasSize(2).contains("ACTIVE").doesNotContain("CANCELLED");
        assertThat(fixture.list("select distinct status from orders")).containsExactly("PAID");
    }

    @ParameterizedTest
    @CsvSource({
        "woocommerce,webhook",
        "woocommerce,poll",
        "shopify,webhook",
        "shopify,poll",
        "magento,poll",
        "prestashop,poll"
    })
    void the_shop_is_asked_for_the_whole_order(String kind, String from) {
        answers(kind, message(kind, 2));
        comes(kind, kind, from, message(kind, 0));
        everybodyHasAccess();

        comes(kind, kind, from, without(message(kind, 1), kind));

        everybodyHasAccess();
        assertThat(codes()).isEmpty();
        assertThat(api.calls()).anyMatch(call -> call.split("\\?")[0].equals(ORDERS.get(kind)));
    }

    @ParameterizedTest
    @CsvSource({
        "woocommerce,webhook",
        "woocommerce,poll",
        "shopify,webhook",
        "shopify,poll",
        "magento,poll",
        "prestashop,poll"
    })
    void an_answer_that_leaves_them_out_too_is_rejected_in_sight(String kind, String from) {
        answers(kind, without(message(kind, 2), kind));
        comes(kind, kind, from, message(kind, 0));

        comes(kind, kind, from, without(message(kind, 1), kind));

        everybodyHasAccess();
        assertThat(codes()).containsExactly(REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"woocommerce", "shopify", "magento"})
    void of_a_shop_that_can_not_be_asked_it_is_rejected_in_sight(String kind) {
        String shop = kind + "-unasked";
        comes(shop, kind, "webhook", message(kind, 0));

        comes(shop, kind, "webhook", without(message(kind, 1), kind));

        everybodyHasAccess();
        assertThat(codes()).containsExactly(REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"woocommerce", "shopify", "magento", "prestashop"})
    void an_empty_list_takes_all_lines_out(String kind) {
        answers(kind, message(kind, 2));
        comes(kind, kind, "poll", message(kind, 0));
        ObjectNode emptied = message(kind, 1);
        ArrayNode none = JsonNodeFactory.instance.arrayNode();
        if (kind.equals("prestashop")) {
            emptied.withObject("/associations").set("order_rows", none);
        } else {
            emptied.set(LISTS.get(kind).getMatchingProperty(), none);
        }

        comes(kind, kind, "poll", emptied);

        assertThat(fixture.seatStates()).containsOnly("CANCELLED");
        assertThat(codes()).isEmpty();
    }

    @Test
    void a_session_of_a_shop_that_can_not_be_asked_is_rejected_at_once() {
        comes("stripe-unasked", "stripe", "webhook", message("stripe", 0));

        assertThat(codes()).containsExactly(REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "poll"})
    void lines_of_a_session_that_come_without_data_are_none_that_were_taken_out(String from) {
        answers("stripe", null);
        comes("stripe", "stripe", from, message("stripe", 0));
        everybodyHasAccess();
        api.says(ORDERS.get("stripe"), "{\"object\":\"list\",\"has_more\":false}");

        comes("stripe", "stripe", from, message("stripe", 1));

        everybodyHasAccess();
        assertThat(codes()).containsExactly(REJECTED);
    }
}
