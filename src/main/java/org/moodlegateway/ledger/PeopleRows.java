package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Participant;

/** Rows of the table {@code person}. */
public final class PeopleRows {
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9._@-]{1,100}");

    private PeopleRows() {}

    /** The id of a seat's participant, who is added when he is new. Names that are known stay. */
    public static long findOrAdd(Handle handle, Order order, Sitter sitter) {
        String key = sitter.key();
        Optional<Long> known = find(handle, key);
        if (known.isPresent()) {
            return known.get();
        }
        Buyer buyer = order.buyer();
        Participant named =
                new Participant(sitter.email(), sitter.firstName(), sitter.lastName(), "").named();
        boolean isBuyer = Emails.key(buyer.email()).equals(key);
        handle.createUpdate(
                        """
                        insert into person (person_key, email, username, first_name, last_name, country, language, origin)
                        values (:key, :email, :username, :first, :last, :country, :language, 'UNSEEN') on conflict do nothing
                        """)
                .bind("key", key)
                .bind("email", sitter.email())
                .bind("username", username(key))
                .bind("first", named.firstName())
                .bind("last", named.lastName())
                .bind("country", isBuyer ? buyer.country() : "")
                .bind("language", isBuyer ? buyer.language() : "")
                .execute();
        return find(handle, key).orElseThrow();
    }

    /** Corrects the names of somebody whom Moodle has not heard of yet. */
    public static void rename(Handle handle, Sitter sitter) {
        if (!sitter.firstName().isEmpty() && !sitter.lastName().isEmpty()) {
            handle.execute(
                    "update person set first_name = ?, last_name = ? where person_key = ? and origin = 'UNSEEN'",
                    sitter.firstName(),
                    sitter.lastName(),
                    sitter.key());
        }
    }

    /**
     * The person to whom an address leads now: the one of this key, unless the address belongs to
     * somebody else by now, or is another address of somebody.
     *
     * @param key see {@link Emails#key}
     */
    public static Optional<Long> find(Handle handle, String key) {
        return handle.createQuery(
                        """
                        select coalesce((select person_id from person_address where address = :key),
                            (select id from person where person_key = :key)) as id
                        """)
                .bind("key", key)
                .mapTo(Long.class)
                .findOne();
    }

    /**
     * Whether two addresses are one person, as far as the ledger knows: the same but for case, or
     * two addresses of somebody who changed the e-mail.
     */
    public static boolean samePerson(Handle handle, String one, String other) {
        String key = Emails.key(one);
        String otherKey = Emails.key(other);
        return key.equals(otherKey)
                || find(handle, key)
                        .filter(id -> find(handle, otherKey).equals(Optional.of(id)))
                        .isPresent();
    }

    /**
     * The e-mail's key where Moodle allows it as a username, else a stable stand-in made of its
     * hash.
     */
    public static String username(String key) {
        return USERNAME.matcher(key).matches() ? key : "s_" + Inbox.contentId(key).substring(0, 32);
    }

    public static PersonRow read(ResultSet row) throws SQLException {
        return new PersonRow(
                row.getLong("person_id"),
                row.getString("person_key"),
                row.getString("email"),
                row.getString("username"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("country"),
                row.getString("language"),
                Rows.id(row, "account_id").orElse(null),
                PersonRow.Origin.valueOf(row.getString("origin")),
                Rows.instant(row, "proven_at"));
    }
}
