package org.moodlegateway.enrolment;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Audit;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.PeopleRows;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Problem;

/**
 * What an administrator decides about two e-mails where Moodle doesn't show it: that they are one
 * person, or two.
 */
public final class PeopleDecisions {
    private final Ledger ledger;
    private final Identities identities;

    public PeopleDecisions(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.identities = new Identities(ledger, entitlements);
    }

    /**
     * What came of it.
     *
     * @param word {@code same}, {@code different} or {@code unchanged}; empty if it was refused
     * @param problem why it was refused: {@code person-unknown}, {@code person-busy}, {@code
     *     two-accounts}; null if it wasn't
     */
    public record Decision(String word, Problem problem) {
        private static Decision of(String word) {
            return new Decision(word, null);
        }

        private static Decision refused(String code, String pointer, String sentence) {
            return new Decision("", new Problem(code, pointer, sentence));
        }
    }

    private record Two(long old, long other) {}

    /**
     * Both e-mails are one person: what was sold to either counts for the one with an account, and
     * what waited for that is due.
     */
    public Decision same(String oldEmail, String newEmail, String actor) {
        return decide(
                oldEmail, newEmail, (handle, two, now) -> same(handle, two, newEmail, actor, now));
    }

    private Decision same(Handle handle, Two two, String newEmail, String actor, Instant now) {
        if (two.old == two.other) {
            return Decision.of("unchanged");
        }
        Optional<Long> account = Identities.account(handle, two.old);
        Optional<Long> other = Identities.account(handle, two.other);
        if (account.isPresent() && other.isPresent()) {
            return Decision.refused(
                    "two-accounts",
                    "",
                    "each of them has an account in Moodle, "
                            + account.get()
                            + " and "
                            + other.get()
                            + ": make them one there first");
        }
        long into = other.isPresent() ? two.other : two.old;
        long from = other.isPresent() ? two.old : two.other;
        if (Identities.isBusy(handle, from, "")) {
            return busy();
        }
        identities.merge(handle, from, into, now);
        Identities.lead(handle, Emails.key(newEmail), into, now);
        handle.execute(
                "update person set proven_at = null, address = case when moodle_id is null then ?"
                        + " else address end where id = ?",
                Emails.key(newEmail),
                into);
        parkedAgain(handle, into, now);
        Audit.write(handle, now, actor, "people-same", "person " + into, "with " + from);
        return Decision.of("same");
    }

    /**
     * They are two people: the account that has the new e-mail is the one's, and the other one's is
     * found anew by the old e-mail, or made, with everything that was sold to it.
     */
    public Decision differ(String oldEmail, String newEmail, String actor) {
        return decide(
                oldEmail,
                newEmail,
                (handle, two, now) -> differ(handle, two, newEmail, actor, now));
    }

    private Decision differ(Handle handle, Two two, String newEmail, String actor, Instant now) {
        if (Identities.isBusy(handle, two.old, "") || Identities.isBusy(handle, two.other, "")) {
            return busy();
        }
        String key = Emails.key(newEmail);
        boolean wereOne = two.old == two.other;
        if (!wereOne && Identities.account(handle, two.other).isPresent()) {
            return Decision.of("unchanged");
        }
        long other = wereOne ? another(handle, two.old, key) : two.other;
        Identities.lead(handle, key, other, now);
        boolean accountHasNew =
                !wereOne
                        || handle.select(
                                        "select 1 from person where id = ? and address = ?",
                                        two.old,
                                        key)
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent();
        if (accountHasNew) {
            handle.execute("update person set address = null where id = ?", two.old);
            identities.forgetAccount(handle, two.old, now);
        }
        parkedAgain(handle, two.old, now);
        parkedAgain(handle, other, now);
        Audit.write(handle, now, actor, "people-differ", "person " + two.old, "from " + other);
        return Decision.of("different");
    }

    /** A person of this e-mail beside the one to whom it led. */
    private static long another(Handle handle, long person, String key) {
        Optional<Long> there =
                handle.select("select id from person where person_key = ? and id <> ?", key, person)
                        .mapTo(Long.class)
                        .findOne();
        if (there.isPresent()) {
            return there.get();
        }
        boolean free =
                handle.select("select 1 from person where person_key = ?", key)
                        .mapTo(Integer.class)
                        .findOne()
                        .isEmpty();
        String own = free ? key : key + " after " + person;
        handle.createUpdate(
                        """
                        insert into person (person_key, email, username, first_name, last_name, country, language, origin, address)
                        select :own, :key, :username, first_name, last_name, '', '', 'UNSEEN', :key from person where id = :person
                        on conflict do nothing
                        """)
                .bind("own", own)
                .bind("key", key)
                .bind("username", PeopleRows.username(own))
                .bind("person", person)
                .execute();
        return handle.select("select id from person where person_key = ?", own)
                .mapTo(Long.class)
                .one();
    }

    private static void parkedAgain(Handle handle, long person, Instant now) {
        handle.execute(
                "update entitlement set state = 'DIRTY', due_at = ?, attempts = 0, code = null, hint ="
                        + " null where person_id = ? and state = 'PARKED'",
                now,
                person);
    }

    private static Decision busy() {
        return Decision.refused(
                "person-busy",
                "",
                "Moodle is being told of this person at this moment: try again in a minute");
    }

    private interface Rule {
        Decision apply(Handle handle, Two two, Instant now);
    }

    private Decision decide(String oldEmail, String newEmail, Rule rule) {
        Instant now = ledger.clock().instant();
        String oldKey = Emails.key(oldEmail);
        String newKey = Emails.key(newEmail);
        if (oldKey.equals(newKey)) {
            return Decision.refused("same-email", "/new", "both e-mails are the same");
        }
        return ledger.transaction(
                handle -> {
                    handle.execute("select id from site where id = 1 for update");
                    Optional<Long> old = PeopleRows.find(handle, oldKey);
                    Optional<Long> other = PeopleRows.find(handle, newKey);
                    if (old.isEmpty()) {
                        return unknown("/old");
                    }
                    if (other.isEmpty()) {
                        return unknown("/new");
                    }
                    Identities.lock(handle, old.get(), other.get());
                    return rule.apply(handle, new Two(old.get(), other.get()), now);
                });
    }

    private static Decision unknown(String pointer) {
        return Decision.refused("person-unknown", pointer, "no seat was ever given to this e-mail");
    }
}
