package org.moodlegateway.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What Moodle accepts in an account. */
final class AccountRules {
    static final Set<String> AUTH_PLUGINS =
            Set.of(
                    "manual",
                    "nologin",
                    "email",
                    "oauth2",
                    "ldap",
                    "cas",
                    "db",
                    "lti",
                    "mnet",
                    "none",
                    "shibboleth",
                    "webservice");
    static final Set<String> LANGUAGES = Set.of("en", "fr", "de", "es", "pl");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                            + "@[A-Za-z0-9](-*[A-Za-z0-9])*(\\.[A-Za-z0-9](-*[A-Za-z0-9])*)+");

    private AccountRules() {}

    static boolean isEmail(String email) {
        return EMAIL.matcher(email).matches();
    }

    /** An unknown country is stored as 0, without a word. */
    static String country(String sent) {
        return sent.isEmpty() || COUNTRIES.contains(sent) ? sent : "0";
    }

    /**
     * Moodle's default policy: 8 characters with a digit, a lower-case and an upper-case letter and
     * one that is neither. The refusal's code is the text for the browser.
     */
    static void checkPassword(String password) {
        List<String> wanted =
                List.of(".{8,}", ".*\\d.*", ".*[a-z].*", ".*[A-Z].*", ".*[^A-Za-z0-9].*");
        if (!wanted.stream().allMatch(password::matches)) {
            String text =
                    "<div>The password must have at least 8 characters, at least 1 digit(s), at"
                            + " least 1 lower case letter(s), at least 1 upper case letter(s), at"
                            + " least 1 special character(s)</div>";
            throw MoodleError.moodle(text, "error/" + text);
        }
    }

    /** Throws what the database says to a text that is too long for its column. */
    static void checkLengths(MoodleUser user) {
        fits(user.username(), 100);
        fits(user.firstname(), 100);
        fits(user.lastname(), 100);
        fits(user.email(), 100);
        fits(user.city(), 120);
        fits(user.idnumber(), 255);
    }

    static void fits(String text, int characters) {
        if (text.codePointCount(0, text.length()) > characters) {
            throw MoodleError.write();
        }
    }
}
