package org.moodlegateway.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.moodlegateway.seat.Period;

/** Times for people: UTC, to the second. */
final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Times() {}

    static String text(Instant instant) {
        return instant.equals(Period.NO_END) ? "no end" : FORMAT.format(instant);
    }

    /** The date alone. */
    static String day(Instant instant) {
        return text(instant).substring(0, 10);
    }

    /** As Moodle keeps it; 0 reads as the word given, null as a dash. */
    static String ofSeconds(Long seconds, String none) {
        if (seconds == null) {
            return "-";
        }
        return seconds == 0 ? none : FORMAT.format(Instant.ofEpochSecond(seconds));
    }
}
