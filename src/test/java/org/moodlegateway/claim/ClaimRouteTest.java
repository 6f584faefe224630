package org.moodlegateway.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.order.OrderStatus;
import org.slf4j.LoggerFactory;

/** The page over HTTP: who is let in, what a buyer may do, and what nobody is told. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ClaimRouteTest {
    @TempDir private static Path directory;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        gateway =
                ServingFixture.in(
                        directory, Map.of("CLAIM_SECRET", "canary-of-the-claim-secret-0123456789"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private record Bought(String path, String id, List<String> seats) {}

    private static Bought bought(String id, int seats, String... participants) {
        gateway.postWithKey(
                order(id).boughtByOffice().line(Orders.SCI, seats, participants).json());
        String references =
                "select reference from seat where kind = 'PAID' and order_id = '"
                        + id
                        + "' order by number";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.list(references).size() == seats);
        JsonNode link = admin("/api/orders/web/" + id + "/claim-link").json();
        return new Bought(
                URI.create(link.path("url").asText()).getPath(),
                link.path("id").asText(),
                gateway.list(references));
    }

    private static Answer admin(String path) {
        return gateway.send(
                gateway.post(path, "{}".getBytes(UTF_8), "X-API-Key", ServingFixture.ADMIN_KEY));
    }

    private static Answer get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static Answer name(String path, String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri(path))
                        .POST(BodyPublishers.ofString(form.toString()))
                        .header("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static String[] person(String seat, String email) {
        return new String[] {"seat", seat, "first", "Zoé", "last", "Łukasik", "email", email};
    }

    private static List<String> sitting(String seat) {
        return gateway.list("select email from seat where reference = '" + seat + "'");
    }

    @Test
    void a_page_may_load_nothing_be_framed_nowhere_and_be_kept_by_nobody() {
        Bought bought = bought("P-1", 1);

        Answer page = get(bought.path());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .endsWith("; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.body()).doesNotContain(bought.path().substring("/claim/".length()));
    }

    @Test
    void an_order_with_a_free_seat_shows_its_link_and_one_without_shows_none() {
        bought("P-20", 2, "p20@example.org");

        JsonNode claim = shown("P-20", "claim");
        assertThat(get(URI.create(claim.path("url").asText()).getPath()).status()).isEqualTo(200);
        assertThat(claim.path("expires").asText()).endsWith("Z");

        bought("P-21", 1, "p21@example.org");

        assertThat(shown("P-21", "claim").isNull()).isTrue();
    }

    @Test
    void there_is_no_link_to_an_order_without_a_seat_that_is_paid_for() {
        bought("P-22", 1);
        gateway.postWithKey(
                order("P-22")
                        .boughtByOffice()
                        .status(OrderStatus.CANCELLED)
                        .updatedAt("2026-02-01T00:00:00Z")
                        .line(Orders.SCI, 1)
                        .json());
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                gateway.list(
                                                "select distinct state from seat where order_id = 'P-22'")
                                        .equals(List.of("CANCELLED")));

        Answer refused = admin("/api/orders/web/P-22/claim-link");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("order-without-seats");
    }

    private static JsonNode shown(String id, String field) {
        return gateway.send(
                        HttpRequest.newBuilder(gateway.uri("/api/orders/web/" + id))
                                .header("X-API-Key", ServingFixture.ADMIN_KEY))
                .json()
                .path(field);
    }

    @Test
    void a_participant_is_named_and_the_browser_goes_on_to_the_page() {
        Bought bought = bought("P-2", 1);
        String seat = bought.seats().get(0);

        Answer named = name(bought.path() + "?lang=fr", person(seat, "p2@example.org"));

        assertThat(named.status()).isEqualTo(303);
        assertThat(named.header("Location")).isEqualTo("?lang=fr&done=" + seat + "#notice");
        assertThat(get(bought.path() + "?lang=fr&done=" + seat).body())
                .contains("Zoé Łukasik : la place " + seat + " est attribuée.");
        assertThat(sitting(seat)).containsExactly("p2@example.org");
        assertThat(gateway.list("select actor from audit where subject = 'seat " + seat + "'"))
                .containsExactly("claim link " + bought.id());
    }

    @Test
    void a_refused_form_comes_back_with_what_was_typed_and_changes_nothing() {
        Bought bought = bought("P-3", 2, "p3@example.org");
        String seat = bought.seats().get(1);

        Answer twice = name(bought.path() + "?lang=en", person(seat, "P3@example.org"));

        assertThat(twice.status()).isEqualTo(422);
        assertThat(twice.body())
                .contains("This person has another seat of this purchase already.")
                .contains("value=\"P3@example.org\"")
                .contains("aria-describedby=\"wrong-email-" + seat + "\"");
        assertThat(sitting(seat)).containsExactly("");
    }

    @Test
    void a_buyer_can_not_touch_seats_of_another_order_nor_give_roles_or_use_force() {
        Bought bought = bought("P-4", 1, "p4@example.org");
        Bought other = bought("P-5", 1);

        Answer foreign = name(bought.path(), person(other.seats().get(0), "x@example.org"));
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(sitting(other.seats().get(0))).containsExactly("");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.moodle.enrolment("p4@example.org", "SCI").isPresent());
        gateway.moodle.administrator().openCourse("p4@example.org", "SCI", gateway.clock.instant());
        String seat = bought.seats().get(0);
        Answer forced =
                name(
                        bought.path() + "?force=true&lang=en",
                        "seat",
                        seat,
                        "first",
                        "X",
                        "last",
                        "Y",
                        "email",
                        "x@example.org",
                        "force",
                        "true",
                        "role",
                        "teacher");
        assertThat(forced.status()).isEqualTo(422);
        assertThat(forced.body()).contains("may have opened the course already");
        assertThat(sitting(seat)).containsExactly("p4@example.org");
    }

    @Test
    void whatever_is_wrong_with_a_link_the_answer_is_the_same() {
        Bought over = bought("P-6", 1);
        Bought revoked = bought("P-7", 1);
        admin("/api/claim-links/" + revoked.id() + "/revoke");
        String good = over.path();
        String forged = good.substring(0, good.length() - 2) + (good.endsWith("AA") ? "BB" : "AA");
        String nothing = get("/claim/x").body();

        assertThat(get("/claim/x").status()).isEqualTo(404);
        for (String path :
                List.of(
                        revoked.path(),
                        forged,
                        good + "x",
                        "/claim/%00",
                        "/claim/" + "A".repeat(75))) {
            assertThat(get(path).body()).as(path).isEqualTo(nothing);
            assertThat(get(path).status()).isEqualTo(404);
            Answer form = name(path, person(over.seats().get(0), "x@example.org"));
            assertThat(form.status()).isEqualTo(404);
            assertThat(form.body()).isEqualTo(nothing);
        }
        gateway.clock.forward(Duration.ofDays(30));
        try {
            assertThat(get(good).body()).isEqualTo(nothing);
        } finally {
            gateway.clock.forward(Duration.ofDays(-30));
        }
        assertThat(get(good).status()).isEqualTo(200);
        assertThat(sitting(over.seats().get(0))).containsExactly("");
    }

    @Test
    void a_form_that_no_browser_sends_is_refused() {
        Bought bought = bought("P-8", 1);
        String seat = bought.seats().get(0);

        assertThat(name(bought.path(), "seat", seat, "seat", seat).status()).isEqualTo(400);
        assertThat(name(bought.path(), person(seat, "x".repeat(2000))).status()).isEqualTo(400);
        assertThat(name(bought.path(), person(seat, "x".repeat(20_000))).status())
                .isBetween(400, 413);
        assertThat(gateway.send(gateway.post(bought.path(), "{}".getBytes(UTF_8))).status())
                .isEqualTo(400);
        assertThat(sitting(seat)).containsExactly("");
    }

    @Test
    void the_language_is_the_visitors_else_the_buyers() {
        Bought bought = bought("P-9", 1);

        assertThat(get(bought.path()).body()).contains("<html lang=\"fr\">");
        assertThat(get(bought.path(), "Accept-Language", "en-US,en;q=0.9").body())
                .contains("<html lang=\"en\">");
        assertThat(get(bought.path() + "?lang=fr", "Accept-Language", "en").body())
                .contains("<html lang=\"fr\">");
        assertThat(get(bought.path(), "Accept-Language", "de").body())
                .contains("<html lang=\"fr\">");
        assertThat(get("/claim/x", "Accept-Language", "fr").body()).contains("pas valable");
    }

    @Test
    void the_address_is_a_secret_that_stands_in_no_log_and_no_table() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        Bought bought = bought("P-10", 1);
        String token = bought.path().substring("/claim/".length());
        try {
            get(bought.path());
            name(bought.path(), person(bought.seats().get(0), "nowhere"));
            name(bought.path(), person(bought.seats().get(0), "p10@example.org"));
            name(bought.path(), "seat", "a", "seat", "b");
            get(bought.path() + "/more");
            get(bought.path() + "x");
        } finally {
            root.detachAppender(log);
        }

        assertThat(log.list)
                .noneMatch(event -> event.getFormattedMessage().contains(token.substring(32)))
                .noneMatch(event -> event.getFormattedMessage().contains("p10@example.org"));
        assertThat(gateway.list("select id || made_by from claim_link where order_id = 'P-10'"))
                .hasSize(1)
                .noneMatch(row -> row.contains(token.substring(32)));
    }
}
