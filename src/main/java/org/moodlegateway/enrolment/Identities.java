package org.moodlegateway.enrolment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Groups;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Outbox;
import org.moodlegateway.ledger.Outbox.Fact;
import org.moodlegateway.ledger.PeopleRows;
import org.moodlegateway.ledger.PersonRow;
import org.moodlegateway.ledger.Rows;
import org.moodlegateway.order.Emails;

/**
 * Who is who when e-mails change in Moodle: somebody has a new one, somebody else has the old one,
 * or the account is gone. A claim's id is that of the batch in which it was found out, whose work
 * nobody else holds.
 */
public final class Identities {
    private final Ledger ledger;
    private final Entitlements entitlements;
    private final UnsentSeats unsent;

    public Identities(Ledger ledger, Entitlements entitlements) {
        this.ledger = ledger;
        this.entitlements = entitlements;
        this.unsent = new UnsentSeats(entitlements);
    }

    /**
     * The person whose account it is in the ledger.
     *
     * @param addresses keys of all e-mails that lead to the person
     * @param seat reference of a seat of theirs, for hints; empty if there is none
     */
    public record Owner(long person, List<String> addresses, String seat) {
        public Owner {
            addresses = List.copyOf(addresses);
        }
    }

    /** Whose account it is; empty if it is nobody's that the ledger knows. */
    public Optional<Owner> owner(long account) {
        return ledger.read(
                handle ->
                        handle.select("select id from person where moodle_id = ?", account)
                                .mapTo(Long.class)
                                .findOne()
                                .map(id -> owner(handle, id)));
    }

    private static Owner owner(Handle handle, long person) {
        TreeSet<String> addresses = new TreeSet<>();
        handle.createQuery(
                        """
                        select person_key from person where id = :id and person_key like '%@%' and person_key not like '% %'
                        union select address from person where id = :id and address is not null
                        union select address from person_address where person_id = :id
                        """)
                .bind("id", person)
                .mapTo(String.class)
                .forEach(addresses::add);
        addresses.removeIf(
                address -> !PeopleRows.find(handle, address).equals(Optional.of(person)));
        String seat =
                handle.createQuery(
                                """
                                select s.reference from seat s join entitlement e on e.id = s.entitlement_id
                                where e.person_id = :id and s.reference is not null order by s.id fetch first 1 rows only
                                """)
                        .bind("id", person)
                        .mapTo(String.class)
                        .findOne()
                        .orElse("");
        return new Owner(person, List.copyOf(addresses), seat);
    }

