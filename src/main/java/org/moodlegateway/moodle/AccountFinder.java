package org.moodlegateway.moodle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.ledger.People;
import org.moodlegateway.ledger.PersonRow;
import org.moodlegateway.ledger.PersonRow.Origin;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.MoodleSite.Account;
import org.moodlegateway.moodle.MoodleSite.NewAccount;
import org.moodlegateway.order.Emails;

/**
 * Makes sure that everybody in a batch has an account in Moodle: one look-up for all, then one
 * create for those who have none. Only after a refusal are people taken one by one. Names in Moodle
 * are never overwritten. Nobody gets an account only to have access taken from it.
 */
public final class AccountFinder {
    private static final int MOST_VALUES = 400;

    private final MoodleSite moodle;
    private final People people;
    private final MoodleSettings settings;
    private final Passwords passwords;
    private final Leases leases;
    private final Refusals refusals;

    public AccountFinder(
            MoodleSite moodle,
            People people,
            MoodleSettings settings,
            Passwords passwords,
            Leases leases,
            Refusals refusals) {
        this.moodle = moodle;
        this.people = people;
        this.settings = settings;
        this.passwords = passwords;
        this.leases = leases;
        this.refusals = refusals;
    }

    /** Looks up everybody whose account is not known yet. */
    public Batch findAccounts(Batch batch) {
        Batch rest = batch;
        for (List<PersonRow> part : Chunks.of(rest.withoutAccount(), MOST_VALUES / 2)) {
            rest = leases.hold(rest);
            rest = lookUp(rest, part);
        }
        return rest;
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
        return with(batch.settle(batch.workOf(taken), refusals.park("account-taken")), found);
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
