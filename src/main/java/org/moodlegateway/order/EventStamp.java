package org.moodlegateway.order;

import java.time.Instant;
import java.util.Optional;

/**
 * Where an event stands among the events of its order: by its time, and at equal times by what it
 * says, placed before paid before refunded or cancelled. Two that compare as equal stand in the
 * sequence in which they came.
 */
public record EventStamp(Instant updatedAt, OrderStatus status) {

    /** Whether this event is newer; false for two that are equal. */
    public boolean isAfter(EventStamp other) {
        int compared = updatedAt.compareTo(other.updatedAt);
        return compared > 0 || (compared == 0 && status.rank() > other.status.rank());
    }

    /** Such as {@code 2026-01-15T09:30:02Z paid}. */
    String text() {
        return updatedAt + " " + status.word();
    }

    /** What {@link #text} wrote; empty if it is something else. */
    static Optional<EventStamp> of(String text) {
        String[] parts = text.split(" ", 2);
        return parts.length < 2
                ? Optional.empty()
                : Timestamps.parse(parts[0])
                        .flatMap(
                                at ->
                                        OrderStatus.spelled(parts[1])
                                                .map(status -> new EventStamp(at, status)));
    }
}
