package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;

/** What the report beside a file says once its orders are planned. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FileReportsTest {
    private static final String HEADER =
            "order_id,status,updated_at,buyer_email,line_id,product,quantity,participant_email\n";
    private static final String PAID = ",paid,2026-01-01T00:00:00Z,office@example.org,1,SCI-180,";

    @TempDir private Path directory;
    private GatewayFixture fixture;

    @BeforeEach
    void open() {
        fixture = GatewayFixture.in(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void take(String name, String text) throws IOException {
        Path inbox = Files.createDirectories(directory.resolve("inbox/web"));
        bean(InboxFolder.class, "inboxFolder")
                .take(Files.writeString(inbox.resolve(name), text).toFile());
    }

    private <T> T bean(Class<T> type, String name) {
        return fixture.gateway().camel().getRegistry().lookupByNameAndType(name, type);
    }

    private JsonNode look(String name) throws IOException {
        bean(OpenReports.class, "openReports").look();
        return new ObjectMapper()
                .readTree(directory.resolve("inbox/done/web/" + name + ".report.json").toFile());
    }

    private JsonNode planned(String name, String text) throws IOException {
        take(name, text);
        fixture.work();
        return look(name);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void each_order_says_what_it_came_to() throws IOException {
        JsonNode report =
                planned(
                        "mixed.csv",
                        HEADER
                                + ("A-1" + PAID + "2,ana@example.org\nA-1,,,,1,,,bo@example.org\n")
                                + ("A-2"
                                        + PAID.replace("SCI-180", "SCI-18O")
                                        + "1,cy@example.org\n")
                                + ("A-3" + PAID + "1,not-an-email\n")
                                + ("A-4" + PAID + ",di@example.org\n"));

        assertThat(report.path("complete").asBoolean()).isTrue();
        assertThat(report.path("counts").toString())
                .isEqualTo("{\"applied\":1,\"rejected\":1,\"waiting\":2}");
        JsonNode orders = report.path("orders");
        assertThat(orders.findValuesAsText("status"))
                .containsExactly("applied", "waiting", "waiting", "rejected");
        assertThat(orders.get(0).path("state").asText()).isEqualTo("FULFILLED");
        assertThat(orders.get(0).path("seats").toString()).isEqualTo("{\"ACTIVE\":2}");
        assertThat(orders.get(1).path("waiting").get(0).path("reason").asText())
                .isEqualTo("product-unknown");
        assertThat(orders.get(2).path("waiting").get(0).path("reason").asText())
                .isEqualTo("email-unusable");
        assertThat(orders.get(3).path("code").asText()).isEqualTo("schema");
    }

    @Test
    void before_they_are_planned_orders_are_stored_and_the_report_is_open() throws IOException {
        take("early.csv", HEADER + "B-1" + PAID + "1,ana@example.org\n");

        JsonNode report = look("early.csv");

        assertThat(report.path("complete").asBoolean()).isFalse();
        assertThat(report.path("orders").get(0).path("status").asText()).isEqualTo("stored");
    }

    @Test
    void a_gateway_that_starts_completes_what_another_left_open() throws IOException {
        take("left.csv", HEADER + "C-1" + PAID + "1,ana@example.org\n");
        look("left.csv");

        fixture.restart();
        fixture.work();

        assertThat(look("left.csv").path("orders").get(0).path("status").asText())
                .isEqualTo("applied");
        assertThat(directory.resolve("inbox/done/web/.open")).isEmptyDirectory();
    }

    @Test
    void a_corrected_file_says_what_it_changed() throws IOException {
        planned("first.csv", HEADER + "D-1" + PAID + "1,jhon@example.org\n");

        JsonNode more =
                planned(
                        "more.csv",
                        (HEADER + "D-1" + PAID + "2,jhon@example.org\nD-1,,,,1,,,bo@example.org\n")
                                .replace("01-01T", "01-02T"));
        JsonNode less =
                planned(
                        "less.csv",
                        (HEADER + "D-1" + PAID + "1,bo@example.org\n").replace("01-01T", "01-03T"));

        assertThat(texts(more.path("orders").get(0).path("changes")))
                .singleElement()
                .asString()
                .matches("seat [A-Z0-9-]{19} is new, of bo@example.org");
        assertThat(texts(less.path("orders").get(0).path("changes")))
                .singleElement()
                .asString()
                .matches("seat [A-Z0-9-]{19} is no longer sold, of jhon@example.org");
    }

    @Test
    void a_corrected_person_is_moved_or_the_report_says_that_nobody_was() throws IOException {
        planned("first.csv", HEADER + "D-2" + PAID + "1,jhon@example.org\n");

        JsonNode order =
                planned(
                                "second.csv",
                                (HEADER + "D-2" + PAID + "1,john@example.org\n")
                                        .replace("01-01T", "01-02T"))
                        .path("orders")
                        .get(0);

        List<String> changes = texts(order.path("changes"));
        List<String> reasons = order.path("waiting").findValuesAsText("reason");
        assertThat(changes.isEmpty() ? reasons : List.of("moved"))
                .containsAnyOf("moved", "differs:person");
    }

    @Test
    void a_file_that_is_older_or_the_same_says_so() throws IOException {
        String newer = HEADER + "E-1" + PAID + "1,ana@example.org\n";
        planned("newer.csv", newer);

        JsonNode older = planned("older.csv", newer.replace("2026-01-01T", "2025-12-31T"));
        JsonNode same = planned("same.csv", newer);

        assertThat(older.path("orders").get(0).path("status").asText()).isEqualTo("older");
        assertThat(older.path("orders").get(0).path("message").asText()).contains("updated_at");
        assertThat(same.path("orders").get(0).path("status").asText()).isEqualTo("duplicate");
        assertThat(same.path("orders").get(0).path("state").asText()).isEqualTo("FULFILLED");
    }

    @Test
    void what_is_late_is_told_when_it_comes_and_what_is_known_stands_before() throws IOException {
        take("late.csv", HEADER + "F-1" + PAID + "1,ana@example.org\n");
        fixture.gateway()
                .ledger()
                .transaction(
                        handle ->
                                handle.execute(
                                        "update inbox set lease_until = ?",
                                        fixture.clock.instant().plus(Duration.ofHours(1))));
        take("next.csv", HEADER + "F-2" + PAID + "1,bo@example.org\n");
        fixture.work();

        assertThat(look("next.csv").path("complete").asBoolean()).isTrue();
        assertThat(look("late.csv").path("complete").asBoolean()).isFalse();
        fixture.clock.forward(Duration.ofHours(2));
        fixture.work();
        assertThat(look("late.csv").path("complete").asBoolean()).isTrue();
    }
}
