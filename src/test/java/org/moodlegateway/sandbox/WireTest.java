package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests may look, and how answers do. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WireTest {
    private static final String LOOKUP =
            "wstoken=admin-token&wsfunction=core_user_get_users_by_field&field=username"
                    + "&values%5B3%5D=ana&values%5B9%5D=zo%C3%A9";

    private static Sandbox sandbox;
    private static RestClient client;

    @BeforeAll
    static void start() {
        sandbox =
                Sandbox.start(
                        SandboxSettings.builder()
                                .courses("SCI")
                                .person(
                                        new SandboxSettings.Person(
                                                "ana",
                                                "ana@example.org",
                                                "Zoé",
                                                "A < B / \"C\" 😀",
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                false,
                                                false))
                                .build(),
                        Clock.systemUTC(),
                        0);
        client = new RestClient(sandbox, "admin-token");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void an_upper_case_value_or_one_with_an_accent_spoils_a_look_up_by_name() throws Exception {
        assertThat(client.send(LOOKUP + "&moodlewsrestformat=json").body())
                .contains("invalidparameter");
    }

    @Test
    void json_is_ascii_with_escaped_slashes() throws Exception {
        String body = client.send(lookup() + "&moodlewsrestformat=json").body();

        assertThat(body)
                .contains("\"firstname\":\"Zo\\u00e9\"")
                .contains("A < B \\/ \\\"C\\\" \\ud83d\\ude00");
        assertThat(RestClient.JSON.readTree(body).get(0).get("firstname").asText())
                .isEqualTo("Zoé");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&moodlewsrestformat=JSON", "&moodlewsrestformat=xml"})
    void any_other_format_is_xml(String format) throws Exception {
        HttpResponse<String> answer = client.send(lookup() + format);

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/xml");
        assertThat(answer.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<RESPONSE>\n<MULTIPLE>")
                .contains("<KEY name=\"username\"><VALUE>ana</VALUE>")
                .contains("A &lt; B / &quot;C&quot;")
                .contains("<KEY name=\"suspended\"><VALUE>0</VALUE>");
    }

    @Test
    void the_query_string_and_the_body_are_merged_and_the_body_wins() throws Exception {
        HttpResponse<String> answer =
                client.send(
                        "?wstoken=admin-token&moodlewsrestformat=json&wsfunction=core_nope",
                        "wsfunction=core_webservice_get_site_info");

        assertThat(answer.body()).contains("\"sitename\":\"Sandbox\"");
    }

    @Test
    void get_works_too() throws Exception {
        assertThat(send(request("?" + lookup() + "&moodlewsrestformat=json").GET()).body())
                .contains("\"username\":\"ana\"");
    }

    @Test
    void multipart_works_too() throws Exception {
        StringBuilder body = new StringBuilder();
        for (String field : (lookup() + "&moodlewsrestformat=json").split("&")) {
            String[] pair = field.split("=");
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(pair[0].replace("%5B", "[").replace("%5D", "]"))
                    .append("\"\r\n\r\n")
                    .append(pair[1])
                    .append("\r\n");
        }
        HttpRequest.Builder request =
                request("")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(body + "--b--\r\n"));

        assertThat(send(request).body()).contains("\"username\":\"ana\"");
    }

    @Test
    void a_json_body_and_a_bearer_header_are_not_read() throws Exception {
        HttpRequest.Builder request =
                request("?moodlewsrestformat=json&wsfunction=core_webservice_get_site_info")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer admin-token")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"wstoken\":\"admin-token\"}"));

        assertThat(send(request).body()).contains("invalidtoken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[timeend]=true",
                "[timeend]=",
                "[timeend]=1.0",
                "[timeend]=%2B1",
                "[timeend]=01",
                "[foo]=1",
                "[userid][0]=1"
            })
    void a_value_that_is_not_clean_is_refused(String field) throws Exception {
        String row = "&enrolments[0]";
        String form =
                "wstoken=admin-token&moodlewsrestformat=json&wsfunction=enrol_manual_enrol_users"
                        + (row + "[roleid]=5")
                        + (row + "[userid]=1001")
                        + (row + "[courseid]=2")
                        + (row + field);

        assertThat(client.send(form).body()).contains("invalidparameter");
    }

    @Test
    void a_path_in_front_of_moodle_does_not_matter() throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                sandbox.baseUri()
                                        .resolve("/moodle/webservice/rest/server.php?" + lookup()))
                        .GET();

        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void other_paths_are_not_found() throws Exception {
        assertThat(send(HttpRequest.newBuilder(sandbox.baseUri().resolve("/")).GET()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_form_of_the_participants_page_is_unusable() throws Exception {
        assertThat(
                        client.call(
                                        "core_enrol_submit_user_enrolment_form",
                                        Map.of("formdata", "ue=1&sesskey=x"))
                                .has("exception"))
                .isTrue();
    }

    @Test
    void members_leave_a_group() throws Exception {
        sandbox.administrator().enrol(SandboxSettings.Enrolment.of("ana", "SCI"));
        MoodleGroup group =
                sandbox.administrator()
                        .saveGroup(new SandboxSettings.Group("SCI", "G", "g", List.of("ana")));
        Map<String, Object> member = Map.of("groupid", group.id(), "userid", 1001);

        assertThat(
                        client.call(
                                        "core_group_delete_group_members",
                                        Map.of("members", List.of(member)))
                                .isNull())
                .isTrue();
        assertThat(sandbox.state().group("SCI", "G").orElseThrow().members()).isEmpty();
    }

    private static String lookup() {
        return LOOKUP.substring(0, LOOKUP.lastIndexOf('&'));
    }

    private static HttpRequest.Builder request(String query) {
        URI uri = URI.create(sandbox.baseUri() + "/webservice/rest/server.php" + query);
        return HttpRequest.newBuilder(uri);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
