package org.moodlegateway.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the seats of a product live on, as its {@code renewal} block says. Written down with each
 * seat, so that a changed catalogue changes nothing that was sold.
 *
 * @param period what one renewal adds
 * @param lead how long before the end a seat is renewed, or its renewal is asked for
 * @param reminders how long before the end people are reminded, in any order
 * @param grace how long a subscription that is active or on hold goes on after its end
 */
public record RenewalTerms(
        Mode mode,
        TemporalAmount period,
        TemporalAmount lead,
        List<TemporalAmount> reminders,
        Ending onExpiry,
        TemporalAmount grace) {
    public RenewalTerms {
        reminders = List.copyOf(reminders);
    }

    /** Who has a seat renewed. */
    public enum Mode {
        /** Somebody buys it; until then it is asked for once a period. */
        ON_ORDER,
        /** The gateway, {@code lead} before each end. */
        AUTOMATIC,
        /** The shop's subscription. */
        SUBSCRIPTION
    }

    /** {@code amount} before {@code end}, in the calendar of {@code zone}. */
    public static Instant before(Instant end, TemporalAmount amount, ZoneId zone) {
        return end.atZone(zone).minus(amount).toInstant();
    }

    /** {@code amount} after {@code start}, in the calendar of {@code zone}. */
    public static Instant after(Instant start, TemporalAmount amount, ZoneId zone) {
        return start.atZone(zone).plus(amount).toInstant();
    }

    /** One line that {@link #parse} reads back. */
    public String text() {
        return String.join(
                ";",
                mode.name().toLowerCase(Locale.ROOT),
                period.toString(),
                lead.toString(),
                reminders.stream().map(Object::toString).collect(Collectors.joining(",")),
                onExpiry.name().toLowerCase(Locale.ROOT),
                grace.toString());
    }

    /** Reads what {@link #text()} wrote. */
    public static RenewalTerms parse(String text) {
        String[] parts = text.split(";", -1);
        return new RenewalTerms(
                Mode.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                amount(parts[1]),
                amount(parts[2]),
                parts[3].isEmpty()
                        ? List.of()
                        : Arrays.stream(parts[3].split(",")).map(RenewalTerms::amount).toList(),
                Ending.valueOf(parts[4].toUpperCase(Locale.ROOT)),
                amount(parts[5]));
    }

    /** {@code P30D}, {@code P6M} in the calendar, {@code PT12H} to the second. */
    static TemporalAmount amount(String text) {
        return text.contains("T") ? Duration.parse(text) : Period.parse(text);
    }
}
