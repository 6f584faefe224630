package org.moodlegateway.orders;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.TEACH;
import static org.moodlegateway.Orders.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.Orders;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.ledger.Sitter;
import org.moodlegateway.orders.SeatMatching.Match;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.SeatState;
import org.moodlegateway.seat.Terms;

/** Which seat stands for which place, without any ledger. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatMatchingTest {
    @Test
    void lines_that_are_numbered_anew_keep_their_own_seats() {
        List<SeatRow> stored =
                stored(order("A").line(SCI, 1, "ana@x.org").line(TEACH, 1, "ana@x.org"));

        assertThat(after(stored, order("A").line(TEACH, 1, "ana@x.org")))
                .containsExactly("MATH-T 2/1 -> 1/2 ana@x.org", "SCI-180 1/1 ends");
        assertThat(after(stored, order("A").line(TEACH, 1, "ana@x.org").line(SCI, 1, "ana@x.org")))
                .as("both change places")
                .containsExactly("MATH-T 2/1 -> 1/2 ana@x.org", "SCI-180 1/1 -> 2/2 ana@x.org");
    }

    @Test
    void another_product_on_a_line_is_another_seat() {
        List<SeatRow> stored = stored(order("A").line(SCI, 1, "ana@x.org"));

        assertThat(after(stored, order("A").line(TEACH, 1, "ana@x.org")))
                .containsExactly("MATH-T new 1/2 ana@x.org", "SCI-180 1/1 ends");
    }

    @Test
    void a_removed_line_takes_its_own_people_and_nobody_else_moves() {
        List<SeatRow> stored =
                stored(
                        order("A")
                                .line(SCI, 1, "ana@x.org")
                                .line(SCI, 1, "bo@x.org")
                                .line(SCI, 1, "cy@x.org"));

        assertThat(
                        after(
                                stored,
                                order("A")
                                        .line(SCI, 1, "ana@x.org")
                                        .line(SCI, 1, "cy@x.org")
                                        .as("3")))
                .containsExactly(
                        "SCI-180 1/1 -> 1/1 ana@x.org",
                        "SCI-180 2/1 ends",
                        "SCI-180 3/1 -> 3/1 cy@x.org");
        assertThat(after(stored, order("A").line(SCI, 1, "ana@x.org").line(SCI, 1, "cy@x.org")))
                .as("and where the rest is numbered anew")
                .containsExactly(
                        "SCI-180 1/1 -> 1/1 ana@x.org",
                        "SCI-180 2/1 ends",
                        "SCI-180 3/1 -> 2/2 cy@x.org");
    }

    @Test
    void seats_that_nobody_sits_on_stay_with_the_id_of_their_line_and_go_first() {
        List<SeatRow> stored = stored(order("A").line(SCI, 2, "ana@x.org").line(SCI, 2));

        assertThat(after(stored, order("A").line(SCI, 1, "ana@x.org").line(SCI, 1)))
                .containsExactly(
                        "SCI-180 1/1 -> 1/1 ana@x.org",
                        "SCI-180 1/2 ends",
                        "SCI-180 2/1 -> 2/1 ",
                        "SCI-180 2/2 ends");
    }

    @Test
    void one_product_that_is_sold_for_several_courses_goes_by_course() {
        Map<String, String> math = Map.of("coursename", "MATH");
        List<SeatRow> stored = stored(order("A").line(SCI, 1).line(SCI, 1).with(math));

        assertThat(after(stored, order("A").line(SCI, 1).with(math)))
                .containsExactly("SCI-180 1/1 ends", "SCI-180 2/1 -> 1/2 ");
    }

    @Test
    void an_edited_catalogue_leaves_seats_where_they_are() {
        List<SeatRow> stored =
                stored(order("A").line(SCI, 1).line(SCI, 1)).stream()
                        .map(
                                seat ->
                                        seat.soldAs(
                                                Offer.in(
                                                        CourseName.shortName("OLD"),
                                                        Terms.unlimitedFrom(Instant.EPOCH),
                                                        "",
                                                        Ending.SUSPEND,
                                                        null)))
                        .toList();

        assertThat(after(stored, order("A").line(SCI, 1).as("2")))
                .containsExactly("SCI-180 1/1 ends", "SCI-180 2/1 -> 2/1 ");
    }

    @Test
    void who_is_named_instead_has_the_seat_with_his_number_and_one_that_is_to_spare_first() {
        List<SeatRow> stored = stored(order("A").line(SCI, 2, "jhon@x.org"));

        assertThat(after(stored, order("A").line(SCI, 2, "john@x.org", "kim@x.org")))
                .containsExactly("SCI-180 1/1 -> 1/1 john@x.org", "SCI-180 1/2 -> 1/2 kim@x.org");
        assertThat(after(stored, order("A").line(SCI, 2, "john@x.org")))
                .containsExactly("SCI-180 1/1 -> 1/1 ", "SCI-180 1/2 -> 1/2 john@x.org");
    }

    @Test
    void people_in_another_sequence_stay_where_they_are() {
        List<SeatRow> stored = stored(order("A").line(SCI, 3, "ana@x.org", "bo@x.org", "cy@x.org"));

        assertThat(after(stored, order("A").line(SCI, 3, "cy@x.org", "ana@x.org", "bo@x.org")))
                .containsExactly(
                        "SCI-180 1/1 -> 1/1 ana@x.org",
                        "SCI-180 1/2 -> 1/2 bo@x.org",
                        "SCI-180 1/3 -> 1/3 cy@x.org");
    }

    @Test
    void cancelled_seats_come_back_to_their_people_before_their_numbers() {
        List<SeatRow> stored =
                stored(order("A").line(SCI, 2, "ana@x.org", "bo@x.org")).stream()
                        .map(SeatRow::cancelled)
                        .toList();

        assertThat(after(stored, order("A").line(SCI, 2, "bo@x.org", "cy@x.org")))
                .containsExactly("SCI-180 1/1 -> 1/1 cy@x.org", "SCI-180 1/2 -> 1/2 bo@x.org");
    }

    @Test
    void what_was_left_to_somebody_is_not_taken_up_for_somebody_else() {
        List<SeatRow> stored =
                stored(order("A").line(SCI, 1, "ana@x.org")).stream()
                        .map(seat -> seat.as(SeatState.CANCELLED, SeatRow.KEPT))
                        .toList();

        assertThat(after(stored, order("A").line(SCI, 1, "bo@x.org")))
                .containsExactly("SCI-180 new 1/2 bo@x.org");
    }

    /** A line of an order: its id, whether it sells SCI, and who sits there, empty for nobody. */
    record Sold(int id, boolean science, List<String> people) {}

    @Provide
    Arbitrary<List<Sold>> orders() {
        Arbitrary<String> person = Arbitraries.of("", "a@x.org", "b@x.org", "c@x.org", "d@x.org");
        Arbitrary<Sold> line =
                Combinators.combine(
                                Arbitraries.integers().between(1, 4),
                                Arbitraries.of(true, false),
                                person.list().ofMinSize(1).ofMaxSize(4))
                        .as(Sold::new);
        return line.list().ofMaxSize(4).uniqueElements(Sold::id);
    }

    @Property(tries = 2000)
    void every_place_has_a_seat_and_nobody_loses_one_that_the_newer_event_still_names(
            @ForAll("orders") List<Sold> before, @ForAll("orders") List<Sold> after) {
        List<SeatRow> stored = stored(sold(before));
        List<SeatRow> planned = planned(sold(after));

        SeatMatching matching = SeatMatching.of(stored, planned);

        assertThat(matching.matches())
                .extracting(Match::planned)
                .as("every place once")
                .containsExactlyInAnyOrderElementsOf(planned);
        List<SeatRow> seats = matching.matches().stream().map(Match::seat).toList();
        assertThat(matching.matches())
                .allSatisfy(
                        match -> {
                            assertThat(match.seat().product()).isEqualTo(match.planned().product());
                            assertThat(match.seat().line()).isEqualTo(match.planned().line());
                        });
        List<Long> ids =
                Stream.concat(seats.stream(), matching.left().stream())
                        .map(SeatRow::id)
                        .filter(id -> id != 0)
                        .toList();
        assertThat(ids)
                .as("every seat once")
                .containsExactlyInAnyOrderElementsOf(stored.stream().map(SeatRow::id).toList());
        assertThat(places(seats, stored))
                .as("no number is given twice, not even on the way")
                .doesNotHaveDuplicates();
        stored.stream()
                .collect(groupingBy(SeatRow::product))
                .keySet()
                .forEach(
                        product ->
                                assertThat(sitters(seats, product))
                                        .as("who sits and is named stays")
                                        .containsAll(both(stored, planned, product)));
        long moreThanThere =
                Math.max(0, planned.stream().filter(of(SCI.code())).count())
                        - stored.stream().filter(of(SCI.code())).count();
        assertThat(seats.stream().filter(of(SCI.code())).filter(seat -> seat.id() == 0).count())
                .as("new seats only where there are too few")
                .isEqualTo(Math.max(0, moreThanThere));
    }

    private static Predicate<SeatRow> of(String product) {
        return seat -> seat.product().equals(product);
    }

    /** Where seats stand that were moved or made, and where all stood before. */
    private static List<String> places(List<SeatRow> seats, List<SeatRow> stored) {
        List<String> places = new ArrayList<>();
        stored.forEach(seat -> places.add(seat.line() + "/" + seat.number()));
        Set<SeatRow> unmoved = new HashSet<>(stored);
        seats.stream()
                .filter(seat -> !unmoved.contains(seat))
                .forEach(seat -> places.add(seat.line() + "/" + seat.number()));
        return places;
    }

    private static Set<String> sitters(List<SeatRow> seats, String product) {
        return seats.stream()
                .filter(of(product))
                .filter(seat -> seat.id() != 0)
                .map(SeatRow::personKey)
                .collect(toSet());
    }

    private static Set<String> both(List<SeatRow> stored, List<SeatRow> planned, String product) {
        Set<String> there = sitters(stored, product);
        there.retainAll(
                planned.stream().filter(of(product)).map(SeatRow::personKey).collect(toSet()));
        there.remove("");
        return there;
    }

    private static Orders sold(List<Sold> lines) {
        Orders order = order("A");
        for (Sold line : lines) {
            List<String> named = line.people.stream().filter(email -> !email.isEmpty()).toList();
            order.line(line.science ? SCI : TEACH, line.people.size(), named.toArray(String[]::new))
                    .as(String.valueOf(line.id));
        }
        return order;
    }

    /** As they are once Moodle shows them. */
    private static List<SeatRow> stored(Orders order) {
        List<SeatRow> stored = new ArrayList<>();
        for (SeatRow seat : planned(order)) {
            stored.add(
                    new SeatRow(
                            stored.size() + 1,
                            seat.line(),
                            seat.kind(),
                            seat.number(),
                            "R-" + stored.size(),
                            seat.product(),
                            seat.sitter(),
                            seat.offer(),
                            seat.role(),
                            seat.named() ? SeatState.ACTIVE : SeatState.UNASSIGNED,
                            "",
                            seat.named()));
        }
        return stored;
    }

    private static List<SeatRow> planned(Orders order) {
        return order.plan().seats().stream().map(SeatRow::of).toList();
    }

    /** What becomes of each, by product and place; a new person is the one who is planned. */
    private static List<String> after(List<SeatRow> stored, Orders newer) {
        SeatMatching matching = SeatMatching.of(stored, planned(newer));
        List<String> after = new ArrayList<>();
        for (Match match : matching.matches()) {
            SeatRow seat = match.seat();
            String from = seat.id() == 0 ? "new " : place(stored.get((int) seat.id() - 1)) + " -> ";
            Sitter sitter = match.planned().sitter();
            after.add(seat.product() + " " + from + place(seat) + " " + sitter.email());
        }
        matching.left().forEach(seat -> after.add(seat.product() + " " + place(seat) + " ends"));
        return after.stream().sorted().toList();
    }

    private static String place(SeatRow seat) {
        return seat.line() + "/" + seat.number();
    }
}
