package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Emails;

/**
 * Makes the ledger forget who somebody is. Orders, seats, dates, states and references stay, with a
 * pseudonym in the person's place. What was not sent yet is cancelled; what Moodle shows is let go,
 * or taken away if that is asked for: then Moodle's id of the account stays until Moodle said yes.
 */
public final class Erasure {
    private final Ledger ledger;

    public Erasure(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What was found of a person and made nameless.
     *
     * @param enrolments that are to be taken away in Moodle
     */
    public record Erased(int orders, int seats, int messages, int notices, int enrolments) {
        /** Whether there was nothing of that person. */
        public boolean isNothing() {
            return orders + seats + messages + notices + enrolments == 0;
        }

        @Override
        public String toString() {
            return orders
                    + " orders, "
                    + seats
                    + " seats, "
                    + messages
                    + " messages, "
                    + notices
                    + " notices, "
                    + enrolments
                    + " enrolments to take away";
        }
    }

    /** An order by its key. */
    record OrderKey(String shop, String id) {}

    /**
     * Erases somebody from everything but raw messages that belong to no order of theirs; {@link
     * #searchMessages} finds those.
     *
     * @param moodle whether their enrolments are to be taken away as well
     * @throws LedgerException if Moodle is being told of this person at this moment
     */
    public Erased erase(Pseudonymous person, boolean moodle, String actor) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    handle.execute("select id from site where id = 1 for update");
                    Pseudonym name = person.name();
                    List<Long> people = AccessErasure.peopleOf(handle, name);
                    refuseWhileSending(handle, people);
                    Set<OrderKey> orders = orders(handle, name);
                    int messages = 0;
                    for (OrderKey order : orders) {
                        messages += OrderErasure.hide(handle, order, name, now);
                    }
                    int seats = SeatErasure.hide(handle, name, now);
                    int enrolments = 0;
                    for (long one : people) {
                        enrolments += AccessErasure.end(handle, one, moodle, now);
                    }
                    AccessErasure.hide(handle, people, name, enrolments > 0);
                    int notices = NoticeErasure.hide(handle, name);
                    Erased erased = new Erased(orders.size(), seats, messages, notices, enrolments);
                    if (!erased.isNothing() || !people.isEmpty()) {
                        Audit.write(handle, now, actor, "erase", name.name(), erased.toString());
                    }
                    return erased;
                });
    }

    private static void refuseWhileSending(Handle handle, List<Long> people) {
        boolean busy =
                !people.isEmpty()
                        && handle.createQuery(
                                                "select count(*) from entitlement where person_id in"
                                                        + " (<people>) and state = 'SENDING'")
                                        .bindList("people", people)
                                        .mapTo(Integer.class)
                                        .one()
                                > 0;
        if (busy) {
            throw new LedgerException(
                    "Moodle is being told of this person at this moment: try again in a minute");
        }
    }

    /**
     * Orders that name the person, as buyer or participant, in seats or only in what the shop said.
     */
    private static Set<OrderKey> orders(Handle handle, Pseudonym person) {
        record Found(OrderKey order, String text) {}
        List<Found> found = new ArrayList<>();
        handle.createQuery(
                        """
                        select shop, order_id, snapshot as text from orders where lower(snapshot) like :within
                        union all
                        select shop, order_id, email as text from seat where lower(email) = :key and kind <> 'ADOPTED'
                        """)
                .bind("within", "%" + like(person.key()) + "%")
                .bind("key", person.key())
                .map(
                        (row, context) ->
                                new Found(
                                        new OrderKey(
                                                row.getString("shop"), row.getString("order_id")),
                                        row.getString("text")))
                .forEach(found::add);
        Set<OrderKey> orders = new LinkedHashSet<>();
        found.stream().filter(one -> person.isIn(one.text)).map(Found::order).forEach(orders::add);
        return orders;
    }

    /** A text as it stands in a pattern of LIKE. */
    static String like(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /**
     * Looks through all raw messages for the person, page by page; messages of orders that nobody
     * suspected are found here.
     *
     * @param after the last message that was looked through; 0 at first
     */
    public Searched searchMessages(Pseudonymous person, long after, int most) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    List<KeptMessages.Kept> page = KeptMessages.after(handle, after, most);
                    int hidden = 0;
                    for (KeptMessages.Kept kept : page) {
                        if (KeptMessages.hide(handle, kept, person.name(), now)) {
                            hidden++;
                            kept.order()
                                    .ifPresent(
                                            order ->
                                                    Erasures.note(
                                                            handle,
                                                            kept.shop(),
                                                            order.id(),
                                                            person.name(),
                                                            now));
                        }
                    }
                    return new Searched(
                            hidden,
                            page.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(page.get(page.size() - 1).id()));
                });
    }

    /** A page of messages. {@code last} is empty when there are no more. */
    public record Searched(int hidden, Optional<Long> last) {}

    /** The number of the newest message. */
    public long lastMessage() {
        return ledger.read(
                handle ->
                        handle.select("select coalesce(max(id), 0) from inbox")
                                .mapTo(Long.class)
                                .one());
    }

    /** Somebody who is to be erased, under the name they get. */
    public static final class Pseudonymous {
        private final Pseudonym name;

        private Pseudonymous(Pseudonym name) {
            this.name = name;
        }

        /** A person by e-mail, in any case. */
        public static Pseudonymous of(String email) {
            return new Pseudonymous(Pseudonym.of(Emails.key(email)));
        }

        Pseudonym name() {
            return name;
        }
    }
}
