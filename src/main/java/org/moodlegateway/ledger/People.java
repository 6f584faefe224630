package org.moodlegateway.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

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

    /**
     * Writes down whose account is whose.
     *
     * @return the people whose account belongs to another person of this ledger already
     */
    public List<PersonRow> known(List<PersonRow> people) {
        return ledger.transaction(
                handle ->
                        people.stream()
                                .filter(
                                        person -> {
                                            boolean taken =
                                                    handle.select(
                                                                    "select id from person where moodle_id = ? and id <> ?",
                                                                    person.moodleId(),
                                                                    person.id())
                                                            .mapTo(Long.class)
                                                            .findOne()
                                                            .isPresent();
                                            if (!taken) {
                                                handle.execute(
                                                        "update person set moodle_id = ?, origin = ? where id = ?",
                                                        person.moodleId(),
                                                        person.origin().name(),
                                                        person.id());
                                            }
                                            return taken;
                                        })
                                .toList());
    }

    /** Moodle refused this account: find the person anew. */
    public void forget(long personId) {
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update person set moodle_id = null, origin = 'UNSEEN' where id = ?",
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
