package org.moodlegateway.orders;

import java.util.stream.Stream;
import org.moodlegateway.ledger.SeatRow;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.seat.Offer;

/**
 * Groups that are named by what an order may change, its buyer's e-mail or its transaction. A seat
 * keeps the group it was sold with, unless the names differ in just that: an edited catalogue
 * changes nothing that was sold. Pure.
 */
final class GroupFollowing {
    private GroupFollowing() {}

    /**
     * The seat in the group that the plan names, if it is the same but for the order's own words.
     */
    static SeatRow of(SeatRow seat, SeatRow planned, Order order) {
        boolean grouped = seat.live() && !seat.group().isEmpty() && !planned.group().isEmpty();
        if (!grouped || seat.group().equals(planned.group())) {
            return seat;
        }
        boolean follows =
                Stream.of(Emails.key(order.buyer().email()), order.transaction())
                        .anyMatch(word -> differOnlyIn(word, planned.group(), seat.group()));
        return follows ? seat.soldAs(in(planned.group(), seat.offer())) : seat;
    }

    private static boolean differOnlyIn(String word, String name, String other) {
        int from = word.isEmpty() ? -1 : name.indexOf(word);
        if (from < 0) {
            return false;
        }
        String start = name.substring(0, from);
        String end = name.substring(from + word.length());
        return other.length() > start.length() + end.length()
                && other.startsWith(start)
                && other.endsWith(end);
    }

    private static Offer in(String group, Offer offer) {
        return new Offer(
                offer.courseName(),
                offer.choices(),
                offer.terms(),
                group,
                offer.onCancel(),
                offer.renewal());
    }
}
