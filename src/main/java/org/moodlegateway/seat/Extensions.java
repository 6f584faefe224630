package org.moodlegateway.seat;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/**
 * The end of a seat with all the time that was added to it. It depends on what was added, never on
 * when it became known: one more extension never gives an earlier end, not even one that was bought
 * before others and arrives after them.
 *
 * <p>In the order in which they were bought, each counts from the later of its own date and the end
 * so far. Unbroken time is added up before it is counted, months first, so a monthly seat that ends
 * on the 31st ends on a 31st again after a short month.
 */
public final class Extensions {
    /** By date; which of two of the same moment comes first makes no difference to the sum. */
    private static final Comparator<Extension> AS_BOUGHT =
            comparing(Extension::from).thenComparing(extension -> extension.length().text());

    private Extensions() {}

    /**
     * The end of a seat whose order ends it at {@code baseEnd}.
     *
     * @param baseEnd {@link Period#NO_END} for none, which stays none
     * @param extensions those in force, in any order
     */
    public static Instant end(Instant baseEnd, List<Extension> extensions, ZoneId zone) {
        if (baseEnd.equals(Period.NO_END)) {
            return Period.NO_END;
        }
        List<Extension> bought = extensions.stream().sorted(AS_BOUGHT).toList();
        Instant end = Sum.of(bought).after(baseEnd, zone);
        for (int i = 0; i < bought.size(); i++) {
            end = later(end, endFrom(bought.subList(i, bought.size()), zone));
        }
        return end;
    }

    /** The end if nothing before the first of these had lasted until it. */
    private static Instant endFrom(List<Extension> bought, ZoneId zone) {
        Extension first = bought.get(0);
        Instant start = first.length() instanceof Length.Until until ? until.end() : first.from();
        return Sum.of(bought).after(start, zone);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Time without a gap, in a zone of its own if one of the lengths has one. A fixed end has no
     * length of its own: time goes on from it. Nothing ends after the year 9999 but what never
     * ends.
     */
    private record Sum(long months, long days, Duration exact, boolean unlimited, ZoneId own) {
        private static final long MOST_DAYS = 8_000L * 366;
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

        static Sum of(List<Extension> extensions) {
            Sum sum = new Sum(0, 0, Duration.ZERO, false, null);
            for (Extension extension : extensions) {
                sum = sum.plus(extension.length());
            }
            return sum;
        }

        private Sum plus(Length length) {
            if (length instanceof Length.NotAfterCourse capped) {
                return plus(capped.length());
            }
            if (length instanceof Length.Calendar added) {
                return plus(added.period(), own);
            }
            if (length instanceof Length.ZonedCalendar added) {
                return plus(added.period(), added.own());
            }
            if (length instanceof Length.Lasting added) {
                return new Sum(months, days, exact.plus(added.duration()), unlimited, own);
            }
            boolean endless = length instanceof Length.Unlimited;
            return endless ? new Sum(months, days, exact, true, own) : this;
        }

        private Sum plus(java.time.Period period, ZoneId zone) {
            return new Sum(
                    months + period.toTotalMonths(),
                    days + period.getDays(),
                    exact,
                    unlimited,
                    zone);
        }

        Instant after(Instant start, ZoneId zone) {
            if (unlimited) {
                return Period.NO_END;
            }
            boolean sane =
                    months <= MOST_DAYS / 31 && days <= MOST_DAYS && exact.toDays() <= MOST_DAYS;
            Instant end =
                    sane
                            ? start.atZone(own == null ? zone : own)
                                    .plusMonths(months)
                                    .plusDays(days)
                                    .toInstant()
                                    .plus(exact)
                            : LAST;
            return end.isAfter(LAST) ? LAST : end;
        }
    }
}
