package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;

/** What commands say of an order whose seat was given to somebody else than it names. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DifferingOrdersTest {
    @TempDir private static Path directory;
    private static String ledger;

    @BeforeAll
    static void give() {
        String seat;
        try (GatewayFixture fixture = GatewayFixture.in(directory)) {
            fixture.take(
                            order("A-1").boughtByOffice().line("LANG-TEACH", 1, "ana@example.org"),
                            order("A-2").boughtByOffice().line("LANG-TEACH", 1, "cy@example.org"))
                    .work();
            ledger = fixture.environment().get("LEDGER_URL");
            seat = fixture.list("select reference from seat where order_id = 'A-1'").get(0);
        }
        CommandLineRun given = run("seats", "assign", seat, "--email", "bo@example.org", "--force");
        assertThat(given.code()).isZero();
    }

    private static CommandLineRun run(String... arguments) {
        return new CommandLineRun().with("LEDGER_URL", ledger).run(arguments);
    }

    @Test
    void the_order_is_partial_and_shows_who_is_named_and_who_sits_there() throws Exception {
        assertThat(run("orders", "web/A-1").out())
                .contains(
                        "Line 1: differs:person",
                        "The order has: ana@example.org",
                        "The seats have: bo@example.org",
                        "To do: ",
                        "correct the order in the shop");
        JsonNode json = run("orders", "web/A-1", "--json").json();
        assertThat(json.at("/differences/0/code").asText()).isEqualTo("differs:person");
        assertThat(json.at("/differences/0/named/0").asText()).isEqualTo("ana@example.org");
        assertThat(json.at("/differences/0/sits/0").asText()).isEqualTo("bo@example.org");
        assertThat(json.path("differs").asBoolean()).isTrue();
    }

    @Test
    void orders_that_differ_are_listed_by_themselves() {
        assertThat(run("orders", "--differing").out())
                .contains("web/A-1")
                .doesNotContain("web/A-2");
        assertThat(run("orders").out()).containsPattern("web/A-1 .*differs");
    }

    @Test
    void replay_has_the_order_follow_its_newest_event_again_and_only_one_that_differs() {
        assertThat(run("replay", "web/A-1").out()).contains("follows its newest event once more");
        assertThat(run("replay", "web/A-2").err())
                .contains("has nothing parked, and its seats are what it says");
    }
}
