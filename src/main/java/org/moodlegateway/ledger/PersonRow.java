package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A human being as the ledger knows him.
 *
 * @param key the lower-case e-mail of the account
 * @param email as his order wrote it
 * @param username the one his account gets if the gateway makes it; stored before Moodle is asked
 * @param moodleId null while his account is not known
 * @param provenAt when Moodle last showed that this account has this e-mail; null if it must be
 *     looked up
 */
public record PersonRow(
        long id,
        String key,
        String email,
        String username,
        String firstName,
        String lastName,
        String country,
        String language,
        Long moodleId,
        Origin origin,
        Instant provenAt) {

    /** When the proof of an account is that Moodle refused. */
    static final Instant DOUBTED = Instant.EPOCH;

    /** Where his account comes from. */
    public enum Origin {
        /** Moodle was not asked yet. */
        UNSEEN,
        /** A create may have left. */
        CREATING,
        /** The gateway made it. */
        CREATED,
        /** It was there before. */
        FOUND
    }

    public Optional<Long> account() {
        return Optional.ofNullable(moodleId);
    }

    /** The same person with this account. */
    public PersonRow with(long account, Origin newOrigin) {
        return of(account, newOrigin);
    }

    /** The same person without an account. */
    public PersonRow withoutAccount() {
        return of(null, Origin.UNSEEN);
    }

    private PersonRow of(Long account, Origin newOrigin) {
        return new PersonRow(
                id, key, email, username, firstName, lastName, country, language, account,
                newOrigin, provenAt);
    }

    /** Whether Moodle refused the account since it showed it last. */
    public boolean isDoubted() {
        return DOUBTED.equals(provenAt);
    }

    /** Whether Moodle has shown since {@code then} that the account has this e-mail. */
    public boolean provenSince(Instant then) {
        return provenAt != null && provenAt.isAfter(then);
    }
}
