package org.moodlegateway.sandbox;

import java.time.Instant;
import java.util.Map;

/**
 * Fills an empty site. Ids of accounts, courses, groups and enrolments come from ranges that do not
 * meet, so that a mix-up of ids is an error, not an accident that works.
 */
final class StartContent {
    private final SandboxSettings settings;
    private final Births births;
    private final Map<String, Long> callerAccounts;

    StartContent(SandboxSettings settings, Births births, Map<String, Long> callerAccounts) {
        this.settings = settings;
        this.births = births;
        this.callerAccounts = callerAccounts;
    }

    void load(Tables tables, Transaction transaction, Instant at) {
        SiteEditor editor = new SiteEditor(settings, tables, transaction, at);
        editor.addStockRows();
        births.startIds("user", 1001);
        births.startIds("group", 501);
        births.startIds("enrolment", 70001);
        settings.courses().forEach(editor::saveCourse);
        settings.people().forEach(editor::saveUser);
        for (Caller caller : settings.callers()) {
            callerAccounts.put(caller.name(), account(editor, caller));
        }
        settings.enrolments().forEach(editor::enrol);
        settings.groups().forEach(editor::saveGroup);
    }

    private static long account(SiteEditor editor, Caller caller) {
        return caller.admin()
                ? MoodleUser.ADMIN
                : editor.saveUser(SandboxSettings.Person.of(caller.name())).id();
    }
}
