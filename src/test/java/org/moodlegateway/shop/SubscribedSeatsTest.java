package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.sandbox.EffectKind;

/**
 * Seats that are sold month by month, as WooCommerce Subscriptions and Stripe sell them: from the
 * first order to the end, over HTTP.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SubscribedSeatsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String SHOPS =
            """
              woo:
                kind: woocommerce
                secrets: [ "{{env:BOUTIQUE_SECRET}}" ]
                api: { url: "%1$s", user: "{{env:WOO_KEY}}", password: "{{env:WOO_SECRET}}" }
                poll: PT5M
                settings: { subscriptions: true }
              till:
                kind: stripe
                secrets: [ "{{env:CASHIER_SECRET}}" ]
                api: { url: "%1$s", token: "{{env:WOO_KEY}}" }
            """;

    private final ScriptedApi api = new ScriptedApi();
    private ServingFixture gateway;

    @BeforeEach
    void start(@TempDir Path directory) {
        api.says("/wp-json/wc/v3/orders", "[]");
        gateway =
                ServingFixture.in(
                        directory,
                        Map.of("WOO_KEY", "ck_canary", "WOO_SECRET", "cs_canary"),
                        SHOPS.formatted(api.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        api.close();
    }

    @Test
    void a_seat_of_woocommerce_subscriptions_lives_as_its_orders_and_its_subscription_say() {
        // The first order is placed, then paid: the shop is asked which subscription it began.
        webhook("order.created", order(5102, "pending", "2026-01-15T09:29:00", ""));
        assertThat(gateway.moodle.enrolment("ana@example.org", "SCI")).isEmpty();
        api.says(
                "/wp-json/wc/v3/subscriptions",
                "[{\"id\":5103,\"parent_id\":5102,\"status\":\"active\"}]");
        webhook("order.updated", order(5102, "processing", "2026-01-15T09:30:00", ""));
        assertThat(asked("/wp-json/wc/v3/subscriptions?parent=5102")).isOne();
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");
        webhook("subscription.created", subscription("active", "2026-01-15T09:30:05"));
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");

        // The renewal order comes unpaid by webhook, then paid by poll, and by webhook again.
        gateway.clock.setTo("2026-02-14T09:00:00Z");
        String renewal = order(5300, "pending", "2026-02-14T09:00:00", "5103");
        webhook("order.created", renewal);
        assertThat(extensions()).isZero();
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");
        renewal = order(5300, "processing", "2026-02-14T09:31:00", "5103");
        poll("2026-02-14T09:35:00Z", renewal);
        assertThat(extensions()).isOne();
        assertThat(shown()).isEqualTo("2026-03-14T09:30:00Z + P5D");
        long told = updates();
        webhook("order.updated", renewal);
        webhook("order.updated", order(5300, "completed", "2026-02-14T09:36:00", "5103"));
        poll("2026-02-14T09:45:00Z", order(5300, "completed", "2026-02-14T09:36:00", "5103"));
        assertThat(extensions()).isOne();
        assertThat(updates()).isEqualTo(told);

        // The next one the other way round.
        poll("2026-03-14T09:05:00Z", order(5301, "pending", "2026-03-14T09:00:00", "5103"));
        assertThat(shown()).isEqualTo("2026-03-14T09:30:00Z + P5D");
        renewal = order(5301, "processing", "2026-03-14T09:31:00", "5103");
        webhook("order.updated", renewal);
        assertThat(shown()).isEqualTo("2026-04-14T09:30:00Z + P5D");
        poll("2026-03-14T09:35:00Z", renewal);
        assertThat(extensions()).isEqualTo(2);
        assertThat(asked("/wp-json/wc/v3/subscriptions?parent=530")).isZero();

        // What the shop says of the subscription decides about the days of grace, and nothing else.
        webhook("subscription.updated", subscription("on-hold", "2026-03-20T00:00:00"));
        assertThat(shown()).isEqualTo("2026-04-14T09:30:00Z + P5D");
        webhook("subscription.updated", subscription("cancelled", "2026-03-21T00:00:00"));
        assertThat(shown()).isEqualTo("2026-04-14T09:30:00Z");
        webhook("subscription.updated", subscription("active", "2026-03-20T12:00:00"));
        assertThat(shown()).as("older than the cancellation").isEqualTo("2026-04-14T09:30:00Z");
        webhook("subscription.updated", subscription("active", "2026-03-22T00:00:00"));
        assertThat(shown()).isEqualTo("2026-04-14T09:30:00Z + P5D");
        webhook("subscription.updated", subscription("expired", "2026-03-23T00:00:00"));
        assertThat(shown()).isEqualTo("2026-04-14T09:30:00Z");

        // It runs to what was paid, and then its product says: suspend.
        gateway.clock.setTo("2026-04-14T09:31:00Z");
        gateway.gateway.renew();
        settled();
        assertThat(shown()).isEqualTo("2026-04-14T09:30:00Z suspended");
        assertThat(gateway.list("select state from seat where kind = 'PAID'"))
                .containsExactly("EXPIRED");
        assertThat(gateway.rejectedCodes()).isEmpty();
    }

    @Test
    void a_subscription_that_its_shop_has_no_more_is_over() {
        api.says("/wp-json/wc/v3/subscriptions", "[{\"id\":5103,\"parent_id\":5102}]");
        webhook("order.updated", order(5102, "processing", "2026-01-15T09:30:00", ""));
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");
        api.says("/wp-json/wc/v3/subscriptions/5103", subscription("trash", "2026-01-20T00:00:00"));
        gateway.clock.setTo("2026-01-20T00:00:00Z");

        webhook("subscription.deleted", "{\"id\":5103}");

        assertThat(asked("/wp-json/wc/v3/subscriptions/5103")).isOne();
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z");
    }

    private void webhook(String topic, String body) {
        send(SignedWebhooks.wooCommerce(gateway, "woo", body.getBytes(UTF_8), topic));
    }

    private void stripe(String type, String created, String object) {
        String event =
                """
                {"id":"evt_%s","object":"event","type":"%s","created":%d,"livemode":true,"data":{"object":%s}}"""
                        .formatted(created, type, Instant.parse(created).getEpochSecond(), object);
        send(SignedWebhooks.stripe(gateway, "till", event.getBytes(UTF_8)));
    }

    private void send(HttpRequest.Builder request) {
        assertThat(gateway.send(request).status()).isEqualTo(200);
        settled();
    }

    /** Nothing is left to do at this time. */
    private void settled() {
        await().atMost(LONG)
                .until(
                        () ->
                                gateway.count(
                                                "select (select count(*) from inbox where state <>"
                                                        + " 'APPLIED') + (select count(*) from"
                                                        + " entitlement where state <> 'CLEAN')")
                                        == 0);
    }

    /** Has the shop polled at a time, when it lists this order. */
    private void poll(String at, String order) {
        api.says("/wp-json/wc/v3/orders", "[" + order + "]");
        gateway.clock.setTo(at);
        await().atMost(LONG)
                .until(
                        () ->
                                gateway.gateway
                                        .ledger()
                                        .read(
                                                handle ->
                                                        handle.select(
                                                                        "select count(*) from shop_reading where good_at = ?",
                                                                        Instant.parse(at))
                                                                .mapTo(Long.class)
                                                                .one())
                                        .equals(1L));
        settled();
    }

    private long asked(String question) {
        return api.calls().stream().filter(call -> call.startsWith(question)).count();
    }

    private long extensions() {
        return gateway.count("select count(*) from extension");
    }

    private long updates() {
        return gateway.moodle.journal().stream()
                .filter(effect -> effect.kind() == EffectKind.ENROLMENT_UPDATED)
                .count();
    }

    /** Until when Moodle lets her in, and the days of grace in it. */
    private String shown() {
        var row = gateway.moodle.enrolment("ana@example.org", "SCI").orElseThrow();
        Instant end = Instant.ofEpochSecond(row.timeend());
        String state = row.suspended() ? " suspended" : "";
        boolean grace = end.toString().contains("-19T");
        return (grace ? end.minus(Duration.ofDays(5)) + " + P5D" : end.toString()) + state;
    }

    private static String order(int id, String status, String modified, String renews) {
        boolean paid = !status.equals("pending");
        return """
               {"id":%d,"number":"%d","status":"%s","currency":"EUR","total":"15.00","created_via":"%s",\
               "date_created_gmt":"%s","date_modified_gmt":"%s","date_paid_gmt":%s,"transaction_id":"",\
               "billing":{"first_name":"Zoé","last_name":"Łukasik","email":"office@example.org","country":"FR"},\
               "line_items":[{"id":%d,"product_id":901,"variation_id":0,"sku":"SCI-MONTH","quantity":1,"total":"15.00",\
               "meta_data":[{"id":1,"key":"Participant 1 e-mail","value":"ana@example.org"}]}],"meta_data":[%s],"refunds":[]}"""
                .formatted(
                        id,
                        id,
                        status,
                        renews.isEmpty() ? "checkout" : "subscription",
                        modified,
                        modified,
                        paid ? "\"" + modified + "\"" : "null",
                        id * 10,
                        renews.isEmpty()
                                ? ""
                                : "{\"id\":7,\"key\":\"_subscription_renewal\",\"value\":\"%s\"}"
                                        .formatted(renews));
    }

    private static String subscription(String status, String modified) {
        return """
               {"id":5103,"parent_id":5102,"status":"%s","billing_period":"month","billing_interval":"1",\
               "date_modified_gmt":"%s","end_date_gmt":"","line_items":[]}"""
                .formatted(status, modified);
    }

    @Test
    void a_seat_of_stripe_lives_as_its_invoices_and_its_subscription_say() {
        api.says(
                "/v1/checkout/sessions/cs_live_1/line_items",
                """
                {"object":"list","has_more":false,"data":[{"id":"li_1","quantity":1,"amount_total":1500,"currency":"eur",\
                "price":{"id":"price_9","product":{"id":"prod_9","metadata":{"sku":"SCI-MONTH"}}}}]}""");
        api.says(
                "/v1/prices/price_9",
                """
                {"id":"price_9","metadata":{},"product":{"id":"prod_9","metadata":{"sku":"SCI-MONTH"}}}""");
        stripe(
                "checkout.session.completed",
                "2026-01-15T09:30:00Z",
                """
                {"id":"cs_live_1","object":"checkout.session","mode":"subscription","status":"complete","payment_status":"paid",\
                "currency":"eur","amount_total":1500,"created":1768469280,"subscription":"sub_1","invoice":"in_1","livemode":true,\
                "customer_details":{"email":"office@example.org","name":"Zoé Łukasik","address":{"country":"FR"}},\
                "custom_fields":[],"metadata":{"participant_1_email":"ana@example.org"}}""");
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");
        invoice("in_1", "subscription_create", "2026-01-15T09:30:01Z");
        stripe("customer.subscription.created", "2026-01-15T09:30:02Z", stripeSays("active"));
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");
        assertThat(extensions()).isZero();

        // A month later the payment fails at first, then the period is paid; Stripe says so twice.
        gateway.clock.setTo("2026-02-14T10:00:00Z");
        stripe("customer.subscription.updated", "2026-02-14T10:00:00Z", stripeSays("past_due"));
        assertThat(shown()).isEqualTo("2026-02-14T09:30:00Z + P5D");
        gateway.clock.setTo("2026-02-16T10:00:00Z");
        invoice("in_2", "subscription_cycle", "2026-02-16T10:00:00Z");
        stripe("customer.subscription.updated", "2026-02-16T10:00:01Z", stripeSays("active"));
        invoice("in_2", "subscription_cycle", "2026-02-16T10:00:00Z");
        assertThat(extensions()).isOne();
        assertThat(shown()).isEqualTo("2026-03-14T09:30:00Z + P5D");

        // It is deleted: it runs to what was paid.
        stripe("customer.subscription.deleted", "2026-03-01T00:00:00Z", stripeSays("canceled"));
        assertThat(shown()).isEqualTo("2026-03-14T09:30:00Z");
        gateway.clock.setTo("2026-03-14T09:31:00Z");
        gateway.gateway.renew();
        settled();
        assertThat(shown()).isEqualTo("2026-03-14T09:30:00Z suspended");
        assertThat(gateway.rejectedCodes()).isEmpty();
    }

    private void invoice(String id, String reason, String at) {
        stripe(
                "invoice.paid",
                at,
                """
                {"id":"%s","object":"invoice","billing_reason":"%s","amount_paid":1500,"currency":"eur","created":%d,\
                "customer_email":"office@example.org","customer_name":"Zoé Łukasik","livemode":true,"status":"paid",\
                "parent":{"type":"subscription_details","subscription_details":{"subscription":"sub_1"}},\
                "lines":{"object":"list","data":[{"id":"il_%s","quantity":1,"metadata":{},\
                "pricing":{"price_details":{"price":"price_9","product":"prod_9"}}}]}}"""
                        .formatted(id, reason, Instant.parse(at).getEpochSecond(), id));
    }

    private static String stripeSays(String status) {
        return "{\"id\":\"sub_1\",\"object\":\"subscription\",\"status\":\"%s\",\"cancel_at_period_end\":false,\"cancel_at\":null}"
                .formatted(status);
    }
}
