package org.moodlegateway.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.entitlement.Standing.Presence;
import org.moodlegateway.seat.Period;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StandingTest {
    private static final Instant START = Instant.parse("2026-01-15T09:30:00Z");
    private static final Instant END = Instant.parse("2026-07-14T09:30:00Z");

    /**
     * Ours, given, reported before, suspended, groups; there, active, roles, groups; what is wrong.
     */
    @ParameterizedTest
    @CsvSource({
        "student, student, '', false, 7,    true, true, student, 7,              ''",
        "student, student, '', false, '',   false, false, '', '',                removed-by-hand",
        "student, student, '', true, '',    false, false, '', '',                removed-by-hand",
        "student, student, '', false, '',   true, false, student, '',            suspended-by-hand",
        "student, student, '', true, '',    true, false, student, '',            ''",
        "student, student, '', true, '',    true, true, student, '',            "
                + " reactivated-by-hand",
        "student teacher, student teacher, '', false, '', true, true, student, '',"
                + " role-removed-by-hand:teacher",
        "student, student, '', false, '',   true, true, student manager, '',    "
                + " role-added-by-hand:manager",
        "student, student, manager, false, '', true, true, student manager, '',  ''",
        "student, student teacher, '', false, '', true, true, student teacher, '', ''",
        "student, student, '', false, 7 8,  true, true, student, 8 9,           "
                + " group-left-by-hand:7",
        "student, student, '', false, 7,    true, false, teacher, '', suspended-by-hand"
                + " role-removed-by-hand:student role-added-by-hand:teacher group-left-by-hand:7",
    })
    void what_was_changed_by_hand_is_named(
            String ours,
            String given,
            String reported,
            boolean suspended,
            String groups,
            boolean there,
            boolean active,
            String roles,
            String groupsThere,
            String wrong) {
        Standing standing =
                new Standing(
                        words(ours),
                        words(given),
                        words(reported),
                        new Period(START, END),
                        suspended,
                        ids(groups));
        Presence presence = new Presence(active, words(roles), ids(groupsThere));

        String found =
                standing.differences(there ? Optional.of(presence) : Optional.empty()).stream()
                        .map(
                                one ->
                                        one.drift().code()
                                                + (one.detail().isEmpty()
                                                        ? ""
                                                        : ":" + one.detail()))
                        .collect(Collectors.joining(" "));

        assertThat(found).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-15T09:29:59Z, false",
        "2026-01-15T09:31:00Z, false",
        "2026-01-15T09:33:00Z, true",
        "2026-07-14T09:27:00Z, true",
        "2026-07-14T09:29:00Z, false",
        "2026-07-14T09:30:01Z, false",
    })
    void nothing_is_judged_before_the_start_or_after_the_end(Instant now, boolean judged) {
        Standing standing =
                new Standing(
                        Set.of("student"),
                        Set.of("student"),
                        Set.of(),
                        new Period(START, END),
                        false,
                        Set.of());

        assertThat(standing.canBeJudged(now)).isEqualTo(judged);
    }

    @Test
    void what_never_ends_is_always_judged() {
        Standing standing =
                new Standing(
                        Set.of("student"),
                        Set.of("student"),
                        Set.of(),
                        new Period(START, Period.NO_END),
                        false,
                        Set.of());

        assertThat(standing.canBeJudged(Instant.parse("2090-01-01T00:00:00Z"))).isTrue();
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split(" "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Set<Long> ids(String text) {
        return Arrays.stream(text.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }
}
