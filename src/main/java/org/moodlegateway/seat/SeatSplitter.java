package org.moodlegateway.seat;

import java.util.List;
import java.util.stream.IntStream;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Participant;

/** Turns planned lines into single seats, numbered from 1 within their line. */
public final class SeatSplitter {
    private static final String EMAIL_UNUSABLE = "email-unusable";
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

    /** Seats the participant who is named first on the first seat, and so on. */
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
        String reason = Emails.usable(participant.email()) ? "" : EMAIL_UNUSABLE;
        return seat(place, participant, SeatState.WAITING, reason);
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
        boolean ownRole = seated != null && !seated.role().isEmpty();
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
