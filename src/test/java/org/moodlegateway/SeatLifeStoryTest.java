package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;

/** The whole life of seats, from their order to their last renewal, as their buyers live it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatLifeStoryTest {
    @TempDir private Path directory;

    @Test
    void three_seats_one_given_by_link_one_refunded_two_renewed_and_another_renews_itself()
            throws IOException {
        Path events = directory.resolve("events.jsonl");
        try (ServingFixture gateway =
                ServingFixture.in(
                        directory,
                        Map.of(
                                "CLAIM_SECRET",
                                "a-secret-for-claim-links-0123456789",
                                "NOTICE_EVENTS",
                                events.toString()))) {
            // Three seats are bought for half a year, two with a name; and one that renews itself.
            gateway.postWithKey(
                    order("S-1")
                            .boughtByOffice()
                            .placedAt("2026-01-15T09:00:00Z")
                            .line("SCI-180", 3, "ana@example.org", "bo@example.org")
                            .json());
            gateway.postWithKey(
                    order("S-2")
                            .paidAt("2025-07-14T08:00:00Z")
                            .updatedAt("2025-07-14T08:00:00Z")
                            .line("LANG-CLUB", 1, "dee@example.org")
                            .json());
            awaitSeats(gateway, "S-1", "ACTIVE", "ACTIVE", "UNASSIGNED");
            awaitSeats(gateway, "S-2", "ACTIVE");

            // The buyer names the third participant on the page that his link leads to.
            Answer link =
                    gateway.send(
                            gateway.post(
                                    "/api/orders/web/S-1/claim-link",
                                    "{}".getBytes(UTF_8),
                                    "X-API-Key",
                                    ServingFixture.ADMIN_KEY));
            String page = URI.create(link.json().path("url").asText()).getPath();
            String free = reference(gateway, 3);
            assertThat(name(gateway, page, free, "cy@example.org").status()).isEqualTo(303);
            awaitSeats(gateway, "S-1", "ACTIVE", "ACTIVE", "ACTIVE");

            // One seat is refunded: the last one.
            gateway.clock.setTo("2026-02-01T00:00:00Z");
            gateway.postWithKey(
                    order("S-1")
                            .boughtByOffice()
                            .placedAt("2026-01-15T09:00:00Z")
                            .updatedAt("2026-02-01T00:00:00Z")
                            .line("SCI-180", 3, "ana@example.org", "bo@example.org")
                            .refunded(1)
                            .json());
            awaitSeats(gateway, "S-1", "ACTIVE", "ACTIVE", "CANCELLED");

            // A month before the end those who are left are reminded, once.
            gateway.clock.setTo("2026-06-14T09:31:00Z");
            gateway.gateway.renew();
            gateway.gateway.renew();
            await().until(() -> reminders(events) == 2);

            // A week before the end the two are renewed by an order, and the other one by itself.
            gateway.clock.setTo("2026-07-07T08:30:00Z");
            gateway.postWithKey(
                    order("R-1")
                            .paidAt("2026-07-07T08:30:00Z")
                            .updatedAt("2026-07-07T08:30:00Z")
                            .renewing(new Renews(Target.ORDER, "S-1"), "MORE-180", 1, 0)
                            .json());
            gateway.gateway.renew();
            gateway.gateway.renew();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(moodle(gateway))
                                            .containsExactly(
                                                    "ana@example.org SCI student 2026-01-15T09:30:00Z/2027-01-10T09:30:00Z",
                                                    "b.brown MATH student 1970-01-01T00:00:00Z/-",
                                                    "bo@example.org SCI student 2026-01-15T09:30:00Z/2027-01-10T09:30:00Z",
                                                    "cy@example.org SCI student 2026-01-15T09:30:00Z/2026-07-14T09:30:00Z suspended",
                                                    "dee@example.org LANG student 2025-07-14T08:00:00Z/2027-07-14T08:00:00Z",
                                                    "office@example.org HELP student 2026-01-15T09:00:00Z/-",
                                                    "tess@example.org SCI editingteacher 1970-01-01T00:00:00Z/-"));
            awaitSeats(gateway, "S-1", "ACTIVE", "ACTIVE", "CANCELLED");
            gateway.gateway.renew();
            assertThat(reminders(events)).as("once each, and none of a renewed seat").isEqualTo(2);
            assertThat(gateway.rejectedCodes()).isEmpty();
        }
    }

    private static void awaitSeats(ServingFixture gateway, String order, String... states) {
        String select =
                "select state from seat where kind = 'PAID' and order_id = '"
                        + order
                        + "' order by number";
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.list(select)).containsExactly(states));
    }

    private static String reference(ServingFixture gateway, int number) {
        return gateway.list(
                        "select reference from seat where order_id = 'S-1' and kind = 'PAID' and number = "
                                + number)
                .get(0);
    }

    private static Answer name(ServingFixture gateway, String page, String seat, String email) {
        String form =
                "seat="
                        + URLEncoder.encode(seat, UTF_8)
                        + "&first=Cy&last=Young&email="
                        + URLEncoder.encode(email, UTF_8);
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri(page))
                        .POST(BodyPublishers.ofString(form))
                        .header("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static long reminders(Path events) throws IOException {
        return Files.exists(events)
                ? Files.readAllLines(events).stream()
                        .filter(line -> line.contains("reminder"))
                        .count()
                : 0;
    }

    /**
     * Every enrolment that Moodle has, row by row; two of them were there before and are nobody's.
     */
    private static List<String> moodle(ServingFixture gateway) {
        return gateway.moodle.state().enrolments().stream()
                .map(
                        row ->
                                row.username()
                                        + " "
                                        + row.course()
                                        + " "
                                        + String.join(",", row.roles())
                                        + " "
                                        + java.time.Instant.ofEpochSecond(row.timestart())
                                        + "/"
                                        + (row.timeend() == 0
                                                ? "-"
                                                : java.time.Instant.ofEpochSecond(row.timeend()))
                                        + (row.suspended() ? " suspended" : ""))
                .sorted()
                .toList();
    }
}
