package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.shop.SignedWebhooks.stripeSignature;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.shop.FakeWooCommerce;
import org.moodlegateway.shop.SignedWebhooks;

/** What shops that speak their own language are answered, through the shipped template. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WebhooksTest {
    @TempDir private static Path directory;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        gateway = ServingFixture.in(directory);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static byte[] sample(String name) {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("config/shops/samples", name + ".json").toFile())
                    .get("message")
                    .toString()
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer woo(byte[] body) {
        return gateway.send(SignedWebhooks.wooCommerce(gateway, "boutique", body, "order.updated"));
    }

    private static Answer shopify(byte[] body, String secret, String domain, String id) {
        return gateway.send(SignedWebhooks.shopify(gateway, body, secret, domain, id));
    }

    private static void settled(long inbox) {
        await().until(
                        () ->
                                gateway.count(
                                                "select count(*) from inbox where state = 'NEW' and id = "
                                                        + inbox)
                                        == 0);
    }

    private static long id(Answer answer) {
        return answer.json().path("id").asLong();
    }

    private static String state(Answer answer) {
        settled(id(answer));
        return gateway.list(
                        "select state || ' ' || coalesce(code, '') from inbox where id = "
                                + id(answer))
                .get(0)
                .strip();
    }

    @Test
    void an_order_of_woocommerce_becomes_seats() {
        Answer answer = woo(sample("woocommerce-paid"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(state(answer)).isEqualTo("APPLIED");
        assertThat(
                        gateway.list(
                                "select email || ' ' || product from seat where shop = 'boutique' and order_id ="
                                        + " '5102' and kind = 'PAID' order by number"))
                .containsExactly("ana@example.org SCI-180", "bo@example.org SCI-180");
    }

    @Test
    void the_signature_of_woocommerce_is_over_the_raw_bytes_and_the_decoded_secret() {
        byte[] body =
                "{\"id\":5101,\"status\":\"processing\",\"note\":\"caf\\u00e9 \\/ two seats\"}"
                        .getBytes(UTF_8);

        Answer answer =
                gateway.send(
                        gateway.post(
                                "/webhooks/boutique",
                                body,
                                "x-wc-webhook-signature",
                                "NWto4b81gXGHOJpg3HvFTs1DEa3g3hj5ZyjrxM7KB3o="));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void an_order_that_its_sender_calls_a_form_is_taken_byte_for_byte() {
        byte[] body =
                new String(sample("woocommerce-any-script"), UTF_8)
                        .replace("5102", "5190")
                        .getBytes(UTF_8);
        HttpRequest.Builder called =
                SignedWebhooks.wooCommerce(gateway, "boutique", body, "order.updated")
                        .setHeader("Content-Type", "application/x-www-form-urlencoded");

        Answer answer = gateway.send(called);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(state(answer)).isEqualTo("APPLIED");
    }

    @Test
    void a_ping_is_answered_200_and_nothing_is_kept() {
        long before = gateway.rows();

        Answer answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/webhooks/boutique"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("webhook_id=12")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook_id=12&more=1", "webhook_id=a", "other_id=12", "", "{}"})
    void anything_else_without_a_signature_is_nobodys(String body) {
        Answer answer =
                gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/webhooks/boutique"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(body)));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
    }

    @Test
    void a_changed_byte_or_another_secret_is_refused() {
        byte[] body = sample("woocommerce-paid");
        String signature = FakeWooCommerce.signature(body);
        body[20] ^= 1;

        assertThat(
                        gateway.send(
                                        gateway.post(
                                                "/webhooks/boutique",
                                                body,
                                                "X-WC-Webhook-Signature",
                                                signature))
                                .status())
                .isEqualTo(401);
        assertThat(
                        gateway.send(
                                        gateway.post(
                                                "/webhooks/boutique",
                                                body,
                                                "X-WC-Webhook-Signature",
                                                SignedWebhooks.base64("woo", body)))
                                .status())
                .isEqualTo(401);
    }

    @Test
    void a_body_of_an_old_version_is_answered_200_and_waits_with_its_reason() {
        Answer answer = woo("{\"order\":{\"id\":7,\"order_number\":7}}".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(state(answer)).isEqualTo("REJECTED legacy-body");
    }

    @Test
    void what_is_authentic_but_no_json_is_answered_200_and_waits_with_its_reason() {
        Answer answer = woo("webhook says hello".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(state(answer)).isEqualTo("REJECTED json-unparsable");
    }

    @Test
    void the_same_bytes_are_one_message_and_a_hint_counts_every_time() {
        byte[] order = sample("woocommerce-unpaid");
        byte[] hint = "{\"id\":5103}".getBytes(UTF_8);

        woo(order);
        assertThat(woo(order).json().path("status").asText()).isEqualTo("duplicate");
        long first = id(woo(hint));
        gateway.clock.forward(Duration.ofSeconds(1));
        Answer second = woo(hint);
        assertThat(second.json().path("status").asText()).isEqualTo("stored");
        assertThat(id(second)).isNotEqualTo(first);
        settled(first);
        settled(id(second));
        assertThat(
                        gateway.list(
                                "select distinct state from inbox where id in ("
                                        + first
                                        + ", "
                                        + id(second)
                                        + ")"))
                .containsExactly("ASKING");
    }

    @Test
    void shopify_signs_with_the_old_or_the_new_secret_and_only_from_its_domain() {
        byte[] body = sample("shopify-paid");

        assertThat(shopify(body, "shpss_example", "spruce.myshopify.com", "w-1").status())
                .isEqualTo(200);
        Answer again = shopify(body, "shpss_before", "spruce.myshopify.com", "w-1");
        assertThat(again.json().path("status").asText()).isEqualTo("duplicate");
        assertThat(shopify(body, "shpss_example", "other.myshopify.com", "w-2").status())
                .isEqualTo(401);
        assertThat(shopify(body, "shpss_wrong", "spruce.myshopify.com", "w-3").status())
                .isEqualTo(401);
    }

    @Test
    void the_signature_of_shopify_as_it_was_published_is_taken() {
        byte[] body =
                "{\"id\":9007199254740993,\"email\":\"lea@example.org\",\"financial_status\":\"paid\"}"
                        .getBytes(UTF_8);

        assertThat(SignedWebhooks.base64("shpss_example", body))
                .isEqualTo("TasVGx02dl+nThVW/Dp1ab7vY4g4X8adatGcR3UlIcY=");
        assertThat(shopify(body, "shpss_example", "spruce.myshopify.com", "w-9").status())
                .isEqualTo(200);
    }

    @Test
    void stripe_signs_with_a_time_that_is_near() {
        byte[] body =
                "{\"id\":\"evt_demo_1\",\"object\":\"event\",\"type\":\"checkout.session.completed\"}"
                        .getBytes(UTF_8);
        long now = gateway.clock.instant().getEpochSecond();

        assertThat(stripeSignature(body, 1700000000L))
                .isEqualTo("aa0bd3e8c16a878a6b49b484c01405ad3a397d9f9d49294bdf43940730106a60");
        assertThat(post(body, "t=1700000000,v1=" + stripeSignature(body, 1700000000L)).status())
                .isEqualTo(401);
        assertThat(
                        post(
                                        body,
                                        "t="
                                                + now
                                                + ",v1="
                                                + "0".repeat(64)
                                                + ",v1="
                                                + stripeSignature(body, now))
                                .status())
                .isEqualTo(200);
        assertThat(post(body, "t=" + now + ",v0=" + stripeSignature(body, now)).status())
                .isEqualTo(401);
    }

    private static Answer post(byte[] body, String signature) {
        return gateway.send(gateway.post("/webhooks/cashier", body, "Stripe-Signature", signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "nobody", "other"})
    void a_shop_without_a_language_has_no_such_address(String shop) {
        Answer answer = gateway.send(gateway.post("/webhooks/" + shop, "{}".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(404);
    }
}
