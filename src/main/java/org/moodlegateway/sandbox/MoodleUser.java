package org.moodlegateway.sandbox;

import static java.util.Objects.requireNonNullElse;

import java.util.Locale;

/**
 * An account, as in Moodle's table {@code user}. Texts are empty when nothing is stored, never
 * null; {@code id} is 0 until the account is saved.
 *
 * <p>A deleted account keeps its row: its user name is the old e-mail and a time, its e-mail a
 * hash.
 */
public record MoodleUser(
        long id,
        String username,
        String email,
        String firstname,
        String lastname,
        String country,
        String city,
        String lang,
        String idnumber,
        String auth,
        boolean confirmed,
        boolean suspended,
        boolean deleted) {

    static final long GUEST = 1;
    static final long ADMIN = 2;

    public MoodleUser {
        username = requireNonNullElse(username, "");
        email = requireNonNullElse(email, "");
        firstname = requireNonNullElse(firstname, "");
        lastname = requireNonNullElse(lastname, "");
        country = requireNonNullElse(country, "");
        city = requireNonNullElse(city, "");
        lang = requireNonNullElse(lang, "en");
        idnumber = requireNonNullElse(idnumber, "");
        auth = requireNonNullElse(auth, "manual");
    }

    /** A confirmed account with this name and address, and nothing else. */
    public static MoodleUser of(String username, String email, String firstname, String lastname) {
        return new MoodleUser(
                0, username, email, firstname, lastname, "", "", "en", "", "manual", true, false,
                false);
    }

    String fullname() {
        return (firstname + " " + lastname).strip();
    }

    String initials() {
        return firstCharacter(firstname) + firstCharacter(lastname);
    }

    boolean isGuest() {
        return id == GUEST;
    }

    MoodleUser withId(long newId) {
        return new MoodleUser(
                newId, username, email, firstname, lastname, country, city, lang, idnumber, auth,
                confirmed, suspended, deleted);
    }

    MoodleUser withSuspended(boolean nowSuspended) {
        return new MoodleUser(
                id,
                username,
                email,
                firstname,
                lastname,
                country,
                city,
                lang,
                idnumber,
                auth,
                confirmed,
                nowSuspended,
                deleted);
    }

    /** The row as Moodle leaves it when it deletes the account at this time. */
    MoodleUser deletedAt(long seconds) {
        String marked = (email.isEmpty() ? username : email) + "." + seconds;
        String hash = String.format(Locale.ROOT, "%032x", username.hashCode() & 0xffffffffL);
        return new MoodleUser(
                id,
                marked.toLowerCase(Locale.ROOT),
                hash,
                firstname,
                lastname,
                country,
                city,
                lang,
                "",
                auth,
                confirmed,
                suspended,
                true);
    }

    private static String firstCharacter(String name) {
        return name.isEmpty() ? "" : name.substring(0, name.offsetByCodePoints(0, 1));
    }
}
