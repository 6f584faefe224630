package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.shop.AskedShop;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PlanCommandTest {
    private static final String ORDER =
            """
            { "shop": "web", "id": "A-1001", "transaction": "TX0001", "status": "paid", "updatedAt": "2026-01-15T09:30:02Z",
              "placedAt": "2026-01-15T09:28:00Z", "paidAt": "2026-01-15T09:30:00Z", "test": false, "currency": "EUR", "total": "180.00", "subscription": null,
              "buyer": { "email": "office@example.org", "firstName": "Zoé", "lastName": "Łukasik", "country": "FR", "language": "fr" },
              "lines": [ { "id": "1", "product": "SCI-180", "quantity": 2, "refunded": 0, "parameters": null, "renews": null,
                  "participants": [ { "email": "ana@example.org", "firstName": "Ana", "lastName": "Silva", "role": "student" } ] } ] }
            """;

    @TempDir private Path folder;

    @Test
    void an_order_becomes_seats_and_calls() throws IOException {
        CommandLineRun run = new CommandLineRun().run("plan", file(ORDER), "--json");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode seat = run.json().at("/seats/0");
        assertThat(seat.toString())
                .isEqualTo(
                        """
                        {"line":"1","number":1,"reference":"MDA4-ZGRH-OGRK-OT3T","person":"ana@example.org",\
                        "course":"SCI","role":"student","start":1768469400,"end":1784021400,"state":"WAITING"}\
                        """);
        assertThat(run.json().at("/seats/1/person").isNull()).isTrue();
        assertThat(run.json().at("/seats/1/state").asText()).isEqualTo("UNASSIGNED");
        assertThat(run.json().at("/order/transaction").asText()).isEqualTo("TX0001");
        assertThat(run.json().at("/calls").toString())
                .contains("{\"function\":\"enrol_manual_enrol_users\",\"rows\":2}");
        assertThat(run.json().at("/problems")).isEmpty();
    }

    @Test
    void no_end_is_zero() throws IOException {
        String order = ORDER.replace("SCI-180", "LANG-TEACH");

        CommandLineRun run = new CommandLineRun().run("plan", file(order), "--json");

        assertThat(run.json().at("/seats/0/end").asLong(-1)).isZero();
    }

    @Test
    void answers_that_look_like_people_and_were_not_used_are_named() throws IOException {
        Path config =
                AskedShop.configuration(
                        folder,
                        """
                          boutique:
                            kind: shopify
                            products: { COURSE-SCI: SCI-180 }
                        """);
        String order =
                """
                {"id": 5, "financial_status": "paid", "created_at": "2026-01-15T09:30:00Z", "updated_at": "2026-01-15T09:30:00Z",
                 "line_items": [{"id": 1, "sku": "COURSE-SCI", "quantity": 2,
                                 "properties": {"Participant": "ana@example.org", "Who else?": "bo@example.org"}}]}
                """;

        CommandLineRun run =
                new CommandLineRun()
                        .run(
                                "plan",
                                file(order),
                                "--shop",
                                "boutique",
                                "--config",
                                config.toString(),
                                "--json");

        assertThat(run.code()).isOne();
        assertThat(run.json().at("/problems/0/code").asText()).isEqualTo("answer-unused");
        assertThat(run.json().at("/problems/0/pointer").asText()).isEqualTo("/unused/0");
        assertThat(run.json().at("/problems/0/message").asText())
                .startsWith("line 1: the answer to \"Who else?\" looks like a person");
        assertThat(run.out()).doesNotContain("bo@example.org");
    }

    @Test
    void people_read_a_table() throws IOException {
        CommandLineRun run = new CommandLineRun().run("plan", file(ORDER));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("MDA4-ZGRH-OGRK-OT3T  ana@example.org", "2026-07-14 09:30:00")
                .contains("office@example.org, gets into HELP as student");
    }

    @Test
    void what_a_line_replaces_is_said_whether_it_comes_as_json_or_as_a_row() throws IOException {
        String order = ORDER.replace("\"renews\": null", "\"replaces\": {\"order\": \"A-1\"}");
        String rows =
                """
                order_id,status,updated_at,paid_at,line_id,product,quantity,buyer_email,replaces_product
                A-2,paid,2026-01-15T09:30:02Z,2026-01-15T09:30:00Z,1,SCI-180,1,office@example.org,MATH-WEEK
                """;
        Path table = Files.writeString(folder.resolve("orders.csv"), rows);

        assertThat(new CommandLineRun().run("plan", file(order)).out())
                .contains("Line 1 ends order A-1 of the same buyer when it starts.");
        assertThat(
                        new CommandLineRun()
                                .run("plan", file(order), "--json")
                                .json()
                                .at("/replaces/0")
                                .toString())
                .isEqualTo("{\"line\":\"1\",\"ends\":\"order A-1\"}");
        assertThat(new CommandLineRun().run("plan", table.toString(), "--shop", "web").out())
                .contains("Line 1 ends product MATH-WEEK of the same buyer when it starts.");
    }

    @Test
    void a_line_that_renews_and_replaces_waits_with_the_reason() throws IOException {
        String order =
                ORDER.replace(
                        "\"renews\": null",
                        "\"renews\": {\"order\": \"A-1\"}, \"replaces\": {\"order\": \"A-1\"}");

        CommandLineRun run = new CommandLineRun().run("plan", file(order), "--json");

        assertThat(run.json().at("/problems/0/code").asText()).isEqualTo("replaces-unclear");
    }

    @Test
    void a_bad_product_gives_problems_and_no_seats() throws IOException {
        Path config = Configurations.copy(folder.resolve("config"));
        Configurations.replace(config.resolve("products.yaml"), "duration=180&", "duration=abc&");

        CommandLineRun run =
                new CommandLineRun()
                        .run("plan", file(ORDER), "--json", "--config", config.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().at("/seats")).isEmpty();
        assertThat(run.json().at("/calls")).isEmpty();
        assertThat(run.json().at("/problems/0").toString())
                .isEqualTo(
                        """
                        {"code":"parameter-invalid","pointer":"/lines/0/product",\
                        "message":"product SCI-180: duration=abc is not a whole number of days"}\
                        """);
    }

    @Test
    void an_unknown_product_keeps_its_seats_waiting() throws IOException {
        String order = ORDER.replace("SCI-180", "NEW-1");

        CommandLineRun run = new CommandLineRun().run("plan", file(order), "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().at("/seats/0/state").asText()).isEqualTo("WAITING");
        assertThat(run.json().at("/seats/0/start").isNull()).isTrue();
        assertThat(run.json().at("/problems/0/code").asText()).isEqualTo("product-unknown");
    }

    @Test
    void what_is_no_order_is_a_problem_without_order() throws IOException {
        CommandLineRun run = new CommandLineRun().run("plan", file("{ \"id\": "), "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().at("/order").isNull()).isTrue();
        assertThat(run.json().at("/problems/0/code").asText()).isEqualTo("json-unparsable");
    }

    @Test
    void several_orders_of_a_csv_file_are_a_list() throws IOException {
        CommandLineRun run =
                new CommandLineRun().run("plan", "config/samples/06-seats-by-row.csv", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.json()).hasSize(2);
        assertThat(run.json().at("/0/seats")).hasSize(3);
        assertThat(run.json().at("/0/seats/0/course").asText()).isEqualTo("LANG");
        assertThat(run.json().at("/1/seats/0/end").asLong()).isEqualTo(1778230800);
    }

    @Test
    void what_has_no_time_of_its_own_arrives_when_it_is_said_to() throws IOException {
        Path csv =
                Files.writeString(
                        folder.resolve("order.csv"),
                        "order_id,status,line_id,product,quantity,participant_email\nC-1,paid,1,MATH-WEEK,1,ana@example.org\n");

        CommandLineRun run =
                new CommandLineRun()
                        .run(
                                "plan",
                                csv.toString(),
                                "--shop",
                                "web",
                                "--at",
                                "2026-03-01T00:00:00Z",
                                "--json");

        assertThat(run.json().at("/seats/0/start").asLong()).isEqualTo(1772323200);
    }

    @Test
    void the_shop_may_be_named_beside_the_file() throws IOException {
        String order = ORDER.replace("\"shop\": \"web\",", "");

        assertThat(new CommandLineRun().run("plan", file(order)).code()).isEqualTo(1);
        CommandLineRun named =
                new CommandLineRun().run("plan", file(order), "--shop", "web", "--json");

        assertThat(named.code()).isZero();
        assertThat(named.json().at("/order/shop").asText()).isEqualTo("web");
        assertThat(new CommandLineRun().run("plan", file(order), "--shop", "wbe").err())
                .isEqualTo(
                        "moodle-gateway: there is no shop wbe in config/shops.yaml; there are web\n");
    }

    @Test
    void a_file_that_is_not_there_is_told_in_one_sentence() {
        CommandLineRun run = new CommandLineRun().run("plan", "nowhere.json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("moodle-gateway: there is no file nowhere.json\n");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("order.json"), text).toString();
    }
}
