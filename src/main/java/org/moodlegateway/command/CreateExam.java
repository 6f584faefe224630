package org.moodlegateway.command;

import java.util.List;
import java.util.function.Consumer;
import org.moodlegateway.moodle.Answer;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.NewAccount;
import org.moodlegateway.moodle.MoodleSite.SiteInfo;
import org.moodlegateway.moodle.Outcome;

/**
 * Whether the caller may make accounts. It is asked to make one under the caller's own user name,
 * which Moodle refuses after it has looked at the right, and so for another reason.
 */
final class CreateExam {
    private final MoodleSite moodle;
    private final SiteInfo site;
    private final Consumer<Finding> found;

    CreateExam(MoodleSite moodle, SiteInfo site, Consumer<Finding> found) {
        this.moodle = moodle;
        this.site = site;
        this.found = found;
    }

    void examine() {
        NewAccount taken =
                new NewAccount(
                        site.username(), "Doctor", "Doctor", "doctor@example.invalid", "", "");
        Answer<List<Long>> answer = moodle.createAccounts(List.of(taken));
        boolean refusedForItsName =
                answer.outcome() instanceof Outcome.ItemRefused refused
                        && refused.errorcode().equals("invalidparameter");
        if (refusedForItsName) {
            found.accept(Finding.good("create-accounts", "The caller may make accounts"));
        } else {
            String code = Refused.code(answer.outcome());
            found.accept(
                    Finding.bad(
                            code.equals("nopermissions") ? "create-not-allowed" : code,
                            "The caller can't make accounts",
                            code.equals("nopermissions")
                                    ? "Site administration, Users, Permissions, Define roles, the"
                                            + " caller's role: allow moodle/user:create."
                                    : Refused.hint(answer.outcome())));
        }
    }
}
