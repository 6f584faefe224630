package org.moodlegateway.moodle;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.CourseName;

/**
 * Moodle's REST protocol: forms out, JSON in. Source: {@code webservice/rest/server.php}, Moodle
 * 4.1 to 5.x.
 */
public final class RestMoodle implements MoodleSite {
    private final Transport transport;
    private final String token;
    private final CallWatch watch;

    /** {@code watch} hears of every call and its outcome. */
    public RestMoodle(Transport transport, String token, CallWatch watch) {
        this.transport = transport;
        this.token = token;
        this.watch = watch;
    }

    /** Hears of every call. Called on the caller's thread, before the answer is used. */
    public interface CallWatch {
        void called(WebFunction function, int rows, Outcome outcome, long nanos);
    }

    private Outcome call(MoodleForm form, int rows) {
        long from = System.nanoTime();
        Outcome outcome = exchange(form);
        watch.called(form.function(), rows, outcome, System.nanoTime() - from);
        return outcome;
    }

    private Outcome exchange(MoodleForm form) {
        try {
            return Outcomes.of(
                    form.function(), transport.send(form.function(), form.encode(token)));
        } catch (IOException e) {
            return Outcomes.of(e);
        }
    }

    @Override
    public Answer<SiteInfo> siteInfo() {
        return Answer.of(
                call(new MoodleForm(WebFunction.SITE_INFO), 1),
                done -> AnswerReader.siteInfo(done.body()));
    }

    @Override
    public Answer<Optional<Course>> course(CourseName name) {
        MoodleForm form =
                new MoodleForm(WebFunction.COURSES_BY_FIELD)
                        .put("field", name.field().name().toLowerCase(Locale.ROOT))
                        .put("value", name.value());
        return Answer.of(
                call(form, 1),
                done -> {
                    List<Course> courses =
                            AnswerReader.each(done.body().path("courses"), AnswerReader::course);
                    return courses.stream().findFirst();
                });
    }

    @Override
    public Answer<List<Account>> accountsByEmail(Collection<String> emails) {
        return accounts("email", emails);
    }

    @Override
    public Answer<List<Account>> accountsByUsername(Collection<String> usernames) {
        return accounts("username", usernames);
    }

    @Override
    public Answer<List<Account>> accountsById(Collection<Long> ids) {
        return accounts("id", ids.stream().map(String::valueOf).toList());
    }

    private Answer<List<Account>> accounts(String field, Collection<String> values) {
        MoodleForm form = new MoodleForm(WebFunction.USERS_BY_FIELD).put("field", field);
        int at = 0;
        for (String value : values) {
            form.put("values[" + at++ + "]", value);
        }
        return Answer.of(
                call(form, values.size()),
                done -> AnswerReader.each(done.body(), AnswerReader::account));
    }

    @Override
    public Answer<List<Account>> accountsByEmailInAnyCase(String email) {
        MoodleForm form =
                new MoodleForm(WebFunction.USERS)
                        .put("criteria[0][key]", "email")
                        .put("criteria[0][value]", email);
        return Answer.of(
                call(form, 1),
                done -> AnswerReader.each(done.body().path("users"), AnswerReader::account));
    }

    @Override
    public Answer<List<Long>> createAccounts(List<NewAccount> accounts) {
        MoodleForm form = new MoodleForm(WebFunction.CREATE_USERS);
        for (int i = 0; i < accounts.size(); i++) {
            put(form, "users[" + i + "]", accounts.get(i));
        }
        return Answer.of(
                call(form, accounts.size()),
                done -> AnswerReader.ids(done.body(), accounts.size()));
    }

    private static void put(MoodleForm form, String row, NewAccount account) {
        if (account.password().isEmpty()) {
            form.put(row + "[createpassword]", 1);
        } else {
            form.put(row + "[password]", account.password());
        }
        if (!account.country().isEmpty()) {
            form.put(row + "[country]", account.country());
        }
        form.put(row + "[firstname]", account.firstName())
                .put(row + "[lastname]", account.lastName())
                .put(row + "[email]", account.email())
                .put(row + "[username]", account.username());
    }

    @Override
    public Answer<Boolean> enrol(List<Enrolment> rows) {
        MoodleForm form = new MoodleForm(WebFunction.ENROL_USERS);
        for (int i = 0; i < rows.size(); i++) {
            Enrolment row = rows.get(i);
            String at = "enrolments[" + i + "]";
            form.put(at + "[timestart]", row.timeStartSeconds())
                    .put(at + "[timeend]", row.timeEndSeconds())
                    .put(at + "[suspend]", row.suspended() ? 1 : 0)
                    .put(at + "[roleid]", row.roleId())
                    .put(at + "[userid]", row.userId())
                    .put(at + "[courseid]", row.courseId());
        }
        return Answer.of(call(form, rows.size()), done -> true);
    }

    @Override
    public Answer<Boolean> unassignRoles(List<HeldRole> roles) {
        MoodleForm form = new MoodleForm(WebFunction.UNASSIGN_ROLES);
        for (int i = 0; i < roles.size(); i++) {
            String at = "unassignments[" + i + "]";
            form.put(at + "[contextlevel]", "course")
                    .put(at + "[instanceid]", roles.get(i).courseId())
                    .put(at + "[roleid]", roles.get(i).roleId())
                    .put(at + "[userid]", roles.get(i).userId());
        }
        return Answer.of(call(form, roles.size()), done -> true);
    }

