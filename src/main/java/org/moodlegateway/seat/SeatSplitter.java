package org.moodlegateway.seat;

import java.util.List;
import java.util.stream.IntStream;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Participant;

/** Turns planned lines into single seats, numbered from 1 within their line. */
public final class SeatSplitter {
    private static final String EMAIL_MISSING = "email-missing";
    private static final String ROLE_UNKNOWN = "role-unknown";
    private static final String SAME_PERSON_TWICE = "same-person-twice";

    /** One paid place of a line, before it is known who sits there. */
    public record Place(LinePlan line, int number) {}

    /** In line order, then by number. */
    public List<Place> split(OrderPlan plan) {
        return plan.lines().stream()
                .flatMap(
                        line ->
                                IntStream.rangeClosed(1, line.seats())
                                        .mapToObj(number -> new Place(line, number)))
                .toList();
    }

    /**
     * Seats the participant who is named first on the first seat, and so on. Somebody who is named
     * without an e-mail sits on none yet: the seat is free, and keeps the name.
     */
    public PlannedSeat seat(Place place) {
        LinePlan line = place.line();
        List<Participant> participants = line.line().participants();
        if (!line.waitingFor().isEmpty()) {
            Participant named =
                    place.number() <= participants.size()
                            ? participants.get(place.number() - 1)
                            : null;
            return seat(place, named, SeatState.WAITING, line.waitingFor());
        }
        if (place.number() > participants.size()) {
            return seat(place, null, SeatState.UNASSIGNED, "");
        }
        Participant participant = participants.get(place.number() - 1);
        if (sitsBefore(participant, participants.subList(0, place.number() - 1))) {
            return seat(place, null, SeatState.UNASSIGNED, SAME_PERSON_TWICE);
        }
        if (participant.email().isEmpty()) {
            return seat(place, participant, SeatState.UNASSIGNED, EMAIL_MISSING);
        }
        return seat(place, participant, SeatState.WAITING, wrong(line, participant));
    }

    /** Why this one person can't sit there, whatever becomes of the others; empty if they can. */
    private static String wrong(LinePlan line, Participant participant) {
        boolean knownRole =
                participant.role().isEmpty() || line.roles().contains(participant.role());
        return knownRole ? participant.wrong() : ROLE_UNKNOWN;
    }

    /** The plan with all its seats. */
    public OrderPlan fill(OrderPlan plan) {
        List<PlannedSeat> seats = split(plan).stream().map(this::seat).toList();
        return new OrderPlan(plan.order(), plan.purchasedAt(), plan.lines(), seats);
    }

    private static boolean sitsBefore(Participant participant, List<Participant> before) {
        String key = Emails.key(participant.email());
        return !key.isEmpty()
                && before.stream().anyMatch(other -> Emails.key(other.email()).equals(key));
    }

    private static PlannedSeat seat(
            Place place, Participant seated, SeatState state, String reason) {
        LinePlan line = place.line();
        boolean ownRole = seated != null && line.roles().contains(seated.role());
        return new PlannedSeat(
                line.line().id(),
                place.number(),
                line.line().product(),
                seated,
                line.offer(),
                ownRole ? seated.role() : line.role(),
                state,
                reason);
    }
}
