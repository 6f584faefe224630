package org.moodlegateway.moodle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.enrolment.Identities;
import org.moodlegateway.enrolment.Identities.Owner;
import org.moodlegateway.ledger.People;
import org.moodlegateway.ledger.PersonRow;
import org.moodlegateway.ledger.PersonRow.Origin;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.MoodleSite.Account;
import org.moodlegateway.moodle.MoodleSite.NewAccount;
import org.moodlegateway.order.Emails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that everybody in a batch has an account in Moodle: one look-up for all, then one
 * create for those who have none. Only after a refusal are people taken one by one. Names in Moodle
 * are never overwritten. Nobody gets an account only to have access taken from it.
 *
 * <p>That an account has an e-mail is believed for {@link MoodleSettings#accountRecheck}; who is
 * given a new seat later is looked up again, in the same call as the others.
 */
public final class AccountFinder {
    private static final Logger LOG = LoggerFactory.getLogger(AccountFinder.class);
    private static final int MOST_VALUES = 400;

    private final MoodleSite moodle;
    private final People people;
    private final Identities identities;
    private final MoodleSettings settings;
    private final Passwords passwords;
    private final Leases leases;
    private final Refusals refusals;

    public AccountFinder(
            MoodleSite moodle,
            People people,
            Identities identities,
            MoodleSettings settings,
            Passwords passwords,
            Leases leases,
            Refusals refusals) {
        this.moodle = moodle;
        this.people = people;
        this.identities = identities;
        this.settings = settings;
        this.passwords = passwords;
        this.leases = leases;
        this.refusals = refusals;
    }

    /** Looks up everybody whose account is not known yet, or was not looked up for long. */
    public Batch findAccounts(Batch batch) {
        Batch rest = batch;
        for (List<PersonRow> part : Chunks.of(toLookUp(rest), MOST_VALUES / 2)) {
            rest = leases.hold(rest);
            rest = lookUp(rest, part);
        }
        return rest;
    }

    /**
     * Whose account is not known or was refused, or who is to be given new seats on an old proof.
     * More time for what an account has, and less, goes to the account that has it.
     */
    private List<PersonRow> toLookUp(Batch batch) {
        Instant oldest = batch.startedAt().minus(settings.accountRecheck());
        return batch.people().stream()
                .filter(
                        person ->
                                person.account().isEmpty()
                                        || person.isDoubted()
                                        || (!person.provenSince(oldest)
                                                && giving(batch, person).stream()
                                                        .anyMatch(Work::newSeats)))
                .toList();
    }

    /** One call for all of them; if Moodle refuses it, one of them is refused, so by halves. */
    private Batch lookUp(Batch batch, List<PersonRow> part) {
        List<PersonRow> asked = batch.present(part);
        if (asked.isEmpty()) {
            return batch;
        }
        Answer<List<Account>> answer = moodle.accountsByEmail(spellings(asked));
        if (answer.outcome() instanceof Outcome.ItemRefused && asked.size() > 1) {
            Batch rest = batch;
            for (List<PersonRow> half : Chunks.of(asked, (asked.size() + 1) / 2)) {
                rest = lookUp(leases.hold(rest), half);
            }
            return rest;
        }
        if (answer.done().isEmpty()) {
            return batch.settle(refusals.notDone(batch.workOf(asked), answer.outcome()));
        }
        return take(batch, asked, answer.result());
    }

    /** As written and in lower case: Moodle compares e-mails exactly. */
    private static Set<String> spellings(List<PersonRow> people) {
        Set<String> values = new LinkedHashSet<>();
        people.forEach(
                person -> {
                    values.add(person.key());
                    values.add(person.email());
                });
        return values;
    }

    private Batch take(Batch batch, List<PersonRow> asked, List<Account> accounts) {
        Map<String, List<Account>> byEmail =
                accounts.stream().collect(groupingBy(account -> Emails.key(account.email())));
        Batch rest = batch;
        List<PersonRow> proven = new ArrayList<>();
        List<PersonRow> doubtful = new ArrayList<>();
        for (PersonRow person : asked) {
            if (person.account().isPresent()) {
                boolean same =
                        byEmail.getOrDefault(person.key(), List.of()).stream()
                                .anyMatch(account -> account.id() == person.moodleId());
                (same ? proven : doubtful).add(person);
            }
        }
        people.proven(proven);
        if (!doubtful.isEmpty()) {
            rest = judge(rest, doubtful, byEmail);
        }
        Set<Long> asking = asked.stream().map(PersonRow::id).collect(toSet());
        return give(
                rest,
                rest.withoutAccount().stream()
                        .filter(person -> asking.contains(person.id()))
                        .toList(),
                byEmail);
    }

    /**
     * Accounts that don't have the e-mail any more: looked up by number, all in one call. A deleted
     * one is found so as well, under a hash for an e-mail.
     */
    private Batch judge(Batch batch, List<PersonRow> doubtful, Map<String, List<Account>> byEmail) {
        Batch rest = leases.hold(batch);
        Answer<List<Account>> answer =
                moodle.accountsById(doubtful.stream().map(PersonRow::moodleId).toList());
        if (answer.done().isEmpty()) {
            return rest.settle(refusals.notDone(rest.workOf(doubtful), answer.outcome()));
        }
        Map<Long, Account> byId =
                answer.result().stream()
                        .collect(toMap(Account::id, account -> account, (one, other) -> one));
        boolean sighted = !byEmail.isEmpty() || !byId.isEmpty();
        for (PersonRow person : doubtful) {
            Account old = byId.get(person.moodleId());
            List<Account> others = byEmail.getOrDefault(person.key(), List.of());
            if (old == null ? sighted || person.isDoubted() : isDeleted(old)) {
                rest = gone(rest, person);
            } else if (old != null && old.email().contains("@")) {
                rest = moved(rest, person, old, others);
            }
        }
        return rest;
    }

    /** Moodle puts a hash in the place of the e-mail of an account that it deletes. */
    private static boolean isDeleted(Account account) {
        return !account.email().isEmpty() && !account.email().contains("@");
    }

    private Batch gone(Batch batch, PersonRow person) {
        int due = identities.gone(person);
        LOG.warn(
                "The account is gone from Moodle, what it had is due again person={} account={} count={}",
                person.id(),
                person.moodleId(),
                due);
        return with(batch, List.of(person.withoutAccount()));
    }

    private Batch moved(Batch batch, PersonRow person, Account old, List<Account> others) {
        String claim = batch.claim().id();
        if (Emails.key(old.email()).equals(person.key())) {
            people.proven(List.of(person));
            return batch;
        }
        if (others.isEmpty()) {
            return settleMerged(batch, identities.renamed(person, old.email(), claim));
        }
        Long owner = others.size() == 1 ? others.get(0).id() : null;
        LOG.warn(
                "An e-mail belongs to another account of Moodle than before person={} was={} now={}",
                person.id(),
                old.id(),
                owner);
        Batch rest = settleMerged(batch, identities.passedOn(person, old.email(), owner, claim));
        return rest.settle(rest.workOf(List.of(person)), refusals.again("address-passed-on"));
    }

    /** Work of people who turned out to be somebody known: it is due under that one's name. */
    private Batch settleMerged(Batch batch, List<Long> merged) {
        List<Work> works =
                batch.open().stream().filter(work -> merged.contains(work.person().id())).toList();
        return batch.settle(works, refusals.again("same-person"));
    }

    private Batch give(Batch batch, List<PersonRow> asked, Map<String, List<Account>> byEmail) {
        List<PersonRow> found = new ArrayList<>();
        Batch rest = batch;
        for (PersonRow person : asked) {
            List<Account> his = byEmail.getOrDefault(person.key(), List.of());
            if (his.size() > 1) {
                rest = rest.settle(rest.workOf(List.of(person)), refusals.park("two-accounts"));
            } else if (his.size() == 1 && his.get(0).suspended()) {
                rest = rest.settle(giving(rest, person), refusals.park("account-suspended"));
                rest = with(rest, List.of(person.with(his.get(0).id(), person.origin())));
            } else if (his.size() == 1) {
                found.add(person.with(his.get(0).id(), origin(person, his.get(0))));
            }
        }
        return keep(rest, found);
    }

    /** An account with our user name that turns up after a create may have left is ours. */
    private static Origin origin(PersonRow person, Account account) {
        boolean ours =
                person.origin() == Origin.CREATING && account.username().equals(person.username());
        return ours ? Origin.CREATED : Origin.FOUND;
    }

    private Batch keep(Batch batch, List<PersonRow> found) {
        if (found.isEmpty()) {
            return batch;
        }
        List<PersonRow> taken = people.known(found, !settings.ownCredentials());
        Batch rest = with(batch, found);
        return taken.isEmpty() ? rest : sortOutTaken(rest, taken);
    }

    /**
     * Accounts that the ledger knows as somebody else's. If Moodle has no account with any e-mail
     * of that one any more, both are one person who changed the e-mail; else a person decides.
     */
    private Batch sortOutTaken(Batch batch, List<PersonRow> taken) {
        Map<Long, Owner> owners = new LinkedHashMap<>();
        Set<String> addresses = new LinkedHashSet<>();
        for (PersonRow person : taken) {
            if (!identities.isDecided(person.key())) {
                identities
                        .owner(person.moodleId())
                        .ifPresent(owner -> owners.put(person.id(), owner));
            }
        }
        owners.values().forEach(owner -> addresses.addAll(owner.addresses()));
        Batch rest = leases.hold(batch);
        Set<String> used = new LinkedHashSet<>();
        if (!addresses.isEmpty()) {
            Answer<List<Account>> answer = moodle.accountsByEmail(addresses);
            if (answer.done().isEmpty()) {
                return rest.settle(refusals.notDone(rest.workOf(taken), answer.outcome()));
            }
            answer.result().forEach(account -> used.add(Emails.key(account.email())));
        }
        for (PersonRow person : taken) {
            Owner owner = owners.get(person.id());
            boolean free = owner != null && owner.addresses().stream().noneMatch(used::contains);
            if (free && identities.same(owner.person(), person, rest.claim().id())) {
                LOG.info("A known account has another e-mail now person={}", owner.person());
                rest = settleMerged(rest, List.of(person.id()));
            } else {
                rest = rest.settle(rest.workOf(List.of(person)), taken(person, owner));
            }
        }
        return rest;
    }

    private Result taken(PersonRow person, Owner known) {
        Optional<Owner> owner =
                known == null ? identities.owner(person.moodleId()) : Optional.of(known);
        String seat = owner.map(Owner::seat).orElse("");
        String hint = Hints.of("account-taken");
        return new Result.Parked(
                "account-taken",
                seat.isEmpty() ? hint : hint + " OLD is the e-mail of seat " + seat + ".");
    }

    private static Batch with(Batch batch, List<PersonRow> found) {
        Map<Long, PersonRow> known = found.stream().collect(toMap(PersonRow::id, person -> person));
        return batch.with(
                batch.open().stream()
                        .map(
                                work ->
                                        known.containsKey(work.person().id())
                                                ? work.of(known.get(work.person().id()))
                                                : work)
                        .toList());
    }

    /** What gives a person something, and so needs an account that can be used. */
    private static List<Work> giving(Batch batch, PersonRow person) {
        return batch.workOf(List.of(person)).stream().filter(work -> !work.takesAway()).toList();
    }

    /** Makes an account for everybody who has none and is given something. */
    public Batch createAccounts(Batch batch) {
        Batch rest = createMissing(nothingToTake(batch));
        return rest.settle(
                rest.open().stream().filter(Work::onlyAccount).toList(), new Result.Applied());
    }

    /** From somebody without an account nothing can be taken. */
    private Batch nothingToTake(Batch batch) {
        Batch rest = batch;
        for (PersonRow person : rest.withoutAccount()) {
            if (giving(rest, person).isEmpty()) {
                rest = leases.hold(rest);
                rest = lookUpInAnyCase(rest, person);
            }
        }
        return rest.settle(
                rest.open().stream()
                        .filter(Work::takesAway)
                        .filter(work -> work.person().account().isEmpty())
                        .toList(),
                new Result.Applied());
    }

    private Batch lookUpInAnyCase(Batch batch, PersonRow person) {
        List<PersonRow> him = List.of(person);
        Answer<List<Account>> answer = moodle.accountsByEmailInAnyCase(person.key());
        return answer.done().isEmpty()
                ? batch.settle(refusals.notDone(batch.workOf(him), answer.outcome()))
                : take(batch, him, answer.result());
    }

    private Batch createMissing(Batch batch) {
        Batch rest = batch;
        for (List<PersonRow> part : Chunks.of(rest.withoutAccount(), settings.batch())) {
            rest = leases.hold(rest);
            List<PersonRow> asked = rest.present(part);
            if (!asked.isEmpty()) {
                rest = create(rest, asked);
            }
        }
        return rest;
    }

    private Batch create(Batch batch, List<PersonRow> asked) {
        people.creating(asked);
        Answer<List<Long>> answer =
                moodle.createAccounts(asked.stream().map(this::account).toList());
        if (answer.done().isPresent()) {
            List<PersonRow> created = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                created.add(asked.get(i).with(answer.result().get(i), Origin.CREATED));
            }
            return keep(batch, created);
        }
        if (answer.outcome() instanceof Outcome.ItemRefused refused) {
            return asked.size() == 1
                    ? sortOut(batch, asked.get(0), refused)
                    : oneByOne(batch, asked);
        }
        return batch.settle(refusals.notDone(batch.workOf(asked), answer.outcome()));
    }

    private NewAccount account(PersonRow person) {
        return new NewAccount(
                person.username(),
                person.firstName(),
                person.lastName(),
                person.key(),
                person.country(),
                settings.ownCredentials() ? "" : passwords.random());
    }

    /** Moodle doesn't say who it was: look again for all of them, then make the rest singly. */
    private Batch oneByOne(Batch batch, List<PersonRow> asked) {
        Batch rest = lookUp(batch, asked);
        for (PersonRow person : asked) {
            List<PersonRow> still =
                    rest.withoutAccount().stream()
                            .filter(other -> other.id() == person.id())
                            .toList();
            if (!still.isEmpty()) {
                rest = leases.hold(rest);
                rest = rest.present(still).isEmpty() ? rest : create(rest, still);
            }
        }
        return rest;
    }

    /** One account refused: somebody may have the e-mail in another spelling, or the user name. */
    private Batch sortOut(Batch batch, PersonRow person, Outcome.ItemRefused refused) {
        List<PersonRow> him = List.of(person);
        Batch rest = lookUpInAnyCase(batch, person);
        if (rest.withoutAccount().stream().noneMatch(other -> other.id() == person.id())) {
            return rest;
        }
        List<Work> his = rest.workOf(him);
        if (refused.blame() == Outcome.Blame.DATABASE
                && his.stream().allMatch(work -> work.attempts() < Refusals.TRIES)) {
            return rest.settle(his, refusals.soon(refused.errorcode()));
        }
        boolean nameTaken =
                moodle.accountsByUsername(List.of(person.username()))
                        .done()
                        .map(accounts -> !accounts.isEmpty())
                        .orElse(false);
        return rest.settle(his, refusals.park(nameTaken ? "username-taken" : "account-refused"));
    }
}
