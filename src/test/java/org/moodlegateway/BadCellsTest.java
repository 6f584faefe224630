package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.OrderState;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;

/** One bad cell of an order, before a sandbox Moodle: what it stops, and what it doesn't. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BadCellsTest {
    @TempDir private Path directory;
    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = GatewayFixture.in(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static byte[] order(String updatedAt, String lines) {
        return """
        {"id":"A-1","status":"paid","updatedAt":"%s","paidAt":"2026-01-15T09:30:00Z",
         "buyer":{"email":"office@example.org","firstName":"Zoé","lastName":"Łukasik"},"lines":[%s]}
        """
                .formatted(updatedAt, lines)
                .getBytes(UTF_8);
    }

    private static String line(String id, String product, String quantity, String people) {
        return """
        {"id":"%s","product":"%s","quantity":%s,"participants":[%s]}
        """
                .formatted(id, product, quantity, people);
    }

    private static String person(String email, String first, String role) {
        return """
        {"email":"%s","firstName":"%s","lastName":"Silva","role":"%s"}
        """
                .formatted(email, first, role);
    }

    private OrderView order() {
        return new Views(fixture.gateway().ledger(), java.time.ZoneOffset.UTC)
                .order("web", "A-1")
                .orElseThrow();
    }

    private List<String> seats() {
        return order().seats().stream()
                .filter(SeatView::paid)
                .map(seat -> seat.email() + " " + seat.state() + " " + seat.reason())
                .map(String::strip)
                .toList();
    }

    @Test
    void one_bad_person_keeps_one_seat_waiting_and_a_corrected_event_has_it_go_on() {
        String people =
                String.join(
                        ",",
                        person("long@example.org", "A".repeat(120), ""),
                        person("bo@example.org", "Line\\nBreak", ""),
                        person("cy@example.org", "Cy", "wizard"),
                        person("not-an-email", "Di", ""));
        fixture.take(order("2026-01-15T09:30:02Z", line("1", "SCI-YEAR", "4", people)));
        fixture.work().work();

        assertThat(seats())
                .containsExactly(
                        "long@example.org WAITING name-too-long",
                        "bo@example.org ACTIVE",
                        "cy@example.org WAITING role-unknown",
                        "not-an-email WAITING email-unusable");
        assertThat(order().state()).isEqualTo(OrderState.PARTIAL);
        assertThat(order().seats().stream().filter(SeatView::stuck))
                .allSatisfy(seat -> assertThat(seat.hint()).isNotBlank());
        assertThat(fixture.shown("cy@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.list("select first_name from person where email = 'bo@example.org'"))
                .containsExactly("Line Break");

        fixture.take(
                order(
                        "2026-01-16T09:30:02Z",
                        line(
                                "1",
                                "SCI-YEAR",
                                "4",
                                people.replace("A".repeat(120), "Ana")
                                        .replace("wizard", "teacher")
                                        .replace("not-an-email", "di@example.org"))));
        fixture.work().work();

        assertThat(order().state()).isEqualTo(OrderState.FULFILLED);
        assertThat(fixture.shown("cy@example.org", "SCI")).contains("teacher");
    }

    @Test
    void a_line_fails_alone_and_says_why() {
        fixture.take(
                order(
                        "2026-01-15T09:30:02Z",
                        line("1", "SCI-YEAR", "1", person("a@example.org", "A", ""))
                                + ","
                                + line(
                                        "2",
                                        "SCI-YEAR",
                                        "1",
                                        person("b@example.org", "B", "")
                                                + ","
                                                + person("c@example.org", "C", ""))
                                + ","
                                + line("3", "SCI-YEAR", "1.5", "")
                                + ","
                                + line("4", "APPLES", "1.5", "")));
        fixture.work().work();

        assertThat(fixture.rejected()).isEmpty();
        assertThat(seats())
                .containsExactly(
                        "a@example.org ACTIVE",
                        "b@example.org WAITING too-many-participants",
                        "WAITING quantity-invalid",
                        "WAITING product-unknown");
        assertThat(order().state()).isEqualTo(OrderState.PARTIAL);
        assertThat(order().seats())
                .extracting(SeatView::hint)
                .anyMatch(
                        hint -> hint.contains("2 participants are named, but only 1 seat is sold"))
                .anyMatch(hint -> hint.contains("1.5 is not a whole number"));
        assertThat(fixture.shown("b@example.org", "SCI")).isEqualTo("none");

        fixture.take(
                order(
                        "2026-01-16T09:30:02Z",
                        line("1", "SCI-YEAR", "1", person("a@example.org", "A", ""))
                                + ","
                                + line(
                                        "2",
                                        "SCI-YEAR",
                                        "2",
                                        person("b@example.org", "B", "")
                                                + ","
                                                + person("c@example.org", "C", ""))
                                + ","
                                + line("3", "SCI-YEAR", "1", person("d@example.org", "D", ""))));
        fixture.work().work();

        assertThat(order().state()).isEqualTo(OrderState.FULFILLED);
        assertThat(fixture.list("select code from line_problem")).isEmpty();
    }

    @Test
    void a_line_that_can_t_be_read_any_more_takes_nothing_and_the_order_says_so() {
        String other = line("2", "SCI-YEAR", "1", person("b@example.org", "B", ""));
        fixture.take(
                order(
                        "2026-01-15T09:30:02Z",
                        line("1", "SCI-YEAR", "2", person("a@example.org", "A", ""))
                                + ","
                                + other));
        fixture.work().work();

        fixture.take(
                order(
                        "2026-01-16T09:30:02Z",
                        line("1", "SCI-YEAR", "\"two\"", person("a@example.org", "A", ""))));
        fixture.work().work();

        assertThat(seats())
                .containsExactly(
                        "a@example.org ACTIVE",
                        "UNASSIGNED nobody-named",
                        "b@example.org CANCELLED");
        assertThat(order().state()).isEqualTo(OrderState.PARTIAL);
        assertThat(fixture.list("select line_id || ' ' || code from difference"))
                .containsExactly("1 differs:line");

        fixture.take(
                order(
                        "2026-01-17T09:30:02Z",
                        line("1", "SCI-YEAR", "1", person("a@example.org", "A", ""))));
        fixture.work().work();

        assertThat(order().state()).isEqualTo(OrderState.FULFILLED);
    }

    @Test
    void a_name_without_an_e_mail_is_a_free_seat_that_goes_to_who_gets_the_address() {
        fixture.take(
                order(
                        "2026-01-15T09:30:02Z",
                        line(
                                "1",
                                "SCI-YEAR",
                                "2",
                                "{\"firstName\":\"Ann\",\"lastName\":\"Lee\"},"
                                        + person("b@example.org", "B", ""))));
        fixture.work().work();

        assertThat(seats()).containsExactly("UNASSIGNED email-missing", "b@example.org ACTIVE");
        SeatView free = order().seats().get(0);
        assertThat(free.firstName() + " " + free.lastName()).isEqualTo("Ann Lee");
        assertThat(free.hint()).contains("claim link");
        assertThat(
                        fixture.list(
                                "select kind from outbox where channel = 'FACT' and kind in"
                                        + " ('seats-free', 'nobody-to-tell')"))
                .containsExactly("seats-free");
    }

    @Test
    void a_paid_order_with_nobody_to_write_to_is_told_once() {
        byte[] nobody =
                """
                {"id":"A-1","status":"paid","updatedAt":"2026-01-15T09:30:02Z",
                 "lines":[{"id":"1","product":"SCI-YEAR","quantity":1,
                  "participants":[{"firstName":"Ann","lastName":"Lee"}]}]}
                """
                        .getBytes(UTF_8);
        fixture.take(nobody);
        fixture.work().work();

        assertThat(
                        fixture.list(
                                "select kind from outbox where channel = 'FACT' and kind in"
                                        + " ('seats-free', 'nobody-to-tell') order by kind"))
                .containsExactly("nobody-to-tell", "seats-free");
    }

    @Test
    void what_is_rejected_names_its_order() {
        fixture.take(order("2026-01-15T09:30:02Z", "{\"id\":\"1\",\"quantity\":1}"));
        fixture.work();

        assertThat(fixture.rejected())
                .singleElement()
                .satisfies(message -> assertThat(message.orderId()).isEqualTo("A-1"));
        assertThat(order().rejected()).hasSize(1);
    }
}
