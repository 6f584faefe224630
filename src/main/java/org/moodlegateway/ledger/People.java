package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.Outbox.Fact;

/** Whose account in Moodle is whose. */
public final class People {
    private final Ledger ledger;

    public People(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Writes down that creates for these people are about to leave. */
    public void creating(List<PersonRow> people) {
        ledger.transaction(
                handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch(
                                    "update person set origin = 'CREATING' where id = ?");
                    people.forEach(person -> batch.add(person.id()));
                    return batch.execute();
                });
        CrashPoint.at("create-intended");
    }

    /** The same where Moodle itself tells people how to get in. */
    public List<PersonRow> known(List<PersonRow> people) {
        return known(people, false);
    }

    /**
     * Writes down whose account is whose, as Moodle shows it now.
     *
     * @param tellHolders whether those whose account the gateway made must be told how to get in:
     *     nobody knows its password
     * @return the people whose account belongs to another person of this ledger already
     */
    public List<PersonRow> known(List<PersonRow> people, boolean tellHolders) {
        return ledger.transaction(
                handle ->
                        people.stream()
                                .filter(person -> !known(handle, person, tellHolders))
                                .toList());
    }

    private boolean known(Handle handle, PersonRow person, boolean tellHolder) {
        boolean taken =
                handle.select(
                                "select id from person where moodle_id = ? and id <> ?",
                                person.moodleId(),
                                person.id())
                        .mapTo(Long.class)
                        .findOne()
                        .isPresent();
        if (taken) {
            return false;
        }
        handle.execute(
                "update person set moodle_id = ?, origin = ?, proven_at = ? where id = ?",
                person.moodleId(),
                person.origin().name(),
                ledger.clock().instant(),
                person.id());
        if (tellHolder && person.origin() == PersonRow.Origin.CREATED) {
            String id = String.valueOf(person.id());
            Outbox.note(
                    handle,
                    ledger.clock().instant(),
                    new Fact("account-made", "account-made " + id, "", "", Map.of("person", id)));
        }
        return true;
    }

    /** Moodle shows the accounts of these people with their e-mails now. */
    public void proven(Collection<PersonRow> people) {
        if (people.isEmpty()) {
            return;
        }
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    PreparedBatch batch =
                            handle.prepareBatch("update person set proven_at = ? where id = ?");
                    people.forEach(person -> batch.add(now, person.id()));
                    return batch.execute();
                });
    }

    /** Moodle refused this account: look it up before anything else is sent for it. */
    public void doubt(long personId) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update person set proven_at = ? where id = ?",
                                PersonRow.DOUBTED,
                                personId));
    }

    /**
     * A person whose account is known, to prove with that look-ups see anybody; empty while there
     * is none.
     */
    public Optional<Long> anyAccount() {
        return ledger.read(
                handle ->
                        handle.select("select max(moodle_id) from person")
                                .mapTo(Long.class)
                                .findOne());
    }
}
