package org.moodlegateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Erasure.OrderKey;
import org.moodlegateway.order.Emails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets who people were, a set time after the last of what an order bought has ended; what its
 * buyer got beside it, such as a support course without end, doesn't count. An order is made
 * nameless as a whole, and so are people of whom no named seat is left. Also forgets the accounts
 * of erased people once Moodle has taken their enrolments away.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int AT_ONCE = 50;
    private static final int MESSAGES_AT_ONCE = 500;
    private static final Duration REST = Duration.ofHours(1);

    private final Ledger ledger;
    private final Optional<Period> kept;
    private final ZoneId zone;
    private volatile Instant restsUntil = Instant.MIN;

    /**
     * {@code kept} is how long after the last end, empty for ever; calendar periods are counted in
     * {@code zone}.
     */
    public Retention(Ledger ledger, Optional<Period> kept, ZoneId zone) {
        this.ledger = ledger;
        this.kept = kept;
        this.zone = zone;
    }

    private static final String OVER =
            """
            from seat s left join entitlement e on e.id = s.entitlement_id
            where s.kind in ('PAID', 'ADOPTED') and s.reason <> 'erased' and (
                (s.state <> 'CANCELLED' and (s.state in ('UNASSIGNED', 'WAITING') or s.ends_at is null
                    or s.ends_at >= :cutoff))
                or (e.roles <> '' and e.absent = false and (e.ends_at is null or e.ends_at >= :cutoff)))
            """;

    private static final String DUE =
            """
            select o.shop, o.order_id from orders o
            where o.nameless = false and o.changed_at < :cutoff and o.updated_at < :cutoff
                and not exists (select 1 %1$s and s.shop = o.shop and s.order_id = o.order_id)
            union all
            select a.shop, a.order_id from seat a where a.kind = 'ADOPTED' and a.reason <> 'erased'
                and a.ends_at < :cutoff
                and not exists (select 1 %1$s and s.shop = a.shop and s.order_id = a.order_id)
            fetch first :most rows only
            """
                    .formatted(OVER);

    /** Makes some of what is due nameless; the rest has its turn at the next tick. */
    public void forgetSome() {
        Instant now = ledger.clock().instant();
        ledger.transaction(AccessErasure::forgetAccounts);
        if (kept.isEmpty() || now.isBefore(restsUntil)) {
            return;
        }
        Instant cutoff = now.atZone(zone).minus(kept.get()).toInstant();
        List<OrderKey> due = due(cutoff);
        due.forEach(order -> ledger.transaction(handle -> forget(handle, order, cutoff, now)));
        int messages = ledger.transaction(handle -> forgetMessages(handle, cutoff));
        if (due.isEmpty() && messages == 0) {
            restsUntil = now.plus(REST);
        } else {
            LOG.info(
                    "People of ended orders forgotten orders={} messages={}", due.size(), messages);
        }
    }

    private List<OrderKey> due(Instant cutoff) {
        return ledger.read(
                handle ->
                        handle.createQuery(DUE)
                                .bind("cutoff", cutoff)
                                .bind("most", AT_ONCE)
                                .map(
                                        (row, context) ->
                                                new OrderKey(
                                                        row.getString("shop"),
                                                        row.getString("order_id")))
                                .list());
    }

    private static boolean forget(Handle handle, OrderKey order, Instant cutoff, Instant now) {
        handle.execute("select id from site where id = 1 for update");
        boolean lives =
                handle.createQuery(
                                        "select count(*) "
                                                + OVER
                                                + " and s.shop = :shop and s.order_id = :order")
                                .bind("cutoff", cutoff)
                                .bind("shop", order.shop())
                                .bind("order", order.id())
                                .mapTo(Integer.class)
                                .one()
                        > 0;
        if (lives) {
            return false;
        }
        for (String email : people(handle, order)) {
            Pseudonym person = Pseudonym.of(email);
            OrderErasure.hide(handle, order, person, now);
            SeatErasure.hide(handle, order, person, now);
            forgetPerson(handle, person, now);
        }
        handle.execute(
                "update outbox set payload = '{}', recipient = '' where shop = ? and order_id = ?"
                        + " and state <> 'NEW'",
                order.shop(),
                order.id());
        return handle.execute(
                        "update orders set nameless = true where shop = ? and order_id = ?",
                        order.shop(),
                        order.id())
                > 0;
    }

    /** E-mail keys of everybody whom the order names. */
    private static TreeSet<String> people(Handle handle, OrderKey order) {
        TreeSet<String> emails = new TreeSet<>();
        handle.select(
                        "select distinct email from seat where shop = ? and order_id = ? and email"
                                + " <> '' and reason <> 'erased'",
                        order.shop(),
                        order.id())
                .mapTo(String.class)
                .forEach(email -> emails.add(Emails.key(email)));
        handle.select(
                        "select buyer_email from orders where shop = ? and order_id = ? and"
                                + " buyer_email <> ''",
                        order.shop(),
                        order.id())
                .mapTo(String.class)
                .forEach(email -> emails.add(Emails.key(email)));
        for (KeptMessages.Kept kept : KeptMessages.of(handle, order.shop(), order.id())) {
            kept.order().ifPresent(found -> emails.addAll(Erasures.people(found)));
        }
        emails.removeIf(Pseudonym::isPseudonym);
        return emails;
    }

    /** A person of whom no seat and no order is left by name. */
    private static void forgetPerson(Handle handle, Pseudonym person, Instant now) {
        boolean named =
                handle.select(
                                        """
                                        select (select count(*) from seat where lower(email) = ?)
                                            + (select count(*) from orders where lower(buyer_email) = ?)
                                        """,
                                        person.key(),
                                        person.key())
                                .mapTo(Integer.class)
                                .one()
                        > 0;
        if (named) {
            return;
        }
        List<Long> people = AccessErasure.peopleOf(handle, person);
        people.forEach(id -> AccessErasure.end(handle, id, false, now));
        AccessErasure.hide(handle, people, person, false);
        NoticeErasure.hide(handle, person);
    }

    /** What belongs to no order, whatever became of it. */
    private static int forgetMessages(Handle handle, Instant cutoff) {
        handle.execute(
                "delete from inbox_part where inbox_id in (select id from inbox where received_at < ?)",
                cutoff);
        return handle.createUpdate(
                        """
                        update inbox set body = :nothing, message = null,
                            code = case when state = 'ASKING' then 'erased' else code end,
                            state = case when state = 'ASKING' then 'REJECTED' else state end
                        where id in (
                            select id from inbox m where (m.state in ('REJECTED', 'CONFLICT', 'ASKING') or (m.state = 'APPLIED' and m.order_id is null))
                                and m.received_at < :cutoff
                                and (octet_length(m.body) > 2 or m.state = 'ASKING')
                                and not exists (select 1 from orders o where o.shop = m.shop
                                    and o.order_id = m.order_id and o.nameless = false)
                            fetch first :most rows only)
                        """)
                .bind("nothing", "{}".getBytes(UTF_8))
                .bind("cutoff", cutoff)
                .bind("most", MESSAGES_AT_ONCE)
                .execute();
    }
}
