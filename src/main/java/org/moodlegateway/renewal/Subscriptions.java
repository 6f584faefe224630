package org.moodlegateway.renewal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.RenewedSeat;
import org.moodlegateway.ledger.Storable;
import org.moodlegateway.order.SubscriptionEvent;
import org.moodlegateway.orders.OrderBook.Applied;

/**
 * What shops say of their subscriptions. It decides how long seats go on after their paid end, and
 * whether anybody is asked to pay; time itself is only added by orders.
 */
public final class Subscriptions {
    private final Ledger ledger;
    private final Entitlements entitlements;
    private final Replacements replacements;

    public Subscriptions(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
        this.replacements = new Replacements(entitlements);
    }

    /**
     * Applies a message, and settles it, in one transaction; an older one changes nothing.
     *
     * @throws org.moodlegateway.order.OrderRejectedException if it holds what no row can hold
     */
    public Applied apply(long inboxId, SubscriptionEvent event) {
        return Storable.transaction(
                ledger,
                handle -> {
                    if (!Inbox.lockNew(handle, inboxId)) {
                        return Applied.SETTLED_BEFORE;
                    }
                    Instant now = ledger.clock().instant();
                    Applied applied = isNewest(handle, event) ? Applied.NEWEST : Applied.OLDER;
                    if (applied == Applied.NEWEST) {
                        follow(handle, event, now);
                        replacements.follow(handle, event, now);
                    }
                    Inbox.applied(
                            handle, inboxId, null, "subscription " + event.status().word(), now);
                    return applied;
                });
    }

    /** At equal stamps the later arrival is the newer. */
    private static boolean isNewest(Handle handle, SubscriptionEvent event) {
        boolean first =
                handle.createUpdate(
                                        """
                                        insert into subscription (shop, subscription_id, status, updated_at)
                                        values (:shop, :id, :status, :updated) on conflict do nothing
                                        """)
                                .bind("shop", event.shop())
                                .bind("id", event.id())
                                .bind("status", event.status().name())
                                .bind("updated", event.updatedAt())
                                .execute()
                        == 1;
        return first
                || handle.createUpdate(
                                        """
                                        update subscription set status = :status, updated_at = :updated
                                        where shop = :shop and subscription_id = :id and updated_at <= :updated
                                        """)
                                .bind("shop", event.shop())
                                .bind("id", event.id())
                                .bind("status", event.status().name())
                                .bind("updated", event.updatedAt())
                                .execute()
                        == 1;
    }

    /** Its seats end, or go on, as its state says now: those in their grace come back. */
    private void follow(Handle handle, SubscriptionEvent event, Instant now) {
        List<RenewedSeat> seats =
                handle.createQuery(
                                RenewedSeat.SELECT
                                        + "s.shop = :shop and s.subscription = :id and s.state <>"
                                        + " 'CANCELLED' order by s.id")
                        .bind("shop", event.shop())
                        .bind("id", event.id())
                        .map((row, context) -> RenewedSeat.read(row))
                        .list();
        List<RenewedSeat> goOn =
                seats.stream()
                        .filter(seat -> seat.livesAt(now, event.status(), entitlements.zone()))
                        .toList();
        RenewedSeat.revive(handle, goOn, now);
        RenewedSeat.rejoin(handle, goOn, now);
        List<Long> touched =
                seats.stream().map(RenewedSeat::entitlement).filter(Objects::nonNull).toList();
        entitlements.fold(handle, touched, "subscription " + event.shop() + "/" + event.id(), now);
    }
}
