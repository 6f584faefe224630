package org.moodlegateway.order;

import java.util.List;
import java.util.Optional;

/**
 * Puts one more event to what is known of an order. Pure, and the same for every sequence in which
 * the events come.
 *
 * <p>Who sits on a line, and how many of it are refunded, is what the newest event said that had
 * the line and said it. An event that had lines, but not this one, ends that: what comes back
 * begins anew. For that each of the two keeps the stamp of the event that decided it.
 */
final class Completion {
    private final Order known;
    private final Order event;
    private final Order newest;

    private Completion(Order known, Order event) {
        this.known = known;
        this.event = event;
        this.newest = known.stamp().isAfter(event.stamp()) ? known : event;
    }

    static Order of(Order known, Order event) {
        return new Completion(known, event).order();
    }

    private Order order() {
        if (event.linesAsSaid() == null) {
            return with(known.linesAsSaid(), linesFrom());
        }
        if (known.linesAsSaid() == null) {
            return with(event.linesAsSaid(), event.stamp());
        }
        return linesFrom().isAfter(event.stamp())
                ? with(known.lines().stream().map(this::filled).toList(), linesFrom())
                : with(event.lines().stream().map(this::inherited).toList(), event.stamp());
    }

    private Order with(List<Line> lines, EventStamp from) {
        List<UnusedAnswer> unused =
                from != null && from.equals(event.stamp()) ? event.unused() : known.unused();
        return newest.withLines(lines, newest.stamp().equals(from) ? null : from, unused);
    }

    /** Of what is known; null if nothing is known of lines. */
    private EventStamp linesFrom() {
        EventStamp own = known.linesAsSaid() == null ? null : known.stamp();
        return known.linesFrom() == null ? own : known.linesFrom();
    }

    /** A newer line with what it leaves out. */
    private Line inherited(Line line) {
        Optional<Line> before = find(known, line);
        Line complete = line;
        if (line.named() == null) {
            complete =
                    complete.withParticipants(
                            before.map(Line::named).orElse(null),
                            before.isPresent() ? participantsFrom(before.get()) : linesFrom());
        }
        if (line.refundedAsSaid() == null) {
            complete =
                    complete.withRefunded(
                            before.map(Line::refundedAsSaid).orElse(null),
                            before.isPresent() ? refundedFrom(before.get()) : linesFrom());
        }
        return complete;
    }

    /** A known line with what an older event says, where no event between decided it. */
    private Line filled(Line line) {
        Optional<Line> there = find(event, line);
        Line complete = line;
        if (decides(there.map(Line::named), there, participantsFrom(line))) {
            complete =
                    complete.withParticipants(there.map(Line::named).orElse(null), event.stamp());
        }
        if (decides(there.map(Line::refundedAsSaid), there, refundedFrom(line))) {
            complete =
                    complete.withRefunded(
                            there.map(Line::refundedAsSaid).orElse(null), event.stamp());
        }
        return complete;
    }

    private boolean decides(Optional<?> said, Optional<Line> there, EventStamp decided) {
        boolean late = decided == null || !decided.isAfter(event.stamp());
        return late && (there.isEmpty() || said.isPresent());
    }

    /** Null if no event decided it. */
    private EventStamp participantsFrom(Line line) {
        EventStamp own = line.named() == null ? null : linesFrom();
        return line.since().participants() == null ? own : line.since().participants();
    }

    /** Null if no event decided it. */
    private EventStamp refundedFrom(Line line) {
        EventStamp own = line.refundedAsSaid() == null ? null : linesFrom();
        return line.since().refunded() == null ? own : line.since().refunded();
    }

    private static Optional<Line> find(Order order, Line line) {
        return order.lines().stream().filter(line::isSameAs).findFirst();
    }
}
