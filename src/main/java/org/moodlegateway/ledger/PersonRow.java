package org.moodlegateway.ledger;

import java.util.Optional;

/**
 * A human being as the ledger knows him.
 *
 * @param key the lower-case e-mail
 * @param email as his order wrote it
 * @param username the one his account gets if the gateway makes it; stored before Moodle is asked
 * @param moodleId null while his account is not known
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
        Origin origin) {

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

    /** The same person with his account. */
    public PersonRow with(long account, Origin newOrigin) {
        return new PersonRow(
                id, key, email, username, firstName, lastName, country, language, account,
                newOrigin);
    }
}
