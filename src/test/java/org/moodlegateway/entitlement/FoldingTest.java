package org.moodlegateway.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.seat.Period;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FoldingTest {

    @Test
    void no_seat_is_no_wish() {
        assertThat(Folding.fold(List.of(), at(0))).isEmpty();
    }

    @Test
    void periods_that_overlap_merge_and_roles_add_up() {
        Wish wish = fold(50, seat("student", 0, 100), seat("teacher", 40, 200));

        assertThat(wish.period()).isEqualTo(period(0, 200));
        assertThat(wish.roles()).containsExactly("student", "teacher");
        assertThat(wish.foldAgainAt()).isEmpty();
    }

    @Test
    void periods_that_touch_merge() {
        assertThat(fold(50, seat("student", 0, 100), seat("student", 100, 200)).period())
                .isEqualTo(period(0, 200));
    }

    @Test
    void no_end_wins() {
        Wish wish =
                fold(
                        50,
                        new Grant("student", new Period(at(0), Period.NO_END)),
                        seat("student", 10, 20));

        assertThat(wish.period().hasEnd()).isFalse();
    }

    @Test
    void behind_a_gap_the_running_period_is_shown_and_the_next_one_follows_at_its_end() {
        Wish wish = fold(50, seat("teacher", 200, 300), seat("student", 0, 100));

        assertThat(wish.period()).isEqualTo(period(0, 100));
        assertThat(wish.roles()).containsExactly("student");
        assertThat(wish.foldAgainAt()).contains(at(100));
        assertThat(fold(100, seat("teacher", 200, 300), seat("student", 0, 100)).period())
                .isEqualTo(period(200, 300));
    }

    @Test
    void when_all_is_past_the_last_period_is_shown() {
        Wish wish = fold(999, seat("student", 0, 100), seat("student", 200, 300));

        assertThat(wish.period()).isEqualTo(period(200, 300));
        assertThat(wish.foldAgainAt()).isEmpty();
    }

    @Property(tries = 500)
    void the_order_of_seats_does_not_matter(@ForAll("seats") List<Grant> seats, @ForAll long seed) {
        List<Grant> shuffled = new ArrayList<>(seats);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(Folding.fold(shuffled, at(500))).isEqualTo(Folding.fold(seats, at(500)));
    }

    @Property(tries = 500)
    void who_may_be_in_the_course_now_is_exactly_who_paid_for_now(
            @ForAll("seats") List<Grant> seats, @ForAll("seconds") long now) {
        boolean paid = seats.stream().anyMatch(seat -> seat.period().contains(at(now)));
        boolean shown =
                Folding.fold(seats, at(now))
                        .map(wish -> wish.period().contains(at(now)))
                        .orElse(false);

        assertThat(shown).isEqualTo(paid);
    }

    @Property(tries = 500)
    void one_more_seat_never_shortens_what_is_running(
            @ForAll("seats") List<Grant> seats, @ForAll("seat") Grant more) {
        Folding.fold(seats, at(500))
                .filter(before -> before.period().contains(at(500)))
                .ifPresent(
                        before -> {
                            List<Grant> all = new ArrayList<>(seats);
                            all.add(more);
                            Period after = Folding.fold(all, at(500)).orElseThrow().period();
                            assertThat(after.endExclusive())
                                    .isAfterOrEqualTo(before.period().endExclusive());
                            assertThat(after.startInclusive())
                                    .isBeforeOrEqualTo(before.period().startInclusive());
                        });
    }

    @Provide
    Arbitrary<Long> seconds() {
        return Arbitraries.longs().between(0, 1000);
    }

    @Provide
    Arbitrary<Grant> seat() {
        return Combinators.combine(
                        Arbitraries.of("student", "teacher"),
                        Arbitraries.longs().between(0, 1000),
                        Arbitraries.longs().between(1, 300))
                .as((role, start, length) -> seat(role, start, start + length));
    }

    @Provide
    Arbitrary<List<Grant>> seats() {
        return seat().list().ofMaxSize(6);
    }

    private static Wish fold(long now, Grant... grants) {
        return Folding.fold(List.of(grants), at(now)).orElseThrow();
    }

    private static Grant seat(String role, long start, long end) {
        return new Grant(role, period(start, end));
    }

    private static Period period(long start, long end) {
        return new Period(at(start), at(end));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
