package org.moodlegateway.sandbox;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sandbox is when it starts, and again after each reset.
 *
 * @param name the site's name
 * @param behaviour which Moodle it is (4.4)
 * @param roundClock whether list queries round the clock to 100 s, as Moodle does (true)
 * @param expiredAction what cron does with expired enrolments (keep)
 * @param sameEmail whether several accounts may share an e-mail (false)
 * @param hideLastAccess whether the site hides from others when people were last there (false)
 * @param journalFile also append the journal to this file, one JSON object a line; null for none
 * @param dials start values of the dials
 * @param roles null for the roles and ids of a stock Moodle
 * @param callers accounts with tokens
 * @param courses courses; ids count from 2
 * @param people accounts; ids count from 1001, those of callers follow
 * @param groups groups with their members
 * @param enrolments enrolments made before the sandbox opens
 */
public record SandboxSettings(
        String name,
        Behaviour behaviour,
        Boolean roundClock,
        ExpiredAction expiredAction,
        boolean sameEmail,
        boolean hideLastAccess,
        Path journalFile,
        Dials dials,
        List<MoodleRole> roles,
        List<Caller> callers,
        List<Course> courses,
        List<Person> people,
        List<Group> groups,
        List<Enrolment> enrolments) {

    /** Roles and ids of a stock Moodle. */
    public static final List<MoodleRole> STOCK_ROLES =
            List.of(
                    new MoodleRole(1, "manager", "Manager", true),
                    new MoodleRole(2, "coursecreator", "Course creator", false),
                    new MoodleRole(3, "editingteacher", "Teacher", true),
                    new MoodleRole(4, "teacher", "Non-editing teacher", true),
                    new MoodleRole(5, "student", "Student", true),
                    new MoodleRole(6, "guest", "Guest", false),
                    new MoodleRole(7, "user", "Authenticated user", false),
                    new MoodleRole(8, "frontpage", "Authenticated user on site home", false));

    /**
     * A course, without end unless said otherwise. {@code visible} and {@code welcome} are true and
     * {@code manual} is enabled unless said otherwise.
     */
    public record Course(
            String shortname,
            String idnumber,
            String fullname,
            Instant startdate,
            Instant enddate,
            Boolean visible,
            ManualEnrolment manual,
            Boolean welcome) {

        /** One without end. */
        public Course(
                String shortname,
                String idnumber,
                String fullname,
                Instant startdate,
                Boolean visible,
                ManualEnrolment manual,
                Boolean welcome) {
            this(shortname, idnumber, fullname, startdate, null, visible, manual, welcome);
        }

        /** A visible course with manual enrolment. */
        public static Course of(String shortname) {
            return new Course(shortname, null, null, null, null, null, null);
        }

        MoodleCourse row() {
            return new MoodleCourse(
                    0,
                    shortname,
                    idnumber,
                    fullname,
                    startdate,
                    enddate,
                    requireNonNullElse(visible, true),
                    manual,
                    requireNonNullElse(welcome, true));
        }
    }

    /** A person with an account. {@code confirmed} unless said otherwise. */
    public record Person(
            String username,
            String email,
            String firstname,
            String lastname,
            String country,
            String lang,
            String idnumber,
            String auth,
            Boolean confirmed,
            boolean suspended,
            boolean deleted) {

        /** A person whose name and e-mail are made of the user name. */
        public static Person of(String username) {
            return new Person(
                    username,
                    username + "@example.org",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    false);
        }

        /** The same person with the account suspended. */
        public Person withSuspended() {
            return new Person(
                    username, email, firstname, lastname, country, lang, idnumber, auth, confirmed,
                    true, deleted);
        }

        /** The same person with the account deleted. */
        public Person withDeleted() {
            return new Person(
                    username, email, firstname, lastname, country, lang, idnumber, auth, confirmed,
                    suspended, true);
        }

        MoodleUser row() {
            return new MoodleUser(
                    0,
                    username,
                    email,
                    requireNonNullElse(firstname, username),
                    requireNonNullElse(lastname, "Example"),
                    country,
                    "",
                    lang,
                    idnumber,
                    auth,
                    requireNonNullElse(confirmed, true),
                    suspended,
                    false);
        }
    }

    /** A group and the user names of its members, who must be enrolled. */
    public record Group(String course, String name, String idnumber, List<String> members) {
        public Group {
            members = members == null ? List.of() : List.copyOf(members);
        }
    }

    /** An enrolment by user name, short name of the course and short name of the role. */
    public record Enrolment(
            String user,
            String course,
            String role,
            Instant start,
            Instant end,
            boolean suspended) {

        /** An active enrolment as student without start and end. */
        public static Enrolment of(String user, String course) {
            return new Enrolment(user, course, "student", null, null, false);
        }
    }

    public SandboxSettings {
        name = requireNonNullElse(name, "Sandbox");
        behaviour = requireNonNullElse(behaviour, Behaviour.V4_4);
        roundClock = requireNonNullElse(roundClock, true);
        expiredAction = requireNonNullElse(expiredAction, ExpiredAction.KEEP);
        dials = requireNonNullElse(dials, Dials.DEFAULT);
        roles = roles == null ? STOCK_ROLES : List.copyOf(roles);
        callers = callers == null ? List.of() : List.copyOf(callers);
        courses = courses == null ? List.of() : List.copyOf(courses);
        people = people == null ? List.of() : List.copyOf(people);
        groups = groups == null ? List.of() : List.copyOf(groups);
        enrolments = enrolments == null ? List.of() : List.copyOf(enrolments);
    }

    /**
     * Reads a YAML file; an unknown key is refused.
     *
     * @throws UncheckedIOException when the file can't be read; the message names file and key, and
     *     the line where reading stopped
     */
    public static SandboxSettings read(Path file) {
        try {
            return SandboxJson.YAML.readValue(file.toFile(), SandboxSettings.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** An empty site of 4.4 with an administrator's token {@code admin-token}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Puts settings together; what is left out has the default of the settings. */
    public static final class Builder {
        private String name = "Sandbox";
        private Behaviour behaviour = Behaviour.V4_4;
        private boolean roundClock = true;
        private ExpiredAction expiredAction = ExpiredAction.KEEP;
        private boolean sameEmail;
        private boolean hideLastAccess;
        private Path journalFile;
        private Dials dials = Dials.DEFAULT;
        private List<MoodleRole> roles = STOCK_ROLES;
        private final List<Caller> callers = new ArrayList<>();
        private final List<Course> courses = new ArrayList<>();
        private final List<Person> people = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private final List<Enrolment> enrolments = new ArrayList<>();

        private Builder() {
            callers.add(Caller.administrator("admin", "admin-token"));
        }

        private Builder(SandboxSettings from) {
            name = from.name();
            behaviour = from.behaviour();
            roundClock = from.roundClock();
            expiredAction = from.expiredAction();
            sameEmail = from.sameEmail();
            hideLastAccess = from.hideLastAccess();
            journalFile = from.journalFile();
            dials = from.dials();
            roles = from.roles();
            callers.addAll(from.callers());
            courses.addAll(from.courses());
            people.addAll(from.people());
            groups.addAll(from.groups());
            enrolments.addAll(from.enrolments());
        }

        public Builder name(String siteName) {
            name = siteName;
            return this;
        }

        public Builder behaviour(Behaviour like) {
            behaviour = like;
            return this;
        }

        public Builder roundClock(boolean rounded) {
            roundClock = rounded;
            return this;
        }

        public Builder expiredAction(ExpiredAction action) {
            expiredAction = action;
            return this;
        }

        public Builder hideLastAccess(boolean hidden) {
            hideLastAccess = hidden;
            return this;
        }

        public Builder sameEmail(boolean allowed) {
            sameEmail = allowed;
            return this;
        }

        public Builder journalFile(Path file) {
            journalFile = file;
            return this;
        }

        public Builder dials(Dials start) {
            dials = start;
            return this;
        }

        public Builder roles(List<MoodleRole> all) {
            roles = all;
            return this;
        }

        public Builder caller(Caller caller) {
            callers.add(caller);
            return this;
        }

        public Builder course(Course course) {
            courses.add(course);
            return this;
        }

        /** Visible courses with manual enrolment. */
        public Builder courses(String... shortnames) {
            for (String shortname : shortnames) {
                courses.add(Course.of(shortname));
            }
            return this;
        }

        public Builder person(Person person) {
            people.add(person);
            return this;
        }

        /** People whose names and e-mails are made of their user names. */
        public Builder people(String... usernames) {
            for (String username : usernames) {
                people.add(Person.of(username));
            }
            return this;
        }

        public Builder group(Group group) {
            groups.add(group);
            return this;
        }

        public Builder enrolment(Enrolment enrolment) {
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
                    hideLastAccess,
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
}
