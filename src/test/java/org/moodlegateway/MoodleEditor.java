package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody who works in a Moodle of yours: renames courses, changes e-mails, deletes accounts.
 * Needs the token of an administrator, {@code MOODLE_EDITOR_TOKEN} (else {@code MOODLE_TOKEN}), for
 * a service with the functions {@link #NEEDED}; without these, tests that need them are skipped.
 */
final class MoodleEditor {
    static final Set<String> NEEDED =
            Set.of(
                    "core_course_create_courses",
                    "core_course_delete_courses",
                    "core_course_update_courses",
                    "core_user_create_users",
                    "core_user_delete_users",
                    "core_user_update_users");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    MoodleEditor(String url) {
        this.url = url;
        this.token =
                System.getenv().getOrDefault("MOODLE_EDITOR_TOKEN", System.getenv("MOODLE_TOKEN"));
    }

    /** Skips the test where this Moodle lets nobody change what it needs changed. */
    void assumeAllowed() {
        Set<String> missing = new TreeSet<>(NEEDED);
        call("core_webservice_get_site_info", Map.of())
                .path("functions")
                .forEach(function -> missing.remove(function.path("name").asText()));
        assumeTrue(
                missing.isEmpty(),
                "MOODLE_EDITOR_TOKEN is to be an administrator's, for a service with " + missing);
    }

    /** A new course with manual enrolments; gives its id. */
    long makeCourse(String shortname, String idnumber) {
        return call(
                        "core_course_create_courses",
                        Map.of(
                                "courses[0][fullname]",
                                shortname,
                                "courses[0][shortname]",
                                shortname,
                                "courses[0][idnumber]",
                                idnumber,
                                "courses[0][categoryid]",
                                "1"))
                .path(0)
                .path("id")
                .asLong();
    }

    void renameCourse(long id, String shortname, String idnumber) {
        call(
                "core_course_update_courses",
                Map.of(
                        "courses[0][id]",
                        String.valueOf(id),
                        "courses[0][shortname]",
                        shortname,
                        "courses[0][idnumber]",
                        idnumber));
    }

    void deleteCourse(long id) {
        call("core_course_delete_courses", Map.of("courseids[0]", String.valueOf(id)));
    }

    void changeMail(long account, String email) {
        call(
                "core_user_update_users",
                Map.of("users[0][id]", String.valueOf(account), "users[0][email]", email));
    }

    /** A new account; gives its id. */
    long makeAccount(String username, String email) {
        return call(
                        "core_user_create_users",
                        Map.of(
                                "users[0][username]",
                                username,
                                "users[0][email]",
                                email,
                                "users[0][firstname]",
                                "Some",
                                "users[0][lastname]",
                                "Body",
                                "users[0][password]",
                                "Aa1-" + username))
                .path(0)
                .path("id")
                .asLong();
    }

    void deleteAccount(long account) {
        call("core_user_delete_users", Map.of("userids[0]", String.valueOf(account)));
    }

    private JsonNode call(String function, Map<String, String> parameters) {
        String form =
                parameters.entrySet().stream()
                        .map(
                                entry ->
                                        URLEncoder.encode(entry.getKey(), UTF_8)
                                                + "="
                                                + URLEncoder.encode(entry.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        String control =
                "wstoken=" + token + "&moodlewsrestformat=json&wsfunction=" + function + "&";
        try {
            JsonNode answer =
                    JSON.readTree(
                            client.send(
                                            HttpRequest.newBuilder(
                                                            URI.create(
                                                                    url
                                                                            + "/webservice/rest/server.php"))
                                                    .header(
                                                            "Content-Type",
                                                            "application/x-www-form-urlencoded")
                                                    .POST(BodyPublishers.ofString(control + form))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body());
            if (answer.has("exception")) {
                throw new AssertionError(function + ": " + answer.path("errorcode").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