    @Override
    public Answer<Boolean> unenrol(List<Participant> people) {
        MoodleForm form = new MoodleForm(WebFunction.UNENROL_USERS);
        for (int i = 0; i < people.size(); i++) {
            String at = "enrolments[" + i + "]";
            form.put(at + "[userid]", people.get(i).userId())
                    .put(at + "[courseid]", people.get(i).courseId());
        }
        return Answer.of(call(form, people.size()), done -> true);
    }

    @Override
    public Answer<Set<Long>> activeCourses(long userId) {
        MoodleForm form =
                new MoodleForm(WebFunction.USERS_COURSES)
                        .put("returnusercount", 0)
                        .put("userid", userId);
        return Answer.of(
                call(form, 1),
                done ->
                        new HashSet<>(
                                AnswerReader.each(
                                        done.body(), course -> AnswerReader.id(course, "id"))));
    }

    @Override
    public Answer<Set<Long>> activeUsers(long courseId) {
        MoodleForm form =
                new MoodleForm(WebFunction.ENROLLED_USERS)
                        .put("options[0][name]", "onlyactive")
                        .put("options[0][value]", "1")
                        .put("options[1][name]", "userfields")
                        .put("options[1][value]", "id")
                        .put("courseid", courseId);
        return Answer.of(
                call(form, 1),
                done ->
                        new HashSet<>(
                                AnswerReader.each(
                                        done.body(), user -> AnswerReader.id(user, "id"))));
    }

    @Override
    public Answer<List<Enrolled>> enrolled(long courseId) {
        MoodleForm form =
                new MoodleForm(WebFunction.ENROLLED_USERS)
                        .put("options[0][name]", "userfields")
                        .put("options[0][value]", "id,roles,groups")
                        .put("courseid", courseId);
        return Answer.of(
                call(form, 1), done -> AnswerReader.each(done.body(), AnswerReader::enrolled));
    }

    @Override
    public Answer<List<Enrolled>> enrolled(long courseId, Page page) {
        return Answer.of(
                call(page(page, "id,roles,groups").put("courseid", courseId), 1),
                done -> AnswerReader.each(done.body(), AnswerReader::enrolled));
    }

    @Override
    public Answer<List<Long>> shutOut(long courseId, Page page) {
        MoodleForm form =
                page(page, "id")
                        .put("options[4][name]", "onlysuspended")
                        .put("options[4][value]", "1")
                        .put("courseid", courseId);
        return Answer.of(
                call(form, 1),
                done -> AnswerReader.each(done.body(), user -> AnswerReader.id(user, "id")));
    }

    @Override
    public Answer<Boolean> seesAllGroups(long courseId) {
        MoodleForm form =
                new MoodleForm(WebFunction.ENROLLED_USERS)
                        .put("options[0][name]", "groupid")
                        .put("options[0][value]", Integer.MAX_VALUE)
                        .put("courseid", courseId);
        return Answer.of(call(form, 1), done -> true);
    }

    private static MoodleForm page(Page page, String fields) {
        return new MoodleForm(WebFunction.ENROLLED_USERS)
                .put("options[0][name]", "userfields")
                .put("options[0][value]", fields)
                .put("options[1][name]", "sortby")
                .put("options[1][value]", "id")
                .put("options[2][name]", "limitfrom")
                .put("options[2][value]", page.from())
                .put("options[3][name]", "limitnumber")
                .put("options[3][value]", page.most());
    }

    @Override
    public Answer<List<LastVisit>> lastVisits(long courseId) {
        MoodleForm form =
                new MoodleForm(WebFunction.ENROLLED_USERS)
                        .put("options[0][name]", "userfields")
                        .put("options[0][value]", "id,lastcourseaccess")
                        .put("courseid", courseId);
        return Answer.of(
                call(form, 1), done -> AnswerReader.each(done.body(), AnswerReader::lastVisit));
    }

    @Override
    public Answer<List<CourseGroup>> groups(long courseId) {
        MoodleForm form = new MoodleForm(WebFunction.COURSE_GROUPS).put("courseid", courseId);
        return Answer.of(
                call(form, 1),
                done ->
                        AnswerReader.each(
                                done.body(),
                                group ->
                                        new CourseGroup(
                                                AnswerReader.id(group, "id"),
                                                group.path("name").asText(),
                                                group.path("idnumber").asText())));
    }

    @Override
    public Answer<List<Long>> createGroups(long courseId, List<NewGroup> groups) {
        MoodleForm form = new MoodleForm(WebFunction.CREATE_GROUPS);
        for (int i = 0; i < groups.size(); i++) {
            String at = "groups[" + i + "]";
            form.put(at + "[idnumber]", groups.get(i).idnumber())
                    .put(at + "[description]", "")
                    .put(at + "[name]", groups.get(i).name())
                    .put(at + "[courseid]", courseId);
        }
        return Answer.of(
                call(form, groups.size()), done -> AnswerReader.ids(done.body(), groups.size()));
    }

    @Override
    public Answer<Boolean> addMembers(List<GroupMember> members) {
        return changeMembers(WebFunction.ADD_GROUP_MEMBERS, members);
    }

    @Override
    public Answer<Boolean> deleteMembers(List<GroupMember> members) {
        return changeMembers(WebFunction.DELETE_GROUP_MEMBERS, members);
    }

    private Answer<Boolean> changeMembers(WebFunction function, List<GroupMember> members) {
        MoodleForm form = new MoodleForm(function);
        for (int i = 0; i < members.size(); i++) {
            String at = "members[" + i + "]";
            form.put(at + "[userid]", members.get(i).userId())
                    .put(at + "[groupid]", members.get(i).groupId());
        }
        return Answer.of(call(form, members.size()), done -> true);
    }
}
