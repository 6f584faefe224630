package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExtensionsTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Instant END = Instant.parse("2026-06-30T10:00:00Z");

    @Example
    void time_bought_before_the_end_counts_from_the_end() {
        assertThat(end(END, bought("2026-06-01T00:00:00Z", Length.days(180))))
                .isEqualTo("2026-12-27T11:00:00Z");
        assertThat(
                        end(
                                END,
                                bought(
                                        "2026-06-01T00:00:00Z",
                                        new Length.Lasting(Duration.ofDays(180)))))
                .isEqualTo("2026-12-27T10:00:00Z");
    }

    @Example
    void time_bought_after_the_end_counts_from_its_purchase() {
        assertThat(
                        end(
                                END,
                                bought(
                                        "2026-07-20T08:00:00Z",
                                        new Length.Lasting(Duration.ofDays(10)))))
                .isEqualTo("2026-07-30T08:00:00Z");
    }

    @Example
    void several_count_one_after_the_other() {
        Extension early = bought("2026-06-01T00:00:00Z", new Length.Lasting(Duration.ofDays(10)));
        Extension late = bought("2026-08-01T00:00:00Z", new Length.Lasting(Duration.ofDays(10)));

        assertThat(end(END, early, early)).isEqualTo("2026-07-20T10:00:00Z");
        assertThat(end(END, early, late)).isEqualTo("2026-08-11T00:00:00Z");
    }

    @Example
    void no_end_stays_no_end() {
        Extension fixed = bought("2026-06-01T00:00:00Z", new Length.Until(END));

        assertThat(end(org.moodlegateway.seat.Period.NO_END, fixed))
                .isEqualTo(org.moodlegateway.seat.Period.NO_END);
        assertThat(end(END, bought("2026-06-01T00:00:00Z", new Length.Unlimited())))
                .isEqualTo(org.moodlegateway.seat.Period.NO_END);
    }

    @Example
    void a_fixed_end_that_is_passed_already_takes_nothing_away() {
        Extension past =
                bought(
                        "2026-06-01T00:00:00Z",
                        new Length.Until(Instant.parse("2026-06-15T00:00:00Z")));
        Extension later =
                bought(
                        "2026-06-01T00:00:00Z",
                        new Length.Until(Instant.parse("2026-07-15T00:00:00Z")));
        Extension more = bought("2026-06-02T00:00:00Z", new Length.Lasting(Duration.ofDays(1)));

        assertThat(end(END, past)).isEqualTo(END);
        assertThat(end(END, later)).isEqualTo("2026-07-15T00:00:00Z");
        assertThat(end(END, later, more)).isEqualTo("2026-07-16T00:00:00Z");
    }

    @Example
    void a_monthly_seat_keeps_its_day_beyond_a_short_month() {
        Instant last = Instant.parse("2026-01-31T09:30:00Z");
        Extension month = bought("2026-01-01T00:00:00Z", new Length.Calendar(Period.ofMonths(1)));

        assertThat(Extensions.end(last, List.of(month), ZoneId.of("UTC")))
                .isEqualTo("2026-02-28T09:30:00Z");
        assertThat(Extensions.end(last, List.of(month, month), ZoneId.of("UTC")))
                .isEqualTo("2026-03-31T09:30:00Z");
    }

    @Example
    void nothing_ends_after_the_year_9999() {
        Extension ages = bought("2026-01-01T00:00:00Z", Length.days(Integer.MAX_VALUE));

        assertThat(end(END, ages, ages, ages)).isEqualTo("9999-12-31T23:59:59Z");
    }

    @Property
    void the_order_in_which_they_become_known_makes_no_difference(
            @ForAll("ends") Instant base,
            @ForAll("extensions") List<Extension> extensions,
            @ForAll Random random) {
        List<Extension> shuffled = new ArrayList<>(extensions);
        Collections.shuffle(shuffled, random);

        assertThat(Extensions.end(base, shuffled, PARIS))
                .isEqualTo(Extensions.end(base, extensions, PARIS));
    }

    @Property(tries = 5000)
    void one_more_never_shortens(
            @ForAll("ends") Instant base,
            @ForAll("extensions") List<Extension> extensions,
            @ForAll("extension") Extension one) {
        List<Extension> more = Stream.concat(extensions.stream(), Stream.of(one)).toList();

        assertThat(Extensions.end(base, more, PARIS))
                .isAfterOrEqualTo(Extensions.end(base, extensions, PARIS));
    }

    @Property
    void what_is_added_is_never_less_than_was_bought(
            @ForAll("ends") Instant base, @ForAll("extensions") List<Extension> extensions) {
        Instant end = Extensions.end(base, extensions, PARIS);

        assertThat(end).isAfterOrEqualTo(base);
        assertThat(extensions)
                .allSatisfy(
                        each ->
                                assertThat(end)
                                        .isAfterOrEqualTo(
                                                each.length().endFrom(each.from(), PARIS)));
    }

    @Property
    void an_exact_length_counts_from_the_later_of_purchase_and_end(
            @ForAll("ends") Instant base,
            @ForAll("ends") Instant from,
            @ForAll("lasting") Length length) {
        Instant start = from.isAfter(base) ? from : base;

        assertThat(Extensions.end(base, List.of(new Extension(from, length)), PARIS))
                .isEqualTo(length.endFrom(start, PARIS));
    }

    @Provide
    Arbitrary<Instant> ends() {
        long from = Instant.parse("2026-01-28T00:00:00Z").getEpochSecond();
        long to = Instant.parse("2027-04-02T00:00:00Z").getEpochSecond();
        return Arbitraries.longs().between(from, to).map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<Length> lasting() {
        return Arbitraries.integers()
                .between(1, 24 * 90)
                .map(hours -> new Length.Lasting(Duration.ofHours(hours)));
    }

    @Provide
    Arbitrary<Extension> extension() {
        Arbitrary<Length> calendar =
                Combinators.combine(
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.integers().between(0, 40))
                        .as((months, days) -> new Length.Calendar(Period.of(0, months, days)));
        Arbitrary<Length> until = ends().map(Length.Until::new);
        return Combinators.combine(ends(), Arbitraries.oneOf(lasting(), calendar, until))
                .as(Extension::new);
    }

    @Provide
    Arbitrary<List<Extension>> extensions() {
        return extension().list().ofMaxSize(6);
    }

    private static Instant end(Instant base, Extension... extensions) {
        return Extensions.end(base, List.of(extensions), PARIS);
    }

    private static Extension bought(String at, Length length) {
        return new Extension(Instant.parse(at), length);
    }
}
