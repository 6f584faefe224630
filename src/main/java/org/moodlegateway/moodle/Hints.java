package org.moodlegateway.moodle;

import java.util.Map;
import java.util.Set;

/** What a person can do about a refusal, by code: Moodle's errorcodes and our own words. */
public final class Hints {
    private static final Map<String, String> HINTS =
            Map.ofEntries(
                    Map.entry(
                            "invalidtoken",
                            "The token is wrong, expired or revoked. Make a new one in Moodle and set MOODLE_TOKEN."),
                    Map.entry(
                            "accessexception",
                            "The token may not use this: add the missing function to the service, list the caller as its user without an"
                                    + " expiry, and give webservice/rest:use. doctor names what is missing."),
                    Map.entry(
                            "invalidrecord",
                            "This Moodle doesn't have the function or record. doctor names missing functions."),
                    Map.entry(
                            "nopermissions",
                            "Give the caller's role the missing capability. doctor names it."),
                    Map.entry("sitemaintenance", "Moodle is in maintenance. It goes on by itself."),
                    Map.entry("upgraderunning", "Moodle is being upgraded. It goes on by itself."),
                    Map.entry(
                            "dbconnectionfailed",
                            "Moodle can't reach its database. It goes on by itself when that answers."),
                    Map.entry(
                            "dmlreadexception",
                            "Moodle's database refuses to read. It goes on by itself; if it lasts, look at Moodle's error log."),
                    Map.entry(
                            "http-503",
                            "Moodle is in maintenance or overloaded. It goes on by itself."),
                    Map.entry(
                            "http-403",
                            "Web services or the REST protocol are switched off in Moodle, or a firewall refuses."),
                    Map.entry(
                            "http-404",
                            "There is no Moodle at moodle.url. It must be the site's address without /webservice."),
                    Map.entry(
                            "http-301",
                            "moodle.url redirects. Set it to the address that it redirects to."),
                    Map.entry(
                            "http-302",
                            "moodle.url redirects. Set it to the address that it redirects to."),
                    Map.entry(
                            "forcepasswordchangenotice",
                            "Log in to Moodle once as the caller and change the password."),
                    Map.entry(
                            "sitepolicynotagreed",
                            "Log in to Moodle once as the caller and accept the site policy."),
                    Map.entry(
                            "wsaccessusersuspended",
                            "The caller's account is suspended in Moodle."),
                    Map.entry(
                            "restrictedcontextexception",
                            "The token is bound to one course. Make one without a context."),
                    Map.entry(
                            "unreachable",
                            "Nothing answers at moodle.url. Check the address, DNS and firewall."),
                    Map.entry(
                            "tls-refused",
                            "The certificate at moodle.url is not trusted or not for this name."),
                    Map.entry(
                            "no-answer",
                            "Moodle took calls and gave no answer, several times in a row. Look at its error log."),
                    Map.entry(
                            "requireloginerror",
                            "The caller may not enter the course: give moodle/course:view."),
                    Map.entry(
                            "wsnoinstance",
                            "The course has no manual enrolment, or it is switched off: Course, Participants, Enrolment methods."),
                    Map.entry(
                            "participants-hidden",
                            "Moodle shows nobody in this course. That may be so, or it has separate groups: give the caller moodle/site:accessallgroups to know."),
                    Map.entry(
                            "errorcoursecontextnotvalid",
                            "The course is gone, or the caller may not see it."),
                    Map.entry(
                            "wsusercannotassign",
                            "The caller may not assign this role: Users, Permissions, Define roles, Allow role assignments; or its id in"
                                    + " moodle.roles is wrong."),
                    Map.entry(
                            "role-not-taken",
                            "The caller may not take this role back: Users, Permissions, Define roles, Allow role assignments; or its id"
                                    + " in moodle.roles is wrong."),
                    Map.entry(
                            "errorremovenotpermitted",
                            "A plugin of Moodle put this person into the group. Only there they can be taken out."),
                    Map.entry("codingerror", "The account is gone or unusable in Moodle."),
                    Map.entry("invaliduser", "The account is gone in Moodle."),
                    Map.entry("userdeleted", "The account was deleted in Moodle."),
                    Map.entry("usernotconfirmed", "The account was never confirmed in Moodle."),
                    Map.entry(
                            "guestsarenotallowed", "The e-mail belongs to Moodle's guest account."),
                    Map.entry(
                            "two-accounts",
                            "Two Moodle accounts have this e-mail. Change one of them, then replay the order."),
                    Map.entry(
                            "account-suspended",
                            "The account is suspended in Moodle. Reactivate it there, then replay the order."),
                    Map.entry(
                            "account-taken",
                            "Moodle's account of this seat's e-mail, NEW, is known here under another e-mail, OLD. If they are one"
                                    + " person: people same OLD NEW. If they are two: people differ OLD NEW."),
                    Map.entry(
                            "address-passed-on",
                            "The e-mail belongs to another account of Moodle than before. It goes on by itself."),
                    Map.entry(
                            "same-person",
                            "The account has another e-mail than before. It goes on by itself."),
                    Map.entry("invalidrecordunknown", "The account is gone in Moodle."),
                    Map.entry(
                            "username-taken",
                            "Another account has the user name that this e-mail would get. Correct its e-mail in Moodle, then replay."),
                    Map.entry(
                            "account-refused",
                            "Moodle refuses to make this account. Make it by hand, then replay the order."),
                    Map.entry("role-unknown", "moodle.roles has no id for this role any more."),
                    Map.entry(
                            "foreign-enrolment",
                            "Somebody gave this person access by hand. Replay the order with --overwrite to set the paid dates, or leave"
                                    + " it."),
                    Map.entry(
                            "course-unknown",
                            "Moodle has no such course, or hides it from the caller. It goes on when it appears."),
                    Map.entry(
                            "never-answered",
                            "Moodle gives no answer to this row, alone, time after time. Look at its error log, then replay the order."),
                    Map.entry(
                            "dmlwriteexception",
                            "Moodle's database refuses a value of this row, or was busy each time."));

    private Hints() {}

    /** One or two sentences; empty if the code says it all. */
    public static String of(String code) {
        return HINTS.getOrDefault(code, "");
    }

    /** Every code that has a hint. */
    static Set<String> codes() {
        return HINTS.keySet();
    }
}
