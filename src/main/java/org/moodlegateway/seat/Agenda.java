package org.moodlegateway.seat;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.catalogue.RenewalTerms.Mode;
import org.moodlegateway.order.SubscriptionStatus;

/**
 * What is to be done for one seat, and when. Pure: it knows no now but the one it is given, and
 * once what was due is done and written down, nothing is due.
 *
 * <p>The seat must be live: one that is over, cancelled or nobody's has no agenda.
 *
 * @param end of what is paid for; null for none, and then there is nothing to do
 * @param remindedUpTo reminders that fell due up to then were seen to; null for none
 * @param askedFor the end for which renewal was asked for last; null for none
 * @param status of its subscription; null if the shop said nothing of it, which reads as active
 * @param zone where days and months are counted
 */
public record Agenda(
        RenewalTerms terms,
        Instant end,
        Instant remindedUpTo,
        Instant askedFor,
        SubscriptionStatus status,
        ZoneId zone) {
    /** After a long outage with short periods, the rest is caught up in the next step. */
    private static final int MOST_AT_ONCE = 1000;

    /** The earliest moment at which something is due. */
    public Optional<Instant> next() {
        if (end == null) {
            return Optional.empty();
        }
        return Stream.of(
                        renewal(),
                        question(),
                        reminders().map(Reminder::at).min(naturalOrder()),
                        expiry())
                .flatMap(Optional::stream)
                .min(naturalOrder());
    }

    /**
     * What is due at {@code now}, in the order to do it. A seat that is renewed or over is not
     * reminded of; of several reminders only the newest is due.
     */
    public List<Due> due(Instant now) {
        if (end == null) {
            return List.of();
        }
        if (renewal().isPresent()) {
            List<Due> extensions = extensions(now);
            if (!extensions.isEmpty()) {
                return extensions;
            }
        } else if (isDue(expiry(), now)) {
            return List.of(new Due.Expire(end));
        }
        List<Due> due = new ArrayList<>();
        if (isDue(question(), now)) {
            due.add(new Due.AskForRenewal(end));
        }
        reminders()
                .filter(reminder -> !reminder.at.isAfter(now))
                .max(comparing(Reminder::at))
                .ifPresent(reminder -> due.add(new Due.Remind(end, reminder.offset)));
        return due;
    }

    /**
     * The end that Moodle must show: that of what is paid for, and the grace of a subscription that
     * may still be paid. Grace is never what more time counts from.
     */
    public Optional<Instant> shownEnd() {
        boolean grace = terms.mode() == Mode.SUBSCRIPTION && (status == null || status.goesOn());
        return Optional.ofNullable(end)
                .map(paid -> grace ? RenewalTerms.after(paid, terms.grace(), zone) : paid);
    }

    private record Reminder(Instant at, TemporalAmount offset) {}

    private Optional<Instant> renewal() {
        return terms.mode() == Mode.AUTOMATIC ? Optional.of(leadOf(end)) : Optional.empty();
    }

    private Optional<Instant> question() {
        boolean someoneMustPay =
                terms.mode() == Mode.ON_ORDER
                        || (terms.mode() == Mode.SUBSCRIPTION
                                && status == SubscriptionStatus.ON_HOLD);
        return someoneMustPay && !end.equals(askedFor)
                ? Optional.of(leadOf(end))
                : Optional.empty();
    }

    private Stream<Reminder> reminders() {
        return terms.reminders().stream()
                .distinct()
                .map(offset -> new Reminder(RenewalTerms.before(end, offset, zone), offset))
                .filter(reminder -> remindedUpTo == null || reminder.at.isAfter(remindedUpTo));
    }

    private Optional<Instant> expiry() {
        return terms.mode() == Mode.AUTOMATIC ? Optional.empty() : shownEnd();
    }

    private Instant leadOf(Instant anEnd) {
        return RenewalTerms.before(anEnd, terms.lead(), zone);
    }

    /** One a period, until the end is so far away that no other is due. */
    private List<Due> extensions(Instant now) {
        List<Due> extensions = new ArrayList<>();
        Length period = Length.of(terms.period());
        Instant reached = end;
        while (!leadOf(reached).isAfter(now) && extensions.size() < MOST_AT_ONCE) {
            extensions.add(new Due.Extend(reached, terms.period()));
            reached = period.times(extensions.size()).endFrom(end, zone);
        }
        return extensions;
    }

    private static boolean isDue(Optional<Instant> moment, Instant now) {
        return moment.isPresent() && !moment.get().isAfter(now);
    }
}
