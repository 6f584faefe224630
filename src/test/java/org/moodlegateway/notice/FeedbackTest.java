package org.moodlegateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.notice.Feedback.LineTexts;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;
import org.moodlegateway.sandbox.SandboxSettings;

/** What is said of the lines of an order, and which facts that makes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FeedbackTest {
    private static final String FACTS =
            "select kind from outbox where channel = 'FACT' order by id";
    private static final String ORDERS =
            "select order_id || ' ' || payload from outbox where kind = 'order-fulfilled' and channel = 'FACT' order by id";
    @TempDir private Path directory;
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    private List<LineTexts> texts(String id) {
        Views views = new Views(fixture.gateway().ledger(), ZoneOffset.UTC);
        return fixture.gateway()
                .parts()
                .notices()
                .feedback()
                .of(views.order("web", id).orElseThrow());
    }

    @Test
    void a_line_that_is_whole_says_so_to_everybody_and_gives_the_buyer_logins_and_links() {
        fixture = GatewayFixture.in(directory);

        fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 1, "new@example.org")).work();

        assertThat(texts("A-1"))
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.outcome()).isEqualTo("fulfilled");
                            assertThat(line.forEverybody().text())
                                    .isEqualTo(
                                            "Votre commande est complète : toutes les places (1)"
                                                    + " sont prêtes.\n");
                            assertThat(line.forBuyer().text())
                                    .contains(
                                            "Identifiant : new@example.org",
                                            "/course/view.php?id=",
                                            fixture.list(
                                                            "select reference from seat where kind = 'PAID'")
                                                    .get(0));
                            assertThat(line.forSales().subject())
                                    .isEqualTo("web/A-1 line 1: fulfilled");
                            assertThat(line.forSales().text()).contains("transaction TX-A-1");
                        });
        assertThat(fixture.list(FACTS)).containsExactly("line-fulfilled", "order-fulfilled");
    }

    @Test
    void an_order_that_renews_is_fulfilled_once_moodle_shows_the_new_ends() {
        fixture = GatewayFixture.in(directory);
        fixture.take(order("A-1").line("SCI-MONTH", 2, "ana@example.org", "bo@example.org")).work();

        fixture.take(
                order("R-1")
                        .paidAt("2026-01-30T00:00:00Z")
                        .renewing(new Renews(Target.ORDER, "A-1"), "SCI-MONTH", 2, 0)
                        .line("SCI-YEAR", 1, "cy@example.org"));
        while (fixture.gateway().planSome()) {}
        assertThat(fixture.list(ORDERS)).containsExactly("A-1 {\"count\":\"2\",\"renewals\":\"\"}");
        fixture.work();

        assertThat(fixture.list(ORDERS))
                .containsExactly(
                        "A-1 {\"count\":\"2\",\"renewals\":\"\"}",
                        "R-1 {\"count\":\"1\",\"renewals\":\"1\"}");
    }

    @Test
    void a_renewal_of_a_seat_that_is_not_there_fulfils_nothing() {
        fixture = GatewayFixture.in(directory);

        fixture.take(order("R-1").renewing(new Renews(Target.ORDER, "A-9"), "SCI-MONTH", 1, 0))
                .work();

        assertThat(fixture.list(ORDERS)).isEmpty();
    }

    @Test
    void a_line_with_a_free_seat_is_fulfilled_in_part() {
        fixture = GatewayFixture.in(directory);

        fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 2, "ana@example.org")).work();

        assertThat(texts("A-1").get(0).outcome()).isEqualTo("partly");
        assertThat(texts("A-1").get(0).forBuyer().text())
                .contains("Personne n'y est encore inscrit.");
        assertThat(fixture.list(FACTS)).containsExactly("seats-free", "line-partly");
    }

    @Test
    void a_line_on_which_nobody_is_named_has_no_outcome_yet() {
        fixture = GatewayFixture.in(directory);

        fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 2)).work();

        assertThat(texts("A-1").get(0).outcome()).isEqualTo("pending");
        assertThat(fixture.list(FACTS)).containsExactly("seats-free");
    }

    @Test
    void seats_that_are_held_fail_the_line_and_call_for_a_person_until_he_decides() {
        fixture =
                GatewayFixture.in(
                        directory,
                        content ->
                                content.enrolment(
                                        SandboxSettings.Enrolment.of("ana@example.org", "SCI")));

        fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 1, "ana@example.org")).work();

        assertThat(texts("A-1").get(0).outcome()).isEqualTo("failed");
        assertThat(texts("A-1").get(0).forSales().text())
                .contains("To do: Somebody gave this person");
        assertThat(fixture.list(FACTS)).containsExactly("held", "line-failed");

        new Results(fixture.gateway().ledger(), new Entitlements(ZoneOffset.UTC))
                .retry("web", "A-1", true, "test");
        fixture.work();

        assertThat(texts("A-1").get(0).outcome()).isEqualTo("fulfilled");
        assertThat(fixture.list(FACTS))
                .containsExactly("held", "line-failed", "line-fulfilled", "order-fulfilled");
    }

    @Test
    void a_line_whose_address_cannot_be_used_fails_at_once() {
        fixture = GatewayFixture.in(directory);

        fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 1, "no address")).work();

        assertThat(texts("A-1").get(0).outcome()).isEqualTo("failed");
        assertThat(fixture.list(FACTS)).containsExactly("line-failed");
    }
}
