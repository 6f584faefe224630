package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.moodle.WebFunction;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;
import org.moodlegateway.process.JarProcess;
import org.moodlegateway.sandbox.ExpiredAction;

/** Renewals through the whole gateway, with the shipped routes and products, on a moved clock. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RenewalsTest {
    private static final long START = seconds("2026-01-15T09:30:00Z");

    /** Whatever Moodle's own cron made of an enrolment whose end had passed. */
    @ParameterizedTest
    @EnumSource(ExpiredAction.class)
    void a_seat_that_ended_long_ago_is_renewed_from_each_of_moodles_expiry_settings(
            ExpiredAction action, @TempDir Path directory) {
        try (GatewayFixture fixture = GatewayFixture.in(directory)) {
            fixture.take(
                            order("A-1")
                                    .boughtBy("office@example.org")
                                    .line("MATH-CLASS", 2, "ana@example.org", "office@example.org"))
                    .work();
            assertThat(fixture.shown("ana@example.org", "MATH"))
                    .isEqualTo("student " + START + "-" + seconds("2026-11-11T09:30:00Z"));
            fixture.clock.setTo("2026-12-01T00:00:00Z");
            fixture.gateway().renew();
            fixture.work();
            fixture.moodle.cron(fixture.clock.instant(), action);

            fixture.take(
                            order("R-1")
                                    .paidAt("2026-12-01T00:00:00Z")
                                    .updatedAt("2026-12-01T00:00:00Z")
                                    .renewing(new Renews(Target.ORDER, "A-1"), "MORE-180", 1, 0))
                    .work();

            String renewed = START + "-" + seconds("2027-05-30T00:00:00Z");
            assertThat(fixture.shown("ana@example.org", "MATH")).isEqualTo("student " + renewed);
            assertThat(fixture.shown("office@example.org", "MATH"))
                    .isEqualTo("teacher,student " + renewed);
            assertThat(fixture.group("MATH", "Class A-1"))
                    .containsExactly("ana@example.org", "office@example.org");
            assertThat(fixture.seatStates()).containsOnly("ACTIVE");
        }
    }

    @Test
    void seats_that_renew_themselves_cost_one_call_a_batch(@TempDir Path directory) {
        try (GatewayFixture fixture = GatewayFixture.in(directory)) {
            String[] people = new String[100];
            for (int i = 0; i < people.length; i++) {
                people[i] = "p" + i + "@example.org";
            }
            fixture.take(order("A-1").line("LANG-CLUB", people.length, people)).work();
            long before = enrolCalls(fixture);
            fixture.clock.setTo("2027-01-10T00:00:00Z");

            fixture.gateway().renew();
            fixture.gateway().renew();
            fixture.work();

            assertThat(enrolCalls(fixture) - before).isEqualTo(2);
            assertThat(fixture.shown("p7@example.org", "LANG"))
                    .isEqualTo("student " + START + "-" + seconds("2028-01-15T09:30:00Z"));
        }
    }

    private static long enrolCalls(GatewayFixture fixture) {
        return fixture.gateway().calls().counts().getOrDefault(WebFunction.ENROL_USERS, 0L);
    }

    @Test
    void quartz_wakes_the_run(@TempDir Path directory) {
        try (GatewayFixture fixture =
                GatewayFixture.in(directory)
                        .with("RENEWAL_CRON", "* * * * * ?")
                        .with("GATEWAY_LOOK", "PT0.05S")
                        .with("GATEWAY_PORT", "" + JarProcess.freePort())
                        .with("GATEWAY_MANAGEMENT_PORT", "" + JarProcess.freePort())) {
            fixture.clock.setTo("2027-01-10T00:00:00Z");
            try (RunningGateway gateway =
                    RunningGateway.start(fixture.settings(), fixture.clock, true)) {
                new org.moodlegateway.ledger.Inbox(gateway.ledger())
                        .keep(
                                "web",
                                "http",
                                "test",
                                "evt-1",
                                order("A-1").line("LANG-CLUB", 1, "ana@example.org").json());
                gateway.wake();

                await().atMost(Duration.ofSeconds(20))
                        .until(
                                () ->
                                        fixture.shown("ana@example.org", "LANG")
                                                .endsWith("-" + seconds("2028-01-15T09:30:00Z")));
            }
        }
    }

    @Test
    void a_throttled_run_goes_on_in_the_next_minute(@TempDir Path directory) {
        try (GatewayFixture fixture =
                GatewayFixture.in(directory).with("RENEWAL_MOST_PER_MINUTE", "2")) {
            fixture.take(
                            order("A-1")
                                    .line(
                                            "LANG-CLUB",
                                            3,
                                            "ana@example.org",
                                            "bo@example.org",
                                            "cy@example.org"))
                    .work();
            fixture.clock.setTo("2027-01-10T00:00:00Z");

            fixture.gateway().renew();
            fixture.gateway().renew();
            assertThat(extensions(fixture)).isEqualTo(2);

            fixture.clock.forward(Duration.ofMinutes(1));
            fixture.gateway().renew();
            assertThat(extensions(fixture)).isEqualTo(3);
        }
    }

    private static long extensions(GatewayFixture fixture) {
        return fixture.list("select cause from extension").size();
    }

    @Test
    void a_shop_tells_how_a_subscription_stands_where_it_hands_over_orders(
            @TempDir Path directory) {
        try (ServingFixture gateway = ServingFixture.in(directory)) {
            gateway.postWithKey(
                    order("A-1")
                            .ofSubscription("S-1")
                            .line("SCI-MONTH", 1, "ana@example.org")
                            .json());
            await().until(() -> ends(gateway).equals(List.of("2026-02-19T09:30:00Z")));

            Answer kept = says(gateway, "cancelled", "2026-02-01T00:00:00Z");
            assertThat(kept.status()).isEqualTo(200);
            await().until(() -> ends(gateway).equals(List.of("2026-02-14T09:30:00Z")));

            gateway.postWithKey(
                    order("R-1")
                            .paidAt("2026-01-20T00:00:00Z")
                            .renewing(new Renews(Target.ORDER, "A-1"), "SCI-MONTH", 1, 0)
                            .json());
            await().until(() -> ends(gateway).equals(List.of("2026-03-14T09:30:00Z")));
            JsonNode renewing = gateway.ask("/api/orders/web/R-1").json();
            assertThat(renewing.path("status").asText()).isEqualTo("FULFILLED");
            assertThat(renewing.at("/renewals/0/state").asText()).isEqualTo("APPLIED");

            Answer wrong = says(gateway, "asleep", "2026-02-02T00:00:00Z");
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.json().at("/pointer").asText()).isEqualTo("/status");

            JsonNode due = gateway.ask("/api/renewals?to=2026-04-01T00:00:00Z").json().path("due");
            assertThat(due).hasSize(1);
            assertThat(due.at("/0/due/0").asText()).isEqualTo("expire");
            assertThat(due.at("/0/at").asText()).isEqualTo("2026-03-14T09:30:00Z");
            assertThat(gateway.ask("/api/renewals?to=tomorrow").status()).isEqualTo(400);
        }
    }

    private static Answer says(ServingFixture gateway, String status, String updatedAt) {
        return gateway.postWithKey(
                """
                {"type": "subscription.updated", "data": {"id": "S-1", "status": "%s", "updatedAt": "%s"}}
                """
                        .formatted(status, updatedAt)
                        .getBytes(UTF_8));
    }

    private static List<String> ends(ServingFixture gateway) {
        return gateway.gateway
                .ledger()
                .read(
                        handle ->
                                handle.select(
                                                "select e.ends_at from entitlement e join course c"
                                                        + " on c.id = e.course_id where c.name = 'SCI'")
                                        .map(
                                                (row, context) ->
                                                        row.getTimestamp(1).toInstant().toString())
                                        .list());
    }

    private static long seconds(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }
}
