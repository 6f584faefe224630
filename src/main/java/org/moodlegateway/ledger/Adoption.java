package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.SeatState;

/**
 * Takes up enrolments that Moodle had before the gateway, as seats that nobody bought here. From
 * then on they count like all others, so that nothing which comes later cuts them short. The same
 * enrolment is taken up once, from whatever file and however often.
 */
public final class Adoption {
    /** The shop of such seats. */
    public static final String SHOP = "adopted";

    private final Ledger ledger;
    private final Entitlements entitlements;

    public Adoption(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
    }

    /** What taking one up came to. */
    public enum Taken {
        /** It was taken up before. */
        BEFORE,
        /** The ledger knew nothing of it: it counts as shown, without a call to Moodle. */
        ADOPTED,
        /** The ledger knew the person in that course: Moodle will be sent both together. */
        JOINED
    }

    /** Takes some up, in one transaction; one result each. */
    public List<Taken> take(List<ExistingEnrolment> some) {
        return ledger.transaction(handle -> take(handle, some));
    }

    /** What {@link #take} would come to; nothing is kept. */
    public List<Taken> rehearse(List<ExistingEnrolment> some) {
        try {
            ledger.transaction(
                    handle -> {
                        throw new RehearsedException(take(handle, some));
                    });
            throw new IllegalStateException("a rehearsal always ends early");
        } catch (RehearsedException e) {
            return e.taken;
        }
    }

    private static final class RehearsedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Taken> taken;

        RehearsedException(List<Taken> taken) {
            super(null, null, false, false);
            this.taken = taken;
        }
    }

    private List<Taken> take(Handle handle, List<ExistingEnrolment> some) {
        Instant now = ledger.clock().instant();
        List<Taken> taken = new ArrayList<>();
        some.forEach(one -> taken.add(take(handle, one, now)));
        return taken;
    }

    private Taken take(Handle handle, ExistingEnrolment existing, Instant now) {
        String id = existing.orderId();
        boolean before =
                handle.select("select 1 from seat where shop = ? and order_id = ?", SHOP, id)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent();
        if (before) {
            return Taken.BEFORE;
        }
        Optional<Known> known = known(handle, existing);
        entitlements.takeUp(handle, order(id, now), List.of(seat(existing)), "", now);
        Known after = known(handle, existing).orElseThrow();
        if (known.filter(one -> !one.nothing()).isEmpty() || after.alreadyShown(known.get())) {
            countAsShown(handle, after.id, now);
            return Taken.ADOPTED;
        }
        sendTogether(handle, after.id, now);
        return Taken.JOINED;
    }

    private static SeatRow seat(ExistingEnrolment existing) {
        return new SeatRow(
                0,
                "1",
                SeatRow.Kind.ADOPTED,
                1,
                "",
                SHOP,
                new Sitter(existing.email(), existing.firstName(), existing.lastName(), ""),
                Offer.in(existing.course(), existing.terms(), "", Ending.KEEP, null),
                existing.role(),
                SeatState.ACTIVE,
                "",
                false);
    }

    private static Order order(String id, Instant now) {
        return new Order(
                SHOP,
                id,
                "",
                OrderStatus.PAID,
                now,
                null,
                null,
                false,
                "",
                "",
                "",
                new Buyer("", "", "", "", ""),
                List.of());
    }

    /**
     * An entitlement that is there.
     *
     * @param bought whether a seat that is not adopted counts for it
     * @param sent whether anything of it may have reached Moodle
     */
    private record Known(
            long id, boolean clean, boolean bought, boolean sent, Instant start, Instant end) {

        boolean nothing() {
            return !bought && !sent;
        }

        /**
         * Whether Moodle shows this already: it was so before, from adopted seats alone, and only a
         * role came to it that Moodle has as well.
         */
        boolean alreadyShown(Known before) {
            return before.clean
                    && !before.bought
                    && Objects.equals(start, before.start)
                    && Objects.equals(end, before.end);
        }
    }

    private static Optional<Known> known(Handle handle, ExistingEnrolment existing) {
        return handle.createQuery(
                        """
                        select e.id, e.state, e.applied_version, e.desired_version, e.starts_at, e.ends_at,
                            e.claimed_version,
                            (select count(*) from seat s where s.entitlement_id = e.id and s.kind <> 'ADOPTED'
                                and s.state <> 'CANCELLED') as bought
                        from entitlement e
                        where e.person_id = :person and e.course_id in (
                            select coalesce(same_as, id) from course where field = :field and name = :name)
                        """)
                .bindByType(
                        "person",
                        PeopleRows.find(handle, Emails.key(existing.email())).orElse(null),
                        Long.class)
                .bind("field", existing.course().field().name())
                .bind("name", existing.course().value())
                .map(
                        (row, context) ->
                                new Known(
                                        row.getLong("id"),
                                        row.getString("state").equals("CLEAN")
                                                && row.getLong("applied_version")
                                                        == row.getLong("desired_version"),
                                        row.getLong("bought") > 0,
                                        row.getLong("claimed_version") > 0,
                                        Rows.instant(row, "starts_at"),
                                        Rows.instant(row, "ends_at")))
                .findOne();
    }

    private static void countAsShown(Handle handle, long entitlement, Instant now) {
        handle.createUpdate(
                        """
                        update entitlement set state = 'CLEAN', claimed_version = desired_version,
                                applied_version = desired_version, asked = true, given_roles = roles, due_at = :now,
                                code = null, hint = null
                        where id = :id
                        """)
                .bind("now", now)
                .bind("id", entitlement)
                .execute();
    }

    /** What Moodle has is known now, so there is nothing foreign that must be protected. */
    private static void sendTogether(Handle handle, long entitlement, Instant now) {
        handle.createUpdate(
                        """
                        update entitlement set asked = true, due_at = :now, code = null, hint = null,
                                state = case when state = 'HELD' then 'DIRTY' else state end
                        where id = :id and (state <> 'HELD' or code = 'foreign-enrolment')
                        """)
                .bind("now", now)
                .bind("id", entitlement)
                .execute();
    }

    /**
     * Notes whose account is whose, as Moodle says; an account that the ledger gave to somebody
     * else already is left there.
     *
     * @param accounts Moodle's ids by the e-mail's key
     */
    public void accounts(Map<String, Long> accounts) {
        ledger.transaction(
                handle -> {
                    accounts.forEach(
                            (key, account) ->
                                    handle.createUpdate(
                                                    """
                                                    update person set moodle_id = :account, origin = 'FOUND', proven_at = :now
                                                    where person_key = :key and moodle_id is null and origin = 'UNSEEN'
                                                        and not exists (select 1 from person p where p.moodle_id = :account)
                                                    """)
                                            .bind("account", account)
                                            .bind("now", ledger.clock().instant())
                                            .bind("key", key)
                                            .execute());
                    return accounts.size();
                });
    }

    /** Notes in the audit that a file was loaded. */
    public void note(String file, String detail, String actor) {
        ledger.transaction(
                handle -> {
                    Audit.write(handle, ledger.clock().instant(), actor, "adopt", file, detail);
                    return true;
                });
    }
}
