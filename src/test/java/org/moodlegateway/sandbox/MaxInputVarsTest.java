package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What PHP's silent limit of 1000 form variables did to batches of a real Moodle. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MaxInputVarsTest {
    private static final int LEARNERS = 400;
    private static final String TOKEN = "wstoken=admin-token";
    private static final String FUNCTION = "wsfunction=enrol_manual_enrol_users";
    private static final String FORMAT = "moodlewsrestformat=json";
    private static final String CONTROL = TOKEN + "&" + FUNCTION + "&" + FORMAT;

    private Sandbox sandbox;
    private RestClient client;
    private SandboxState start;

    @BeforeEach
    void start() {
        SandboxSettings.Builder site = SandboxSettings.builder().courses("SCI");
        for (int i = 0; i < LEARNERS; i++) {
            site.people("learner" + i);
        }
        sandbox = Sandbox.start(site.build(), Clock.systemUTC(), 0);
        client = new RestClient(sandbox, "admin-token");
        start = sandbox.state();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void with_199_rows_all_are_written_right() throws Exception {
        String answer = client.send(CONTROL + "&" + rows(199)).body();

        assertThat(answer).isEqualTo("null");
        assertThat(ends()).hasSize(199).containsOnly(2_000_000_000L);
    }

    @Test
    void with_200_rows_the_last_is_unlimited() throws Exception {
        String answer = client.send(CONTROL + "&" + rows(200)).body();

        assertThat(answer).isEqualTo("null");
        assertThat(ends()).hasSize(200).containsOnlyOnce(0L);
        assertThat(sandbox.enrolment("learner199", "SCI").orElseThrow().timeend()).isZero();
        assertThat(sandbox.enrolment("learner199", "SCI").orElseThrow().timestart()).isZero();
    }

    @Test
    void with_201_or_400_rows_200_are_written_and_the_last_of_them_is_unlimited() throws Exception {
        for (int rows : List.of(201, 400)) {
            sandbox.reset();

            String answer = client.send(CONTROL + "&" + rows(rows)).body();

            assertThat(answer).isEqualTo("null");
            assertThat(ends()).hasSize(200).containsOnlyOnce(0L);
        }
    }

    @Test
    void control_fields_in_the_query_string_make_the_cut_an_error() throws Exception {
        String answer = client.send("?" + CONTROL, rows(400)).body();

        assertThat(answer).contains("\"errorcode\":\"invalidparameter\"");
        assertThat(ends()).isEmpty();
    }

    @Test
    void control_fields_last_leave_no_token() throws Exception {
        String answer = client.send(rows(400) + "&" + CONTROL).body();

        assertThat(answer).startsWith("<?xml").contains("<ERRORCODE>invalidtoken</ERRORCODE>");
        assertThat(ends()).isEmpty();
    }

    @Test
    void the_function_last_makes_the_cut_an_error_in_json() throws Exception {
        String answer = client.send(TOKEN + "&" + FORMAT + "&" + rows(400) + "&" + FUNCTION).body();

        assertThat(answer).contains("\"errorcode\":\"invalidparameter\"");
        assertThat(ends()).isEmpty();
    }

    @Test
    void an_existing_user_beyond_the_limit_looks_missing() throws Exception {
        List<String> fields = new ArrayList<>();
        fields.add(TOKEN);
        fields.add("wsfunction=core_user_get_users_by_field");
        fields.add(FORMAT);
        fields.add("field=username");
        for (int i = 0; i < 1100; i++) {
            fields.add("values[" + i + "]=stranger" + i);
        }
        fields.add("values[1100]=learner0");

        String answer = client.send(String.join("&", fields)).body();

        assertThat(answer).isEqualTo("[]");
    }

    @Test
    void the_limit_is_a_dial() throws Exception {
        sandbox.turn(sandbox.dials().withMaxInputVars(5000));

        client.send(CONTROL + "&" + rows(400));

        assertThat(ends()).hasSize(400).containsOnly(2_000_000_000L);
    }

    @Test
    void a_body_over_the_size_limit_arrives_empty() throws Exception {
        client.control("PUT", "/sandbox/dials", "{\"max-body-bytes\": 100}");

        assertThat(client.send(CONTROL + "&" + rows(5)).body()).contains("invalidtoken");
        assertThat(client.send("?" + CONTROL, rows(5)).body())
                .contains("\"errorcode\":\"invalidparameter\"");
    }

    private List<Long> ends() {
        return sandbox.state().enrolments().stream().map(SandboxState.Enrolment::timeend).toList();
    }

    /** Rows in the order role, user, course, start, end. */
    private String rows(int count) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String row = "enrolments[" + i + "]";
            fields.add(row + "[roleid]=5");
            fields.add(row + "[userid]=" + start.user("learner" + i).orElseThrow().id());
            fields.add(row + "[courseid]=" + start.course("SCI").orElseThrow().id());
            fields.add(row + "[timestart]=1700000000");
            fields.add(row + "[timeend]=2000000000");
        }
        return String.join("&", fields);
    }
}
