package org.moodlegateway.seat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.seat.Parameters.Given;

/**
 * What the parameters of an enrolling handler say about time. The end is the first that applies:
 * {@code endtime}, be it absolute, relative or the end of the course, {@code duration}, a year if
 * the product is renewable, none.
 */
final class AccessTime {
    private static final int RENEWABLE_DAYS = 365;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** {@code +7D}, {@code +10H}, or both, in any order, with or without spaces. */
    private static final Pattern AFTER_START =
            Pattern.compile(
                    "\\+(?<days>[0-9]{1,7})D(?:\\s*\\+(?<hours>[0-9]{1,9})H)?"
                            + "|\\+(?<hoursFirst>[0-9]{1,9})H(?:\\s*\\+(?<daysLast>[0-9]{1,7})D)?");

    /** {@code +1Y}, {@code +1M}, or both. */
    private static final Pattern CALENDAR_AFTER_START =
            Pattern.compile(
                    "\\+(?<years>[0-9]{1,4})Y(?:\\s*\\+(?<months>[0-9]{1,5})M)?"
                            + "|\\+(?<monthsFirst>[0-9]{1,5})M(?:\\s*\\+(?<yearsLast>[0-9]{1,4})Y)?");

    private static final String END_OF_COURSE = "endofcourse";

    private final Parameters parameters;
    private final Product product;
    private final ZoneId zone;

    /** {@code zone} is where the days of products are that have no zone of their own. */
    AccessTime(Parameters parameters, Product product, ZoneId zone) {
        this.parameters = parameters;
        this.product = product;
        this.zone = product.zone().orElse(zone);
    }

    Terms terms(Instant purchasedAt) {
        Instant start =
                parameters
                        .find(Parameter.START_TIME)
                        .map(this::startTime)
                        .orElseGet(() -> purchasedAt.truncatedTo(ChronoUnit.SECONDS));
        Length length = length(start);
        return new Terms(
                start,
                notAfterCourse() ? new Length.NotAfterCourse(length) : length,
                parameters.flag(Parameter.NOT_BEFORE_COURSE),
                parameters.flag(Parameter.START_ON_ASSIGN));
    }

    private boolean notAfterCourse() {
        boolean capped = parameters.flag(Parameter.NOT_AFTER_COURSE);
        boolean automatic =
                product.renewal()
                        .filter(terms -> terms.mode() == RenewalTerms.Mode.AUTOMATIC)
                        .isPresent();
        if (capped && automatic) {
            throw parameters.refused(
                    parameters.find(Parameter.NOT_AFTER_COURSE).orElseThrow(),
                    "parameter-conflict",
                    "ends what renewal mode automatic would never let end");
        }
        return capped;
    }

    /** What one renewal adds: the period of the product's renewal, else what the product sells. */
    Length more(Instant purchasedAt) {
        Length sold = terms(purchasedAt).length();
        return product.renewal()
                .map(RenewalTerms::period)
                .filter(period -> !period.equals(java.time.Period.ZERO))
                .map(this::counted)
                .orElse(sold);
    }

    private Length counted(TemporalAmount amount) {
        return product.zone().isPresent() && amount instanceof java.time.Period period
                ? new Length.ZonedCalendar(period, zone)
                : Length.of(amount);
    }

    private Instant startTime(Given time) {
        return moment(time, CalendarDay::first)
                .orElseThrow(
                        () ->
                                parameters.invalid(
                                        time,
                                        "is neither a Unix timestamp nor a date like 2026-12-31,"
                                                + " 31/12/2026 or 2026-12-31T08:00:00+01:00"));
    }

    /** A Unix timestamp, or a date; empty if it is neither. */
    private Optional<Instant> moment(Given time, BiFunction<LocalDate, ZoneId, Instant> ofDay) {
        if (time.value().matches("[0-9]+")) {
            return Optional.of(instant(time));
        }
        Optional<Instant> moment =
                CalendarDay.parse(time.value())
                        .map(day -> ofDay.apply(day, zone))
                        .or(() -> CalendarDay.withOffset(time.value()));
        if (moment.isPresent()
                && (moment.get().isBefore(Instant.EPOCH) || moment.get().isAfter(LAST))) {
            throw parameters.invalid(time, "is not between the years 1970 and 9999");
        }
        return moment;
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
                .orElseGet(
                        () ->
                                product.renewable()
                                        ? counted(java.time.Period.ofDays(RENEWABLE_DAYS))
                                        : new Length.Unlimited());
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
        if (end.value().equals(END_OF_COURSE)) {
            return new Length.UntilCourseEnds();
        }
        if (end.value().startsWith("+")) {
            return afterStart(end);
        }
        return moment(end, CalendarDay::last)
                .map(Length.Until::new)
                .orElseThrow(() -> unreadable(end));
    }

    private Length afterStart(Given end) {
        Matcher exact = AFTER_START.matcher(end.value());
        Matcher calendar = CALENDAR_AFTER_START.matcher(end.value());
        if (calendar.matches()) {
            int years = (int) (number(calendar, "years") + number(calendar, "yearsLast"));
            int months = (int) (number(calendar, "months") + number(calendar, "monthsFirst"));
            if (years + months == 0) {
                throw parameters.invalid(end, "is no time after the start");
            }
            return counted(java.time.Period.of(years, months, 0));
        }
        if (!exact.matches()) {
            throw unreadable(end);
        }
        long days = number(exact, "days") + number(exact, "daysLast");
        long hours = number(exact, "hours") + number(exact, "hoursFirst");
        if (days + hours == 0) {
            throw parameters.invalid(end, "is no time after the start");
        }
        return new Length.Lasting(Duration.ofDays(days).plusHours(hours));
    }

    private OrderRejectedException unreadable(Given end) {
        return parameters.invalid(
                end,
                "is neither a Unix timestamp nor a date like 2026-12-31 or 31/12/2026, nor a time"
                        + " after the start like +7D +10H, +1M or +1Y, nor endofcourse");
    }

    private static long number(Matcher matcher, String group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    private void refuseUnlessPeriod(Given given, Instant start, Length length) {
        Instant end = length.endFrom(start, zone);
        if (!end.isAfter(start)) {
            throw parameters.invalid(given, "ends the seat no later than it starts, at " + start);
        }
        if (end.isAfter(LAST) && !length.dependsOnCourse()) {
            throw parameters.invalid(given, "ends after the year 9999");
        }
    }
}
