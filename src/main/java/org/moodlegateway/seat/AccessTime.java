package org.moodlegateway.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.seat.Parameters.Given;

/**
 * What the parameters of an enrolling handler say about time. The end is the first that applies: an
 * absolute {@code endtime}, a relative one, {@code duration}, a year if the product is renewable,
 * none.
 */
final class AccessTime {
    private static final int RENEWABLE_DAYS = 365;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** {@code +7D}, {@code +10H}, or both, in any order, with or without spaces. */
    private static final Pattern AFTER_START =
            Pattern.compile(
                    "\\+(?<days>[0-9]{1,7})D(?:\\s*\\+(?<hours>[0-9]{1,9})H)?"
                            + "|\\+(?<hoursFirst>[0-9]{1,9})H(?:\\s*\\+(?<daysLast>[0-9]{1,7})D)?");

    private final Parameters parameters;
    private final boolean renewable;
    private final ZoneId zone;

    AccessTime(Parameters parameters, boolean renewable, ZoneId zone) {
        this.parameters = parameters;
        this.renewable = renewable;
        this.zone = zone;
    }

    Terms terms(Instant purchasedAt) {
        Instant start =
                parameters
                        .find(Parameter.START_TIME)
                        .map(this::timestamp)
                        .orElseGet(() -> purchasedAt.truncatedTo(ChronoUnit.SECONDS));
        return new Terms(
                start,
                length(start),
                parameters.flag(Parameter.NOT_BEFORE_COURSE),
                parameters.flag(Parameter.START_ON_ASSIGN));
    }

    /** What one renewal adds: the period of the product's renewal, else what the product sells. */
    Length more(Product product, Instant purchasedAt) {
        Length sold = terms(purchasedAt).length();
        return product.renewal()
                .map(RenewalTerms::period)
                .filter(period -> !period.equals(java.time.Period.ZERO))
                .map(Length::of)
                .orElse(sold);
    }

    private Instant timestamp(Given time) {
        if (!time.value().matches("[0-9]+")) {
            throw parameters.invalid(time, "is not a Unix timestamp");
        }
        return instant(time);
    }

    private Instant instant(Given digits) {
        boolean sane =
                digits.value().length() <= 18
                        && Long.parseLong(digits.value()) <= LAST.getEpochSecond();
        if (!sane) {
            throw parameters.invalid(
                    digits, "is after the year 9999, a Unix timestamp counts seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(digits.value()));
    }

    private Length length(Instant start) {
        // Both are read, so that a wrong one never hides behind the other.
        Optional<Length> byEnd = length(Parameter.END_TIME, start);
        Optional<Length> byDuration = length(Parameter.DURATION, start);
        return byEnd.or(() -> byDuration)
                .orElseGet(() -> renewable ? Length.days(RENEWABLE_DAYS) : new Length.Unlimited());
    }

    private Optional<Length> length(Parameter parameter, Instant start) {
        Optional<Given> given = parameters.find(parameter);
        Optional<Length> length =
                given.map(parameter == Parameter.DURATION ? this::duration : this::endTime);
        length.ifPresent(readable -> refuseUnlessPeriod(given.get(), start, readable));
        return length;
    }

    private Length duration(Given days) {
        if (!days.value().matches("[0-9]+")) {
            throw parameters.invalid(days, "is not a whole number of days");
        }
        if (days.value().matches("0+")) {
            throw parameters.invalid(days, "is less than one day");
        }
        if (days.value().length() > 9) {
            throw parameters.invalid(days, "ends after the year 9999");
        }
        return new Length.Lasting(Duration.ofDays(Long.parseLong(days.value())));
    }

    private Length endTime(Given end) {
        if (end.value().matches("[0-9]+")) {
            return new Length.Until(instant(end));
        }
        Matcher relative = AFTER_START.matcher(end.value());
        if (!relative.matches()) {
            throw parameters.invalid(
                    end, "is neither a Unix timestamp nor a time after the start like +7D +10H");
        }
        long days = number(relative, "days") + number(relative, "daysLast");
        long hours = number(relative, "hours") + number(relative, "hoursFirst");
        if (days + hours == 0) {
            throw parameters.invalid(end, "is no time after the start");
        }
        return new Length.Lasting(Duration.ofDays(days).plusHours(hours));
    }

    private static long number(Matcher matcher, String group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    private void refuseUnlessPeriod(Given given, Instant start, Length length) {
        Instant end = length.endFrom(start, zone);
        if (!end.isAfter(start)) {
            throw parameters.invalid(given, "ends the seat no later than it starts, at " + start);
        }
        if (end.isAfter(LAST)) {
            throw parameters.invalid(given, "ends after the year 9999");
        }
    }
}
