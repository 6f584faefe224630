package org.moodlegateway.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.sandbox.SandboxState.Enrolment;

/** Seats given away over HTTP, before a sandbox Moodle. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatsApiTest {
    @TempDir private static Path directory;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        gateway =
                ServingFixture.in(
                        directory,
                        Map.of(
                                "CLAIM_SECRET",
                                "canary-of-the-claim-secret-0123456789",
                                "GATEWAY_PUBLIC_URL",
                                "https://seats.example.org/"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Answer post(String path, String body) {
        return gateway.send(
                gateway.post(path, body.getBytes(UTF_8), "X-API-Key", ServingFixture.ADMIN_KEY));
    }

    private static Answer csv(String path, byte[] body) {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri(path))
                        .POST(BodyPublishers.ofByteArray(body))
                        .header("Content-Type", "text/csv; charset=utf-8")
                        .header("X-API-Key", ServingFixture.ADMIN_KEY));
    }

    /** The references of a new order's seats. */
    private static List<String> bought(String id, int seats, String... participants) {
        gateway.postWithKey(order(id).line(Orders.SCI, seats, participants).json());
        String references =
                "select reference from seat where kind = 'PAID' and order_id = '"
                        + id
                        + "' order by number";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.list(references).size() == seats);
        return gateway.list(references);
    }

    private static void once(String id, String status) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                gateway.ask("/api/orders/web/" + id)
                                        .json()
                                        .path("status")
                                        .asText()
                                        .equals(status));
    }

    private static Enrolment enrolled(String username) {
        return gateway.moodle.enrolment(username, "SCI").orElseThrow();
    }

    @Test
    void a_free_seat_is_given_to_somebody_who_is_then_in_moodle() {
        String seat = bought("A-1", 1).get(0);

        Answer first =
                post(
                        "/api/seats/" + seat + "/assign",
                        "{\"email\": \"a1@example.org\", \"firstName\": \"Zoé\", \"lastName\": \"Li\"}");
        Answer again = post("/api/seats/" + seat + "/assign", "{\"email\": \"A1@example.org\"}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("result").asText()).isEqualTo("assigned");
        assertThat(first.json().at("/seat/person").asText()).isEqualTo("a1@example.org");
        assertThat(first.json().at("/seat/firstName").asText()).isEqualTo("Zoé");
        assertThat(again.json().path("result").asText()).isEqualTo("unchanged");
        once("A-1", "FULFILLED");
        assertThat(enrolled("a1@example.org").suspended()).isFalse();
        assertThat(gateway.list("select actor from audit where subject = 'seat " + seat + "'"))
                .containsExactly("key environment");
    }

    @Test
    void who_is_who_is_decided_of_two_known_e_mails_only() {
        bought("W-1", 2, "w1@example.org", "w2@example.org");
        once("W-1", "FULFILLED");

        Answer two = people("same", "w1@example.org", "w2@example.org");
        assertThat(two.status()).isEqualTo(409);
        assertThat(two.code()).isEqualTo("two-accounts");
        assertThat(
                        people("differ", "w1@example.org", "w2@example.org")
                                .json()
                                .path("result")
                                .asText())
                .isEqualTo("unchanged");
        assertThat(people("same", "w1@example.org", "who@example.org").code())
                .isEqualTo("person-unknown");
        assertThat(people("same", "W1@example.org", "w1@example.org").status()).isEqualTo(422);
        assertThat(post("/api/people/same", "{\"old\": 1}").status()).isEqualTo(422);
    }

    private Answer people(String what, String old, String other) {
        return post(
                "/api/people/" + what, "{\"old\": \"" + old + "\", \"new\": \"" + other + "\"}");
    }

    @Test
    void somebody_else_takes_a_seat_until_the_first_access_and_moodle_follows() {
        String seat = bought("A-2", 1, "a2@example.org").get(0);
        once("A-2", "FULFILLED");

        Answer replaced = post("/api/seats/" + seat + "/assign", "{\"email\": \"b2@example.org\"}");

        assertThat(replaced.status()).isEqualTo(200);
        once("A-2", "PARTIAL");
        await().atMost(Duration.ofSeconds(20)).until(() -> enrolled("a2@example.org").suspended());
        assertThat(enrolled("b2@example.org").suspended()).isFalse();
        JsonNode order = gateway.ask("/api/orders/web/A-2").json();
        assertThat(order.path("differences")).hasSize(1);
        assertThat(order.at("/differences/0/code").asText()).isEqualTo("differs:person");
        assertThat(order.at("/differences/0/seats/0").asText()).isEqualTo(seat);
        assertThat(order.at("/seats/0/state").asText()).isEqualTo("ACTIVE");

        gateway.moodle.administrator().openCourse("b2@example.org", "SCI", gateway.clock.instant());
        Answer late = post("/api/seats/" + seat + "/unassign", "{}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("already-opened");
        assertThat(enrolled("b2@example.org").suspended()).isFalse();

        Answer forced = post("/api/seats/" + seat + "/unassign", "{\"force\": true}");
        assertThat(forced.json().at("/seat/state").asText()).isEqualTo("UNASSIGNED");
        await().atMost(Duration.ofSeconds(20)).until(() -> enrolled("b2@example.org").suspended());
        assertThat(post("/api/seats/" + seat + "/unassign", "{}").json().path("result").asText())
                .isEqualTo("unchanged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {                                          | 400 | json-unparsable  |
            []                                         | 422 | field-invalid    |
            {"email": 7}                               | 422 | field-invalid    | /email
            {"email": "x@example.org", "force": "yes"} | 422 | field-invalid    | /force
            {"email": "x@example.org", "name": "X"}    | 422 | field-invalid    |
            {}                                         | 422 | email-unusable   | /email
            {"email": "x@nowhere"}                     | 422 | email-unusable   | /email
            {"email": "x@example.org", "role": "boss"} | 422 | role-unknown     | /role
            {"email": "x@example.org", "course": "X"}  | 422 | course-not-offered | /course
            {"email": "x@example.org", "firstName": "<b>"} | 422 | name-has-tags | /firstName
            """)
    void what_is_wrong_is_said_with_its_place(
            String body, int status, String code, String pointer) {
        String seat = bought("A-3", 1).get(0);

        Answer answer = post("/api/seats/" + seat + "/assign", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().path("pointer").asText())
                .isEqualTo(pointer == null ? "" : pointer);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void a_seat_that_nobody_sold_is_404() {
        assertThat(post("/api/seats/AAAA-BBBB-CCCC-DDDD/unassign", "{}").code())
                .isEqualTo("seat-unknown");
    }

    @Test
    void only_an_administrator_gives_seats_away() {
        String seat = bought("A-4", 1).get(0);
        byte[] body = "{\"email\": \"x@example.org\"}".getBytes(UTF_8);

        for (String path :
                List.of(
                        "/api/seats/" + seat + "/assign",
                        "/api/seats/" + seat + "/unassign",
                        "/api/orders/web/A-4/claim-link",
                        "/api/claim-links/x/revoke")) {
            assertThat(gateway.send(gateway.post(path, body)).status()).isEqualTo(401);
            assertThat(
                            gateway.send(gateway.post(path, body, "X-API-Key", ServingFixture.KEY))
                                    .status())
                    .as("the key of a shop")
                    .isEqualTo(401);
        }
        assertThat(gateway.list("select email from seat where reference = '" + seat + "'"))
                .containsExactly("");
    }

    @Test
    void a_file_is_reported_row_by_row_and_good_rows_go_on() {
        List<String> seats = bought("A-5", 3);
        String file =
                "\uFEFFreference;email;first;last;course;role\r\n"
                        + seats.get(0)
                        + ";a5@example.org;Zoé;Li;;teacher\r\n"
                        + "AAAA-BBBB-CCCC-DDDD;b5@example.org;B;B;;\r\n"
                        + seats.get(1)
                        + ";nobody;B;B;;\r\n"
                        + "\r\n"
                        + seats.get(2)
                        + ";c5@example.org;C;C;;;stray\r\n";

        JsonNode report = csv("/api/seats/assign", file.getBytes(UTF_8)).json();
        JsonNode again = csv("/api/seats/assign", file.getBytes(UTF_8)).json();

        assertThat(report.path("assigned").asInt()).isEqualTo(1);
        assertThat(report.path("refused").asInt()).isEqualTo(3);
        assertThat(report.path("rows").findValuesAsText("row")).containsExactly("2", "3", "4", "6");
        assertThat(report.path("rows").findValuesAsText("code"))
                .containsExactly("null", "seat-unknown", "email-unusable", "csv-cells");
        assertThat(again.path("unchanged").asInt()).isEqualTo(1);
        assertThat(gateway.list("select role from seat where email = 'a5@example.org'"))
                .containsExactly("teacher");
    }

    @Test
    void a_file_that_is_none_is_refused_as_a_whole() {
        assertThat(csv("/api/seats/assign", "reference,mail\n".getBytes(UTF_8)).code())
                .isEqualTo("csv-columns");
        assertThat(csv("/api/seats/assign", new byte[] {(byte) 0xff}).code())
                .isEqualTo("file-not-utf8");
        String long201 = "reference,email\n" + "X,y@example.org\n".repeat(SeatsApi.MOST_ROWS + 1);
        assertThat(csv("/api/seats/assign", long201.getBytes(UTF_8)).code())
                .isEqualTo("file-too-long");
        assertThat(csv("/api/seats/assign?force=maybe", "".getBytes(UTF_8)).status())
                .isEqualTo(400);
        assertThat(post("/api/seats/assign", "{}").status()).isEqualTo(415);
    }

    @Test
    void a_whole_file_asks_moodle_once_for_a_course() {
        List<String> seats = bought("A-6", 3, "x6@example.org", "y6@example.org", "z6@example.org");
        once("A-6", "FULFILLED");
        long before = enrolledUsersCalls();
        StringBuilder file = new StringBuilder("reference,email\n");
        seats.forEach(seat -> file.append(seat + ",n" + seat + "@example.org\n"));

        assertThat(
                        csv("/api/seats/assign", file.toString().getBytes(UTF_8))
                                .json()
                                .path("assigned")
                                .asInt())
                .isEqualTo(3);

        assertThat(enrolledUsersCalls() - before).isEqualTo(1);
    }

    private static long enrolledUsersCalls() {
        return gateway.moodle.calls().of("core_enrol_get_enrolled_users");
    }

    @Test
    void a_claim_link_is_made_for_an_order_and_revoked_by_its_id() {
        bought("A-7", 1);

        JsonNode link = post("/api/orders/web/A-7/claim-link", "{\"days\": 2}").json();

        assertThat(link.path("url").asText())
                .matches("https://seats\\.example\\.org/claim/[\\w-]{75}");
        assertThat(link.path("expires").asText()).isEqualTo("2026-01-17T09:30:00Z");
        String revoke = "/api/claim-links/" + link.path("id").asText() + "/revoke";
        assertThat(post(revoke, "{}").status()).isEqualTo(200);
        assertThat(post(revoke, "{}").code()).isEqualTo("claim-link-unknown");
        assertThat(post("/api/orders/web/none/claim-link", "{}").code()).isEqualTo("order-unknown");
        assertThat(post("/api/orders/web/A-7/claim-link", "{\"days\": 0}").status()).isEqualTo(422);
        assertThat(post("/api/orders/web/A-7/claim-link", "{\"days\": 401}").status())
                .isEqualTo(422);
    }
}
