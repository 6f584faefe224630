package org.moodlegateway.notice;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and lengths as people of one language read them. */
final class Dates {
    private final DateTimeFormatter format;
    private final boolean french;

    Dates(String language, ZoneId zone) {
        french = language.equals("fr");
        format =
                DateTimeFormatter.ofPattern(
                                french ? "d MMMM uuuu 'à' HH:mm" : "d MMMM uuuu, HH:mm",
                                Locale.forLanguageTag(language))
                        .withZone(zone);
    }

    /** Empty for null. */
    String of(Instant instant) {
        return instant == null ? "" : format.format(instant);
    }

    /** A time or length of a fact as people read it; anything else as it is. */
    String of(String text) {
        try {
            if (text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
                return of(Instant.parse(text));
            }
            if (text.matches("P[0-9YMWDTHS.]+")) {
                return text.contains("T") ? hours(Duration.parse(text)) : days(Period.parse(text));
            }
        } catch (DateTimeException e) {
            // it only looks like one
            return text;
        }
        return text;
    }

    private String hours(Duration length) {
        boolean whole = length.toHoursPart() == 0 && length.toDays() > 0;
        return whole
                ? days(Period.ofDays((int) length.toDays()))
                : counted(length.toHours(), "hour", "heure");
    }

    private String days(Period period) {
        if (period.toTotalMonths() > 0 && period.getDays() == 0) {
            long months = period.toTotalMonths();
            return french ? months + " mois" : counted(months, "month", "");
        }
        return counted(period.toTotalMonths() * 30 + period.getDays(), "day", "jour");
    }

    private String counted(long many, String english, String inFrench) {
        return many + " " + (french ? inFrench : english) + (many == 1 ? "" : "s");
    }
}
