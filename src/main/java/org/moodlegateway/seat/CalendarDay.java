package org.moodlegateway.seat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Days as people write them, and the first and last second of each, whatever clocks do on it. */
final class CalendarDay {
    private static final List<DateTimeFormatter> WRITTEN =
            List.of(formatter("uuuu-MM-dd"), formatter("d/M/uuuu"));

    private CalendarDay() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Of {@code 2026-12-31} or {@code 31/12/2026}; empty for what is neither. */
    static Optional<LocalDate> parse(String text) {
        for (DateTimeFormatter written : WRITTEN) {
            try {
                return Optional.of(LocalDate.parse(text, written));
            } catch (DateTimeException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Of {@code 2026-12-31T08:00:00+01:00}; empty for what is no such time. */
    static Optional<Instant> withOffset(String text) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** 00:00:00, or the first second there is. */
    static Instant first(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** 23:59:59, the later one if clocks go back at midnight. */
    static Instant last(LocalDate day, ZoneId zone) {
        return first(day.plusDays(1), zone).minusSeconds(1);
    }
}
