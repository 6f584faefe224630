package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moodlegateway.ServingFixture.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.MovableClock;
import org.moodlegateway.seat.ShopTerms;

/**
 * Who is let in. The vector is one that any implementation of Standard Webhooks 1.0 must accept.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DoorkeeperTest {
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final String NEXT_SECRET = "whsec_ZZECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final String ID = "msg_demo1";
    private static final String TIMESTAMP = "1768469400";
    private static final String BODY =
            "{\"type\":\"order.paid\",\"timestamp\":\"2026-01-15T09:30:00Z\",\"data\":{\"orderId\":\"A-1\"}}";
    private static final String SIGNATURE = "v1,PjPIR8XH2mpUA1t6+ZQUaOi6DDZtmTq3kEVUBqfwKEo=";
    private static final String KEY = "mgk_web_key";

    private final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private final Shops shops =
            new Shops(
                    List.of(
                            shop("web", List.of(SECRET)),
                            shop("rotating", List.of(SECRET, NEXT_SECRET)),
                            shop("other", List.of(NEXT_SECRET)),
                            shop("closed", List.of()),
                            new Shop(
                                    "keyed",
                                    List.of(),
                                    List.of(
                                            new ApiKey("erp", ApiKey.hash(KEY), Instant.MAX),
                                            new ApiKey(
                                                    "old",
                                                    ApiKey.hash("mgk_keyed_old"),
                                                    Instant.parse("2026-01-15T09:30:00Z"))),
                                    ShopTerms.USUAL)),
                    List.of(new ApiKey("admin", ApiKey.hash("mgk_admin_key"), Instant.MAX)));
    private final Doorkeeper doorkeeper = new Doorkeeper(shops, Duration.ofMinutes(5), clock);

    private static Shop shop(String name, List<String> secrets) {
        return new Shop(
                name, secrets.stream().map(WebhookSecret::of).toList(), List.of(), ShopTerms.USUAL);
    }

    private static Delivery signed(
            String shop, String id, String timestamp, String signatures, String body) {
        return new Delivery(
                shop,
                List.of(id),
                List.of(timestamp),
                List.of(signatures),
                List.of(),
                body.getBytes(UTF_8));
    }

    private static Delivery keyed(String shop, String... keys) {
        return new Delivery(
                shop, List.of(), List.of(), List.of(), List.of(keys), BODY.getBytes(UTF_8));
    }

    private void assertRefused(Delivery delivery) {
        assertThatThrownBy(() -> doorkeeper.admit(delivery))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(401);
                            assertThat(refusal.problems()).hasSize(1);
                            assertThat(refusal.problems().get(0).code())
                                    .isEqualTo("unauthenticated");
                        });
    }

    @Test
    void the_vector_is_let_in() {
        Admitted admitted = doorkeeper.admit(signed("web", ID, TIMESTAMP, SIGNATURE, BODY));

        assertThat(admitted.shop()).isEqualTo("web");
        assertThat(admitted.sender()).isEqualTo("secret 1");
        assertThat(admitted.eventId()).isEqualTo(ID);
        assertThat(admitted.body()).asString(UTF_8).isEqualTo(BODY);
    }

    static Stream<Arguments> mutations() {
        String bare = SIGNATURE.substring(3);
        return Stream.of(
                Arguments.of("another shop", signed("other", ID, TIMESTAMP, SIGNATURE, BODY)),
                Arguments.of(
                        "a shop without secrets", signed("closed", ID, TIMESTAMP, SIGNATURE, BODY)),
                Arguments.of("another id", signed("web", "msg_demo2", TIMESTAMP, SIGNATURE, BODY)),
                Arguments.of(
                        "the id in capitals",
                        signed("web", "MSG_DEMO1", TIMESTAMP, SIGNATURE, BODY)),
                Arguments.of("no id", signed("web", "", TIMESTAMP, SIGNATURE, BODY)),
                Arguments.of("another time", signed("web", ID, "1768469401", SIGNATURE, BODY)),
                Arguments.of("a signed time", signed("web", ID, "+1768469400", SIGNATURE, BODY)),
                Arguments.of(
                        "a zero before the time",
                        signed("web", ID, "01768469400", SIGNATURE, BODY)),
                Arguments.of("a broken time", signed("web", ID, "1768469400.0", SIGNATURE, BODY)),
                Arguments.of(
                        "the time in milliseconds",
                        signed("web", ID, "1768469400000", SIGNATURE, BODY)),
                Arguments.of(
                        "the time as text",
                        signed("web", ID, "2026-01-15T09:30:00Z", SIGNATURE, BODY)),
                Arguments.of("no time", signed("web", ID, "", SIGNATURE, BODY)),
                Arguments.of(
                        "a space at the end", signed("web", ID, TIMESTAMP, SIGNATURE, BODY + " ")),
                Arguments.of(
                        "a line break at the end",
                        signed("web", ID, TIMESTAMP, SIGNATURE, BODY + "\n")),
                Arguments.of(
                        "one letter",
                        signed("web", ID, TIMESTAMP, SIGNATURE, BODY.replace("A-1", "A-2"))),
                Arguments.of(
                        "the same JSON",
                        signed("web", ID, TIMESTAMP, SIGNATURE, BODY.replace(":", ": "))),
                Arguments.of(
                        "a mark before", signed("web", ID, TIMESTAMP, SIGNATURE, "\uFEFF" + BODY)),
                Arguments.of("no body", signed("web", ID, TIMESTAMP, SIGNATURE, "")),
                Arguments.of("no signature", signed("web", ID, TIMESTAMP, "", BODY)),
                Arguments.of("no version", signed("web", ID, TIMESTAMP, bare, BODY)),
                Arguments.of("version 1a", signed("web", ID, TIMESTAMP, "v1a," + bare, BODY)),
                Arguments.of("version 2", signed("web", ID, TIMESTAMP, "v2," + bare, BODY)),
                Arguments.of(
                        "version in capitals", signed("web", ID, TIMESTAMP, "V1," + bare, BODY)),
                Arguments.of(
                        "nothing after the version", signed("web", ID, TIMESTAMP, "v1,", BODY)),
                Arguments.of("cut", signed("web", ID, TIMESTAMP, SIGNATURE.substring(0, 40), BODY)),
                Arguments.of(
                        "without its =",
                        signed("web", ID, TIMESTAMP, SIGNATURE.replace("=", ""), BODY)),
                Arguments.of(
                        "another spelling",
                        signed("web", ID, TIMESTAMP, SIGNATURE.replace("o=", "p="), BODY)),
                Arguments.of(
                        "URL-safe",
                        signed("web", ID, TIMESTAMP, SIGNATURE.replace("+", "-"), BODY)),
                Arguments.of(
                        "in capitals",
                        signed(
                                "web",
                                ID,
                                TIMESTAMP,
                                "v1," + bare.toUpperCase(java.util.Locale.ROOT),
                                BODY)),
                Arguments.of("no base64", signed("web", ID, TIMESTAMP, "v1,!!!", BODY)),
                Arguments.of(
                        "commas between", signed("web", ID, TIMESTAMP, "v1,x," + SIGNATURE, BODY)),
                Arguments.of(
                        "signed with nothing",
                        signed(
                                "web",
                                ID,
                                TIMESTAMP,
                                signature(
                                        "whsec_" + "A".repeat(32),
                                        ID,
                                        TIMESTAMP,
                                        BODY.getBytes(UTF_8)),
                                BODY)),
                Arguments.of(
                        "seventeen of them",
                        signed("web", ID, TIMESTAMP, "v1,x ".repeat(16) + SIGNATURE, BODY)),
                Arguments.of(
                        "two ids",
                        new Delivery(
                                "web",
                                List.of(ID, ID),
                                List.of(TIMESTAMP),
                                List.of(SIGNATURE),
                                List.of(),
                                BODY.getBytes(UTF_8))),
                Arguments.of(
                        "two times",
                        new Delivery(
                                "web",
                                List.of(ID),
                                List.of(TIMESTAMP, TIMESTAMP),
                                List.of(SIGNATURE),
                                List.of(),
                                BODY.getBytes(UTF_8))),
                Arguments.of(
                        "two headers",
                        new Delivery(
                                "web",
                                List.of(ID),
                                List.of(TIMESTAMP),
                                List.of(SIGNATURE, SIGNATURE),
                                List.of(),
                                BODY.getBytes(UTF_8))),
                Arguments.of(
                        "an id alone",
                        new Delivery(
                                "web",
                                List.of(ID),
                                List.of(),
                                List.of(),
                                List.of(),
                                BODY.getBytes(UTF_8))),
                Arguments.of(
                        "nothing",
                        new Delivery(
                                "web",
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                BODY.getBytes(UTF_8))),
                Arguments.of(
                        "a wrong key beside it",
                        new Delivery(
                                "web",
                                List.of(ID),
                                List.of(TIMESTAMP),
                                List.of(SIGNATURE),
                                List.of("mgk_web_x"),
                                BODY.getBytes(UTF_8))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void no_mutation_of_the_vector_is_let_in(String mutation, Delivery delivery) {
        assertRefused(delivery);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 0, 1, 300})
    void a_time_within_the_window_is_let_in(long seconds) {
        clock.forward(Duration.ofSeconds(seconds));

        assertThat(doorkeeper.admit(signed("web", ID, TIMESTAMP, SIGNATURE, BODY)).shop())
                .isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 31_536_000, -31_536_000})
    void a_time_outside_the_window_is_not(long seconds) {
        clock.forward(Duration.ofSeconds(seconds));

        assertRefused(signed("web", ID, TIMESTAMP, SIGNATURE, BODY));
    }

    @Test
    void any_of_several_signatures_will_do() {
        String several = "v1a,ed25519 v1,wrong " + SIGNATURE + " v2,later";

        assertThat(doorkeeper.admit(signed("web", ID, TIMESTAMP, several, BODY)).sender())
                .isEqualTo("secret 1");
    }

    @Test
    void while_a_secret_is_replaced_both_hold() {
        String next = signature(NEXT_SECRET, ID, TIMESTAMP, BODY.getBytes(UTF_8));

        assertThat(doorkeeper.admit(signed("rotating", ID, TIMESTAMP, SIGNATURE, BODY)).sender())
                .isEqualTo("secret 1");
        assertThat(doorkeeper.admit(signed("rotating", ID, TIMESTAMP, next, BODY)).sender())
                .isEqualTo("secret 2");
    }

    @Test
    void a_key_opens_its_own_shop_only() {
        assertThat(doorkeeper.admit(keyed("keyed", KEY)).sender()).isEqualTo("key erp");
        assertRefused(keyed("web", KEY));
        assertRefused(keyed("closed", KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mgk_web_ke",
                "mgk_web_key ",
                "MGK_WEB_KEY",
                "mgk_web_keyy",
                "mgk_keyed_old",
                "mgk_admin_key"
            })
    void another_key_opens_nothing(String key) {
        assertRefused(keyed("keyed", key));
    }

    @Test
    void the_hash_of_a_key_is_no_key() {
        assertRefused(keyed("keyed", ApiKey.hash(KEY)));
    }

    @Test
    void two_keys_are_none() {
        assertRefused(keyed("keyed", KEY, KEY));
    }

    @Test
    void a_shop_without_any_secret_or_key_lets_nobody_in() {
        assertRefused(keyed("closed", ""));
        assertRefused(keyed("closed"));
        assertRefused(signed("closed", "", "", "", BODY));
    }

    @Test
    void an_unknown_shop_is_said_to_be_unknown() {
        assertThatThrownBy(() -> doorkeeper.admit(keyed("nobody", KEY)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(404));
    }

    @Test
    void an_event_id_that_cant_be_kept_is_refused_once_its_sender_is_known() {
        String id = "x".repeat(201);
        String signature = signature(SECRET, id, TIMESTAMP, BODY.getBytes(UTF_8));

        assertThatThrownBy(() -> doorkeeper.admit(signed("web", id, TIMESTAMP, signature, BODY)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(400);
                            assertThat(refusal.problems().get(0).code())
                                    .isEqualTo("webhook-id-invalid");
                        });
    }

    @Test
    void administrators_have_keys_of_their_own() {
        doorkeeper.admitAdmin(List.of("mgk_admin_key"));

        for (List<String> keys :
                List.of(
                        List.<String>of(),
                        List.of(""),
                        List.of(KEY),
                        List.of("mgk_admin_key", "x"))) {
            assertThatThrownBy(() -> doorkeeper.admitAdmin(keys))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void many_at_once_dont_get_in_each_others_way() throws Exception {
        var pool = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> checks =
                IntStream.range(0, 400)
                        .mapToObj(
                                i ->
                                        (Callable<Boolean>)
                                                () -> {
                                                    byte[] body =
                                                            ("{\"n\":" + i + "}").getBytes(UTF_8);
                                                    String signature =
                                                            signature(
                                                                    SECRET, "m" + i, TIMESTAMP,
                                                                    body);
                                                    doorkeeper.admit(
                                                            signed(
                                                                    "web",
                                                                    "m" + i,
                                                                    TIMESTAMP,
                                                                    signature,
                                                                    new String(body, UTF_8)));
                                                    return true;
                                                })
                        .toList();

        for (Future<Boolean> check : pool.invokeAll(checks)) {
            assertThat(check.get()).isTrue();
        }
        pool.shutdown();
    }

    @Test
    void nothing_prints_a_secret() {
        assertThat(WebhookSecret.of(SECRET)).asString().doesNotContain("AAEC");
        assertThat(shops.find("web").orElseThrow()).asString().doesNotContain("AAEC");
        assertThat(keyed("keyed", KEY)).asString().doesNotContain(KEY);
        assertThat(new KeyMaker().make("web", "x"))
                .satisfies(made -> assertThat(made.toString()).doesNotContain(made.key()));
    }
}
