package org.moodlegateway.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts settings together; what is left out has the default of {@link SandboxSettings}. */
public final class SandboxBuilder {
    private String name = "Sandbox";
    private Behaviour behaviour = Behaviour.V4_4;
    private boolean roundClock = true;
    private ExpiredAction expiredAction = ExpiredAction.KEEP;
    private boolean sameEmail;
    private Path journalFile;
    private Dials dials = Dials.DEFAULT;
    private List<MoodleRole> roles = SandboxSettings.STOCK_ROLES;
    private final List<Caller> callers = new ArrayList<>();
    private final List<SandboxSettings.Course> courses = new ArrayList<>();
    private final List<SandboxSettings.Person> people = new ArrayList<>();
    private final List<SandboxSettings.Group> groups = new ArrayList<>();
    private final List<SandboxSettings.Enrolment> enrolments = new ArrayList<>();

    SandboxBuilder() {
        callers.add(Caller.administrator("admin", "admin-token"));
    }

    SandboxBuilder(SandboxSettings from) {
        name = from.name();
        behaviour = from.behaviour();
        roundClock = from.roundClock();
        expiredAction = from.expiredAction();
        sameEmail = from.sameEmail();
        journalFile = from.journalFile();
        dials = from.dials();
        roles = from.roles();
        callers.addAll(from.callers());
        courses.addAll(from.courses());
        people.addAll(from.people());
        groups.addAll(from.groups());
        enrolments.addAll(from.enrolments());
    }

    public SandboxBuilder name(String siteName) {
        name = siteName;
        return this;
    }

    public SandboxBuilder behaviour(Behaviour like) {
        behaviour = like;
        return this;
    }

    public SandboxBuilder roundClock(boolean rounded) {
        roundClock = rounded;
        return this;
    }

    public SandboxBuilder expiredAction(ExpiredAction action) {
        expiredAction = action;
        return this;
    }

    public SandboxBuilder sameEmail(boolean allowed) {
        sameEmail = allowed;
        return this;
    }

    public SandboxBuilder journalFile(Path file) {
        journalFile = file;
        return this;
    }

    public SandboxBuilder dials(Dials start) {
        dials = start;
        return this;
    }

    public SandboxBuilder roles(List<MoodleRole> all) {
        roles = all;
        return this;
    }

    public SandboxBuilder caller(Caller caller) {
        callers.add(caller);
        return this;
    }

    public SandboxBuilder course(SandboxSettings.Course course) {
        courses.add(course);
        return this;
    }

    /** Visible courses with manual enrolment. */
    public SandboxBuilder courses(String... shortnames) {
        for (String shortname : shortnames) {
            courses.add(SandboxSettings.Course.of(shortname));
        }
        return this;
    }

    public SandboxBuilder person(SandboxSettings.Person person) {
        people.add(person);
        return this;
    }

    /** People whose names and e-mails are made of their user names. */
    public SandboxBuilder people(String... usernames) {
        for (String username : usernames) {
            people.add(SandboxSettings.Person.of(username));
        }
        return this;
    }

    public SandboxBuilder group(SandboxSettings.Group group) {
        groups.add(group);
        return this;
    }

    public SandboxBuilder enrolment(SandboxSettings.Enrolment enrolment) {
        enrolments.add(enrolment);
        return this;
    }

    public SandboxSettings build() {
        return new SandboxSettings(
                name,
                behaviour,
                roundClock,
                expiredAction,
                sameEmail,
                journalFile,
                dials,
                roles,
                callers,
                courses,
                people,
                groups,
                enrolments);
    }
}
