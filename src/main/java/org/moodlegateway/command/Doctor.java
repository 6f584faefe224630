package org.moodlegateway.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.moodle.Answer;
import org.moodlegateway.moodle.LongForm;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.SiteInfo;
import org.moodlegateway.moodle.WebFunction;

/**
 * Examines a Moodle: whether everything that orders will need works, proven by calls that change
 * nothing. What writes is sent with a row that must fail beside it, so that Moodle takes all of it
 * back.
 */
final class Doctor {
    private static final int MORE_THAN_DEFAULT = 1100;
    private static final String FUNCTIONS =
            "Site administration, Server, Web services, External services: Functions of the token's"
                    + " service, Add functions.";

    private final MoodleSite moodle;
    private final LongForm longForm;
    private final MoodleSettings settings;
    private final Consumer<Finding> found;
    private SiteInfo site;

    Doctor(MoodleSite moodle, LongForm longForm, MoodleSettings settings, Consumer<Finding> found) {
        this.moodle = moodle;
        this.longForm = longForm;
        this.settings = settings;
        this.found = found;
    }

    /**
     * Tells every finding as it is made.
     *
     * @param led where names of courses led for the gateway so far: Moodle's ids
     */
    void examine(Collection<CourseNeed> needs, Map<CourseName, Long> led) {
        if (!reach()) {
            return;
        }
        functions();
        if (!account()) {
            return;
        }
        new LookUpExam(moodle, site, found).examine();
        new CreateExam(moodle, site, found).examine();
        CourseExam courses = new CourseExam(moodle, settings, site, led, found);
        needs.forEach(courses::examine);
        length();
        notes();
    }

    private boolean reach() {
        Answer<SiteInfo> answer = moodle.siteInfo();
        if (answer.done().isEmpty()) {
            found.accept(
                    Finding.bad(
                            Refused.code(answer.outcome()),
                            settings.url() + " doesn't answer as a Moodle should",
                            Refused.hint(answer.outcome())));
            return false;
        }
        site = answer.result();
        found.accept(
                Finding.good(
                        "reachable",
                        settings.url()
                                + " answers: "
                                + site.name()
                                + ", Moodle "
                                + site.release()
                                + ", called as "
                                + site.username()));
        if (settings.url().startsWith("http:")) {
            found.accept(
                    Finding.note(
                            "no-tls",
                            "The address is http: the token can be read on the way",
                            "Fine on one machine; else use https."));
        }
        return true;
    }

    private void functions() {
        Set<String> missing = new TreeSet<>();
        for (WebFunction function : WebFunction.values()) {
            if (!site.functions().contains(function.moodleName())) {
                missing.add(function.moodleName());
            }
        }
        if (missing.isEmpty()) {
            found.accept(
                    Finding.good(
                            "functions",
                            "The service has all "
                                    + WebFunction.values().length
                                    + " functions that are used"));
        }
        missing.forEach(
                function ->
                        found.accept(
                                Finding.bad(
                                        "function-missing",
                                        "The service lacks the function " + function,
                                        FUNCTIONS)));
    }

    /**
     * Site information comes through a forced password change and a policy that nobody accepted;
     * its {@code policyagreed} is 0 also where there is no policy, so only a look-up proves it.
     */
    private boolean account() {
        Answer<List<MoodleSite.Account>> self = moodle.accountsById(List.of(site.userId()));
        if (self.done().isEmpty()) {
            found.accept(
                    Finding.bad(
                            Refused.code(self.outcome()),
                            "Moodle refuses a simple look-up",
                            Refused.hint(self.outcome())));
            return false;
        }
        return true;
    }

    private void length() {
        Answer<Boolean> answer = longForm.arrives(MORE_THAN_DEFAULT, site.userId());
        if (answer.done().orElse(false)) {
            found.accept(
                    Finding.good("long-forms", "Forms of more than 1000 variables arrive whole"));
        } else {
            found.accept(
                    Finding.note(
                            "long-forms-cut",
                            "Forms of more than 1000 variables lose some (PHP's max_input_vars)",
                            "Nothing to do: the gateway never sends more than 900. Other clients"
                                    + " may lose enrolments here."));
        }
    }

    private void notes() {
        if (Releases.mayWelcome(site.release())) {
            found.accept(
                    Finding.note(
                            "welcome-message",
                            "From Moodle 4.4 on, each enrolment may mail a course welcome message;"
                                    + " no web service tells whether it does here",
                            "To switch it off: Site administration, Plugins, Enrolments, Manual"
                                    + " enrolments, Send course welcome message: No; and in"
                                    + " courses that have it on: Participants, Enrolment methods,"
                                    + " Manual enrolments."));
        }
        found.accept(
                Finding.note(
                        "token-expiry",
                        "No web service tells when the token ends; Moodle proposes 30 days",
                        "Look: Site administration, Server, Web services, Manage tokens."));
    }
}
