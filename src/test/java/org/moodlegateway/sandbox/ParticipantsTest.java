package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Who is in a course, by a clock that stands. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParticipantsTest {
    /** 49 seconds past a full hundred. */
    private static final Instant NOW = Instant.ofEpochSecond(1_768_000_049);

    private static final String LIST = "core_enrol_get_enrolled_users";

    private Sandbox sandbox;
    private RestClient client;

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void an_enrolment_that_starts_now_is_not_active_before_the_rounded_clock_says_so()
            throws Exception {
        open(true, enrolment("ana", NOW.minusSeconds(49), null));
        assertThat(ids(Map.of("onlyactive", "1"))).isEmpty();
        assertThat(coursesOf("ana")).isEmpty();
        sandbox.close();

        open(true, enrolment("ana", NOW.minusSeconds(50), null));
        assertThat(ids(Map.of("onlyactive", "1"))).hasSize(1);
        assertThat(coursesOf("ana")).hasSize(1);
    }

    @Test
    void the_rounding_can_be_left_out() throws Exception {
        open(false, enrolment("ana", NOW.minusSeconds(1), null));

        assertThat(ids(Map.of("onlyactive", "1"))).hasSize(1);
    }

    @Test
    void an_end_that_has_come_is_not_active() throws Exception {
        open(
                false,
                enrolment("ana", null, NOW),
                enrolment("bob", null, NOW.plusSeconds(1)),
                enrolment("cyd", null, null));

        assertThat(ids(Map.of("onlyactive", "1"))).containsExactly(id("bob"), id("cyd"));
        assertThat(ids(Map.of("onlysuspended", "1"))).containsExactly(id("ana"));
        assertThat(ids(Map.of())).hasSize(3);
    }

    @Test
    void a_disabled_instance_makes_every_enrolment_inactive() throws Exception {
        open(false, enrolment("ana", null, null));
        sandbox.administrator()
                .saveCourse(
                        new SandboxSettings.Course(
                                "SCI", null, null, null, null, ManualEnrolment.DISABLED, null));

        assertThat(ids(Map.of("onlyactive", "1"))).isEmpty();
        assertThat(ids(Map.of())).hasSize(1);
    }

    @Test
    void lists_are_cut_and_sorted() throws Exception {
        open(
                false,
                enrolment("ana", null, null),
                enrolment("bob", null, null),
                enrolment("cyd", null, null));

        assertThat(ids(Map.of("limitfrom", "1", "limitnumber", "1"))).containsExactly(id("bob"));
        assertThat(ids(Map.of("sortby", "firstname", "sortdirection", "desc")))
                .containsExactly(id("cyd"), id("bob"), id("ana"));
        assertThat(list(Map.of("sortby", "email")).path("errorcode").asText())
                .isEqualTo("invalidparameter");
    }

    @Test
    void user_fields_cut_the_answer_down() throws Exception {
        open(false, enrolment("ana", null, null));

        JsonNode few = list(Map.of("userfields", "id, roles")).get(0);
        JsonNode all = list(Map.of()).get(0);

        assertThat(few.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "fullname", "roles");
        assertThat(few.get("roles").get(0).get("shortname").asText()).isEqualTo("student");
        assertThat(all.fieldNames())
                .toIterable()
                .contains("username", "email", "groups", "enrolledcourses", "lastcourseaccess")
                .doesNotContain("timestart", "timeend", "status");
    }

    @Test
    void the_last_visit_is_told() throws Exception {
        open(false, enrolment("ana", null, null));
        assertThat(list(Map.of()).get(0).get("lastcourseaccess").asLong()).isZero();

        client.control(
                "POST",
                "/sandbox/visits",
                "{\"user\": \"ana\", \"course\": \"SCI\", \"at\": \"2026-01-02T03:04:05Z\"}");

        assertThat(list(Map.of()).get(0).get("lastcourseaccess").asLong())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").getEpochSecond());
    }

    @Test
    void a_group_narrows_the_list() throws Exception {
        open(false, enrolment("ana", null, null), enrolment("bob", null, null));
        MoodleGroup group =
                sandbox.administrator()
                        .saveGroup(new SandboxSettings.Group("SCI", "G", "g", List.of("bob")));

        assertThat(ids(Map.of("groupid", Long.toString(group.id())))).containsExactly(id("bob"));
        assertThat(list(Map.of()).get(1).get("groups").get(0).get("name").asText()).isEqualTo("G");
    }

    @Test
    void people_of_a_course_can_be_searched() throws Exception {
        open(false, enrolment("ana", null, null), enrolment("bob", null, null));
        Map<String, Object> search =
                Map.of(
                        "courseid", course(),
                        "search", "bo",
                        "searchanywhere", 1,
                        "page", 0,
                        "perpage", 10);

        JsonNode found = client.call("core_enrol_search_users", search);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("id").asLong()).isEqualTo(id("bob"));
    }

    @Test
    void a_hundred_thousand_enrolments_are_no_trouble() throws Exception {
        SandboxSettings.Builder site = SandboxSettings.builder().courses("SCI", "MATH");
        for (int i = 0; i < 50_000; i++) {
            site.people("p" + i);
            site.enrolment(SandboxSettings.Enrolment.of("p" + i, "SCI"));
            site.enrolment(SandboxSettings.Enrolment.of("p" + i, "MATH"));
        }
        sandbox = Sandbox.start(site.build(), Clock.systemUTC(), 0);
        client = new RestClient(sandbox, "admin-token");

        JsonNode page = list(Map.of("userfields", "id", "limitfrom", "49000", "limitnumber", "10"));
        JsonNode courses = coursesOf("p49999");

        assertThat(page).hasSize(10);
        assertThat(courses).hasSize(2);
        assertThat(sandbox.enrolment("p49999", "MATH")).isPresent();
        assertThat(sandbox.state().enrolments()).hasSize(100_000);
    }

    private void open(boolean roundClock, SandboxSettings.Enrolment... enrolments) {
        SandboxSettings.Builder site =
                SandboxSettings.builder()
                        .roundClock(roundClock)
                        .courses("SCI")
                        .people("ana", "bob", "cyd");
        for (SandboxSettings.Enrolment enrolment : enrolments) {
            site.enrolment(enrolment);
        }
        sandbox = Sandbox.start(site.build(), Clock.fixed(NOW, ZoneOffset.UTC), 0);
        client = new RestClient(sandbox, "admin-token");
    }

    private static SandboxSettings.Enrolment enrolment(String user, Instant start, Instant end) {
        return new SandboxSettings.Enrolment(user, "SCI", "student", start, end, false);
    }

    private List<Long> ids(Map<String, String> options) throws Exception {
        List<Long> ids = new ArrayList<>();
        list(options).forEach(row -> ids.add(row.get("id").asLong()));
        return ids;
    }

    private JsonNode list(Map<String, String> options) throws Exception {
        List<Object> rows = new ArrayList<>();
        options.forEach((name, value) -> rows.add(Map.of("name", name, "value", value)));
        return client.call(LIST, Map.of("courseid", course(), "options", rows));
    }

    private JsonNode coursesOf(String user) throws Exception {
        return client.call("core_enrol_get_users_courses", Map.of("userid", id(user)));
    }

    private long id(String user) {
        return sandbox.state().user(user).orElseThrow().id();
    }

    private long course() {
        return sandbox.state().course("SCI").orElseThrow().id();
    }
}
