package org.moodlegateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.ledger.ClaimLink;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.seat.SeatState;

/** The page as text: its sentences, and what becomes of hostile ones. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ClaimPageTest {
    private static final String REFERENCE = "MDA4-ZGRH-OGRK-OT3T";

    private static ClaimLink link(String order) {
        return new ClaimLink(
                "0a".repeat(16), "web", order, Instant.parse("2026-03-01T12:00:00Z"), "fr");
    }

    private static ClaimSeat seat(SeatState state, String text, List<String> courses) {
        boolean free = state == SeatState.UNASSIGNED;
        SeatView view =
                new SeatView(
                        1,
                        "web",
                        "A-1",
                        "1",
                        "PAID",
                        1,
                        REFERENCE,
                        text,
                        free ? "" : text,
                        free ? "" : text,
                        free ? "" : text,
                        null,
                        courses.isEmpty() ? text : "",
                        courses,
                        null,
                        "student",
                        "",
                        Instant.parse("2026-01-15T09:30:00Z"),
                        null,
                        state,
                        "",
                        "",
                        Instant.parse("2026-01-15T09:30:00Z"));
        return new ClaimSeat(text, view);
    }

    @Test
    void both_languages_have_the_same_sentences() {
        assertThat(Language.FR.sentences().keySet())
                .containsExactlyInAnyOrderElementsOf(Language.EN.sentences().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' autofocus onfocus='alert(1)",
                "</title><script>alert(1)</script>",
                "</style><script>alert(1)</script>",
                "</select><svg onload=alert(1)>",
                "javascript:alert(1)",
                "&lt;script&gt;",
                "{0}{1}%s%n$1"
            })
    void what_others_wrote_is_text_wherever_it_stands(String hostile) {
        List<ClaimSeat> seats =
                List.of(
                        seat(SeatState.UNASSIGNED, hostile, List.of(hostile, "SCI")),
                        seat(SeatState.ACTIVE, hostile, List.of()));
        Typed typed =
                new Typed(
                        REFERENCE,
                        hostile,
                        hostile,
                        hostile,
                        hostile,
                        Map.of("email", "email-unusable"));

        String page =
                new ClaimPage(Language.EN, ZoneOffset.UTC).seats(link(hostile), seats, typed, "");

        String harmless = page.replace(Html.escaped(hostile), "");
        assertThat(page).contains(Html.escaped(hostile));
        assertThat(harmless)
                .doesNotContain("<script", "<img", "<svg", "onerror", "onfocus", "onload=");
        assertThat(harmless.split("</style>", -1)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void every_field_has_a_label_and_every_mistake_belongs_to_its_field(Language language) {
        List<ClaimSeat> seats =
                List.of(seat(SeatState.UNASSIGNED, "SCI-180", List.of("SCI", "MATH")));
        Typed typed = Typed.of(Map.of("seat", REFERENCE, "email", "x"));

        String page =
                new ClaimPage(language, ZoneOffset.UTC)
                        .seats(link("A-1"), seats, typed.with("email", "email-unusable"), "");

        for (String field : List.of("first", "last", "email", "course")) {
            assertThat(page).contains("<label for=\"" + field + "-" + REFERENCE + "\">");
        }
        for (String field : List.of("first", "last", "email")) {
            String wrong = "wrong-" + field + "-" + REFERENCE;
            assertThat(page)
                    .contains("aria-describedby=\"" + wrong + "\"")
                    .contains("<p class=\"wrong\" id=\"" + wrong + "\">")
                    .contains("<a href=\"#" + field + "-" + REFERENCE + "\">");
        }
        assertThat(page).contains("value=\"x\"").contains("<html lang=\"" + language.tag() + "\">");
    }

    @Test
    void a_seat_that_is_over_or_waits_for_its_product_has_no_form() {
        ClaimSeat over = seat(SeatState.EXPIRED, "SCI", List.of());
        ClaimSeat waiting = seat(SeatState.WAITING, "", List.of());

        String page =
                new ClaimPage(Language.EN, ZoneOffset.UTC)
                        .seats(link("A-1"), List.of(over, waiting), null, "");

        assertThat(page).doesNotContain("<form").contains("over");
    }

    @Test
    void many_free_seats_come_some_at_a_time() {
        ClaimSeat seat = seat(SeatState.UNASSIGNED, "SCI", List.of());
        List<ClaimSeat> seats = java.util.Collections.nCopies(ClaimPage.MOST_FORMS + 1, seat);

        String page =
                new ClaimPage(Language.EN, ZoneOffset.UTC).seats(link("A-1"), seats, null, "");

        assertThat(page.split("<form", -1)).hasSize(ClaimPage.MOST_FORMS + 1);
        assertThat(page).contains("Free seats (51)", "Only the first 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "fr-CA,fr;q=0.9,en;q=0.8", "de, fr;q=0.5, en;q=0.1", "FR-fr"})
    void french_is_what_such_browsers_like_best(String header) {
        assertThat(Language.accepted(header)).contains(Language.FR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de", "*", "fr;q=0", ";;;", "fr;q=x"})
    void other_headers_ask_for_neither_language(String header) {
        assertThat(Language.accepted(header)).isEmpty();
    }
}
