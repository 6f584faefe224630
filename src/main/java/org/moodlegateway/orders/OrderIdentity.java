package org.moodlegateway.orders;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;

/**
 * Tells whether an event is about the order that bears its number already, or about another order
 * with a number that was used again: shops that were migrated, copies of a shop for tests.
 *
 * <p>Another order has another buyer, and another transaction, placing date or people. What only
 * one of both events carries says nothing. An equal transaction or placing date proves the same
 * order, and so does an equal subscription. The same people prove it against another transaction
 * alone. A refund or a cancellation has a transaction and people of its own kind, so that only
 * another placing date tells against it.
 */
final class OrderIdentity {
    private OrderIdentity() {}

    private enum Evidence {
        NONE,
        SAME,
        OTHER
    }

    /** Whether both may be events of one order; {@code known} is the one that was stored first. */
    static boolean isOneOrder(Order known, Order event) {
        if (sameBuyer(known, event) || sameSubscription(known, event)) {
            return true;
        }
        Evidence placed = placed(known, event);
        boolean takesBack =
                event.status() == OrderStatus.CANCELLED || event.status() == OrderStatus.REFUNDED;
        if (takesBack) {
            return placed != Evidence.OTHER;
        }
        Evidence transaction = transaction(known, event);
        if (placed == Evidence.SAME || transaction == Evidence.SAME) {
            return true;
        }
        Evidence people = people(known, event);
        return people == Evidence.SAME
                ? placed == Evidence.NONE
                : Stream.of(placed, transaction, people).noneMatch(Evidence.OTHER::equals);
    }

    /** A buyer without a usable e-mail, also one who was erased, is no other buyer. */
    private static boolean sameBuyer(Order known, Order event) {
        String before = known.buyer().email();
        String now = event.buyer().email();
        return !Emails.usable(before)
                || !Emails.usable(now)
                || Emails.key(before).equals(Emails.key(now));
    }

    private static boolean sameSubscription(Order known, Order event) {
        return !known.subscription().isEmpty() && known.subscription().equals(event.subscription());
    }

    private static Evidence placed(Order known, Order event) {
        return known.placedAt().isEmpty() || event.placedAt().isEmpty()
                ? Evidence.NONE
                : of(known.placedAt().equals(event.placedAt()));
    }

    private static Evidence transaction(Order known, Order event) {
        return ownTransaction(known) && ownTransaction(event)
                ? of(Objects.equals(known.transaction(), event.transaction()))
                : Evidence.NONE;
    }

    /** Not the stand-in for one that the shop left out. */
    private static boolean ownTransaction(Order order) {
        return !order.transaction().equals(order.shop() + ":" + order.id());
    }

    private static Evidence people(Order known, Order event) {
        Set<String> before = named(known);
        Set<String> now = named(event);
        return before.isEmpty() || now.isEmpty()
                ? Evidence.NONE
                : of(!Collections.disjoint(before, now));
    }

    private static Set<String> named(Order order) {
        return order.lines().stream()
                .flatMap(line -> line.participants().stream())
                .map(Participant::email)
                .filter(Emails::usable)
                .map(Emails::key)
                .collect(toUnmodifiableSet());
    }

    private static Evidence of(boolean same) {
        return same ? Evidence.SAME : Evidence.OTHER;
    }
}