    /** Whether an administrator said that this e-mail is another person than it would seem. */
    public boolean isDecided(String address) {
        return ledger.read(
                handle ->
                        handle.select("select 1 from person_address where address = ?", address)
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }

    /**
     * The account of somebody known has the e-mail of a newcomer now, and none has the old one: it
     * is one person. Nothing of the newcomer ever reached Moodle, so all of it counts for the one
     * who is known.
     *
     * @return false while somebody else is sending something of the newcomer
     */
    public boolean same(long known, PersonRow newcomer, String claim) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    lock(handle, known, newcomer.id());
                    if (isBusy(handle, newcomer.id(), claim)) {
                        return false;
                    }
                    merge(handle, newcomer.id(), known, now);
                    lead(handle, newcomer.key(), known, now);
                    address(handle, known, newcomer.key(), now);
                    return true;
                });
    }

    /**
     * Somebody changed the e-mail of the account, and nobody has the old one: both are the
     * person's.
     *
     * @param email what the account has now
     * @return people who turned out to be this one
     */
    public List<Long> renamed(PersonRow person, String email, String claim) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    lock(handle, person.id());
                    return adopt(handle, person.id(), Emails.key(email), claim, now);
                });
    }

    /** The account's e-mail is an address of its person, unless it is somebody else's. */
    private List<Long> adopt(Handle handle, long person, String key, String claim, Instant now) {
        address(handle, person, key, now);
        Optional<Long> other = PeopleRows.find(handle, key);
        if (other.isEmpty()) {
            lead(handle, key, person, now);
            return List.of();
        }
        boolean newcomer =
                other.get() != person && hasNoAccount(handle, other.get()) && !leads(handle, key);
        if (!newcomer || isBusy(handle, other.get(), claim)) {
            return List.of();
        }
        merge(handle, other.get(), person, now);
        lead(handle, key, person, now);
        return other.stream().toList();
    }

    /**
     * The person's e-mail belongs to another account now, while the old one exists with another
     * e-mail: what was delivered stays with the old account, what came in since goes to the new
     * owner. Told once.
     *
     * @param email what the old account has now
     * @param account the other account; null if it isn't known which
     * @return people who turned out to be this one
     */
    public List<Long> passedOn(PersonRow person, String email, Long account, String claim) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    lock(handle, person.id());
                    Instant since = person.provenAt() == null ? Instant.EPOCH : person.provenAt();
                    List<UnsentSeats.Seat> newer =
                            UnsentSeats.ofPerson(handle, person.id(), person.key(), since, claim);
                    long owner = newOwner(handle, person, newer, account, now);
                    lead(handle, person.key(), owner, now);
                    List<Long> merged = adopt(handle, person.id(), Emails.key(email), claim, now);
                    unsent.move(handle, newer.stream().map(seat -> seat.of(owner)).toList(), now);
                    Outbox.note(handle, now, passedOn(person, account, newer, now));
                    return merged;
                });
    }

    private static long newOwner(
            Handle handle,
            PersonRow former,
            List<UnsentSeats.Seat> seats,
            Long account,
            Instant now) {
        Optional<Long> known =
                account == null
                        ? Optional.empty()
                        : handle.select("select id from person where moodle_id = ?", account)
                                .mapTo(Long.class)
                                .findOne();
        if (known.isPresent()) {
            return known.get();
        }
        String key = former.key() + " after " + former.id();
        record Names(String first, String last) {}
        Names names =
                seats.isEmpty()
                        ? new Names(former.firstName(), former.lastName())
                        : handle.select(
                                        "select first_name, last_name from seat where id = ?",
                                        seats.get(seats.size() - 1).id())
                                .map(
                                        (row, context) ->
                                                new Names(
                                                        row.getString("first_name"),
                                                        row.getString("last_name")))
                                .one();
        handle.createUpdate(
                        """
                        insert into person (person_key, email, username, first_name, last_name, country, language, origin,
                            moodle_id, address, proven_at)
                        values (:key, :email, :username, :first, :last, '', '', :origin, :account, :address, :proven)
                        on conflict do nothing
                        """)
                .bind("key", key)
                .bind("email", former.key())
                .bind("username", PeopleRows.username(key))
                .bind("first", names.first)
                .bind("last", names.last)
                .bind("origin", account == null ? "UNSEEN" : "FOUND")
                .bindByType("account", account, Long.class)
                .bind("address", former.key())
                .bindByType("proven", account == null ? null : now, Instant.class)
                .execute();
        return handle.select("select id from person where person_key = ?", key)
                .mapTo(Long.class)
                .one();
    }

    private static Fact passedOn(
            PersonRow person, Long account, List<UnsentSeats.Seat> newer, Instant now) {
        String seats =
                newer.stream()
                        .map(UnsentSeats.Seat::reference)
                        .filter(reference -> reference != null && !reference.isEmpty())
                        .collect(Collectors.joining(", "));
        String is = account == null ? "another account" : "account " + account;
        return new Fact(
                "alert",
                "alert address-passed-on " + person.id() + " " + now,
                "",
                "",
                Map.of(
                        "alert",
                        "address-passed-on",
                        "subject",
                        String.valueOf(person.moodleId()),
                        "now",
                        account == null ? "" : String.valueOf(account),
                        "seats",
                        seats,
                        "since",
                        now.toString(),
                        "hint",
                        "An e-mail that Moodle's account "
                                + person.moodleId()
                                + " had belongs to "
                                + is
                                + " now. What was delivered stays with the old account, newer orders go to the new"
                                + " owner"
                                + (seats.isEmpty() ? "." : ": seats " + seats + ".")));
    }

    /**
     * The person's account is gone from Moodle, with all that was in it.
     *
     * @return how many enrolments are due again
     */
    public int gone(PersonRow person) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    lock(handle, person.id());
                    return forgetAccount(handle, person.id(), now);
                });
    }

    int forgetAccount(Handle handle, long person, Instant now) {
        handle.execute(
                "update person set moodle_id = null, origin = 'UNSEEN', proven_at = null where id"
                        + " = ?",
                person);
        return SentAgain.ofPerson(handle, person, now);
    }

    /** Always in the same order, so that two who lock two people wait for each other. */
    static void lock(Handle handle, long... people) {
        handle.createQuery("select id from person where id in (<ids>) order by id for update")
                .bindList("ids", Arrays.stream(people).boxed().toList())
                .mapTo(Long.class)
                .list();
    }

    static boolean isBusy(Handle handle, long person, String claim) {
        return handle.createQuery(
                        """
                        select 1 from entitlement where person_id = :person
                            and (state = 'UNKNOWN' or (state = 'SENDING' and claim_id <> :claim))
                        fetch first 1 rows only
                        """)
                .bind("person", person)
                .bind("claim", claim)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static boolean hasNoAccount(Handle handle, long person) {
        return account(handle, person).isEmpty();
    }

    static Optional<Long> account(Handle handle, long person) {
        return handle.select(
                        "select moodle_id from person where id = ? and moodle_id is not null",
                        person)
                .mapTo(Long.class)
                .findOne();
    }

    private static boolean leads(Handle handle, String key) {
        return handle.select("select 1 from person_address where address = ?", key)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** From now on this address is this person's. */
    static void lead(Handle handle, String key, long person, Instant now) {
        int led =
                handle.execute(
                        "update person_address set person_id = ?, since = ? where address = ?",
                        person,
                        now,
                        key);
        if (led == 0) {
            handle.execute(
                    "insert into person_address (address, person_id, since) values (?, ?, ?) on"
                            + " conflict do nothing",
                    key,
                    person,
                    now);
        }
    }

    private static void address(Handle handle, long person, String key, Instant now) {
        handle.execute(
                "update person set address = ?, proven_at = ? where id = ?", key, now, person);
    }

    /**
     * Everything of one person, of which nothing reached Moodle, counts for another. The rows that
     * it counted for stay, empty: they may be part of the caller's own claim.
     */
    void merge(Handle handle, long from, long into, Instant now) {
        record Old(long id, long course) {}
        List<Old> all =
                handle.select(
                                "select id, course_id from entitlement where person_id = ? order by id",
                                from)
                        .map((row, context) -> new Old(row.getLong("id"), row.getLong("course_id")))
                        .list();
        List<Long> touched = new ArrayList<>();
        for (Old old : all) {
            long to = Entitlements.findOrAdd(handle, into, old.course, now);
            Groups.move(handle, old.id, to, now);
            handle.execute(
                    "update seat set entitlement_id = ?, since_version = ? where entitlement_id = ?",
                    to,
                    Entitlements.NOT_FOLDED_YET,
                    old.id);
            touched.add(old.id);
            touched.add(to);
        }
        handle.execute("update person_address set person_id = ? where person_id = ?", into, from);
        handle.select(
                        "select coalesce(address, person_key) as address from person where id = ?",
                        from)
                .map((row, context) -> Rows.text(row, "address"))
                .findOne()
                .ifPresent(address -> lead(handle, address, into, now));
        entitlements.fold(handle, touched, "", now);
    }
}
