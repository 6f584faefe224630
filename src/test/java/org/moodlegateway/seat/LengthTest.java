package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LengthTest {

    static Stream<Length> lengths() {
        return Stream.of(
                new Length.Unlimited(),
                Length.days(365),
                Length.days(1),
                new Length.Lasting(Duration.ofDays(180)),
                new Length.Lasting(Duration.ofDays(7).plusHours(10)),
                new Length.Lasting(Duration.ofHours(1)),
                new Length.Until(Instant.parse("2026-01-15T09:30:00Z")),
                new Length.Until(Instant.parse("9999-12-31T23:59:59Z")),
                new Length.Until(Instant.EPOCH.plusSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void what_is_written_is_read_back_equal(Length length) {
        assertThat(Length.parse(length.text())).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        // spring forward, fall back, a start inside the gap of next year, and leap days
        "2026-03-28T11:00:00Z, 365, Europe/Paris,     2027-03-28T10:00:00Z",
        "2026-10-24T10:00:00Z, 1,   Europe/Paris,     2026-10-25T11:00:00Z",
        "2026-03-28T01:30:00Z, 1,   Europe/Paris,     2026-03-29T01:30:00Z",
        "2025-03-29T01:30:00Z, 365, Europe/Paris,     2026-03-29T01:30:00Z",
        "2026-04-04T15:00:00Z, 1,   Australia/Sydney, 2026-04-05T16:00:00Z",
        "2026-03-07T12:00:00Z, 1,   America/New_York, 2026-03-08T11:00:00Z",
        "2024-02-29T12:00:00Z, 365, UTC,              2025-02-28T12:00:00Z",
        "2027-03-01T12:00:00Z, 365, UTC,              2028-02-29T12:00:00Z",
        "2037-12-31T23:59:59Z, 365, UTC,              2038-12-31T23:59:59Z",
        "2026-01-15T09:30:00Z, 365, Asia/Kolkata,     2027-01-15T09:30:00Z",
    })
    void calendar_days_keep_the_time_of_day(Instant start, int days, ZoneId zone, Instant end) {
        assertThat(Length.days(days).endFrom(start, zone)).isEqualTo(end);
    }

    @Test
    void days_of_24_hours_know_no_zone() {
        Instant start = Instant.parse("2026-03-28T11:00:00Z");
        Length day = new Length.Lasting(Duration.ofDays(1));

        assertThat(day.endFrom(start, ZoneId.of("Europe/Paris")))
                .isEqualTo(Instant.parse("2026-03-29T11:00:00Z"));
    }
}
