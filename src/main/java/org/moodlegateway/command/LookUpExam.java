package org.moodlegateway.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.moodlegateway.moodle.Answer;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.Account;
import org.moodlegateway.moodle.MoodleSite.SiteInfo;

/**
 * Whether the caller finds people. Where a right is missing, Moodle answers with an empty list
 * instead of refusing, and the gateway would try to make accounts that are there. So an account is
 * looked for that is known to be there, and not the caller's own, which everybody may see.
 */
final class LookUpExam {
    /** Every Moodle begins with a guest, 1, and an administrator, 2. */
    private static final long FIRST_ADMINISTRATOR = 2;

    private static final int SOME = 100;

    private static final String CAPABILITY =
            "Site administration, Users, Permissions, Define roles, the caller's role: allow ";

    private final MoodleSite moodle;
    private final SiteInfo site;
    private final Consumer<Finding> found;

    LookUpExam(MoodleSite moodle, SiteInfo site, Consumer<Finding> found) {
        this.moodle = moodle;
        this.site = site;
        this.found = found;
    }

    void examine() {
        List<Account> others =
                moodle.accountsById(ids()).done().orElse(List.of()).stream()
                        .filter(account -> account.id() != site.userId())
                        .toList();
        Optional<Account> known =
                others.stream()
                        .filter(account -> account.id() <= FIRST_ADMINISTRATOR)
                        .reduce((first, second) -> second);
        if (known.isEmpty()) {
            missing(
                    "people-hidden",
                    "The caller can't see other people",
                    "moodle/user:viewdetails");
            return;
        }
        Account account = known.get();
        boolean byEmail =
                finds(account, account.email(), moodle::accountsByEmail) && mostHaveAnEmail(others);
        boolean byName = finds(account, account.username(), moodle::accountsByUsername);
        if (!byEmail) {
            missing(
                    "email-look-up-empty",
                    "People are there, but their e-mails can't be seen or looked up",
                    "moodle/site:viewuseridentity");
        }
        if (!byName) {
            missing(
                    "username-look-up-empty",
                    "People are there, but can't be looked up by user name",
                    "moodle/user:viewalldetails");
        }
        if (byEmail && byName) {
            found.accept(
                    Finding.good("look-ups", "People are found by id, by e-mail and by user name"));
        }
    }

    /** The oldest accounts, and the caller's neighbours. */
    private Set<Long> ids() {
        Set<Long> ids = new TreeSet<>();
        for (long id = 1; id <= SOME; id++) {
            ids.add(id);
            ids.add(site.userId() + id);
        }
        ids.remove(site.userId());
        return ids;
    }

    /** Administrators often show theirs to everybody, so others are looked at too. */
    private static boolean mostHaveAnEmail(List<Account> others) {
        List<Account> people =
                others.stream().filter(account -> account.id() > FIRST_ADMINISTRATOR).toList();
        long hidden = people.stream().filter(account -> account.email().isEmpty()).count();
        return hidden * 2 <= people.size();
    }

    private interface LookUp {
        Answer<List<Account>> ask(List<String> values);
    }

    private static boolean finds(Account account, String value, LookUp lookUp) {
        return !value.isEmpty()
                && lookUp.ask(List.of(value)).done().orElse(List.of()).stream()
                        .anyMatch(one -> one.id() == account.id());
    }

    private void missing(String code, String message, String capability) {
        found.accept(Finding.bad(code, message, CAPABILITY + capability + "."));
    }
}
