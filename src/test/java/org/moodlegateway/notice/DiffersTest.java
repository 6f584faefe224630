package org.moodlegateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.Parts;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.ledger.OrderState;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.orders.OrderPlans;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.ShopTerms;

/** An order whose seats are not what it says is not whole, whoever asks, and that is told once. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DiffersTest {
    private static final String FACTS =
            "select kind from outbox where channel = 'FACT' and state <> 'NEW' order by id";
    private static final Participant ANA = new Participant("ana@example.org", "Ana", "Silva", "");

    @TempDir private Path directory;
    private final Receiver shop = new Receiver();
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        shop.close();
        fixture.close();
    }

    private GatewayFixture calledBack() {
        fixture =
                GatewayFixture.in(directory)
                        .with("WEB_CALL_BACK_URL", shop.url())
                        .with("WEB_CALL_BACK_SECRET", ServingFixture.SECRET)
                        .with("NOTICE_EVENTS", events().toString())
                        .with("NOTICE_TIMEOUT", "PT5S");
        return fixture;
    }

    private Path events() {
        return directory.resolve("events.jsonl");
    }

    private OrderView view(String id) {
        return new Views(fixture.gateway().ledger(), ZoneOffset.UTC).order("web", id).orElseThrow();
    }

    private Feedback feedback() {
        return fixture.gateway().parts().notices().feedback();
    }

    private List<DifferenceView> differences(String id) {
        return feedback().differences(view(id));
    }

    private List<String> kinds() {
        return shop.calls().stream().map(call -> call.json().path("type").asText()).toList();
    }

    private static Orders oneSeat() {
        return order("A-1").boughtByOffice().line(SCI, Map.of(), ANA);
    }

    /** Newer: it sells a year instead of half a one, which nobody may change in a seat. */
    private static Orders longer() {
        return order("A-1")
                .boughtByOffice()
                .updatedAt("2026-01-16T09:30:02Z")
                .line(SCI, Map.of("duration", "365"), ANA);
    }

    private static Orders asItWas() {
        return oneSeat().updatedAt("2026-01-17T09:30:02Z");
    }

    private Assignments assignments() {
        Handlers handlers = Parts.handlers(fixture.settings());
        return Parts.assignments(
                fixture.settings(),
                fixture.gateway().ledger(),
                course -> Set.of(),
                new OrderPlans(
                        handlers,
                        () ->
                                new CatalogueReader(handlers::check)
                                        .read(Path.of("config", "products.yaml")),
                        name -> ShopTerms.USUAL));
    }

    private String seat() {
        return fixture.list("select reference from seat where kind = 'PAID'").get(0);
    }

    @Test
    void a_line_sold_anew_for_longer_is_partial_until_the_shop_says_what_it_said() {
        calledBack().take(oneSeat()).work();
        assertThat(view("A-1").state()).isEqualTo(OrderState.FULFILLED);

        fixture.take(longer()).work();

        assertThat(view("A-1").state()).isEqualTo(OrderState.PARTIAL);
        assertThat(differences("A-1"))
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.line()).isEqualTo("1");
                            assertThat(one.code()).isEqualTo("differs:period");
                            assertThat(one.seats()).containsExactly(seat());
                            assertThat(one.hint()).contains("set its parameters back");
                            assertThat(one.sits()).containsExactly("ana@example.org");
                        });

        fixture.take(asItWas()).work();

        assertThat(view("A-1").state()).isEqualTo(OrderState.FULFILLED);
        assertThat(differences("A-1")).isEmpty();
        assertThat(fixture.list(FACTS))
                .containsExactly(
                        "line-fulfilled",
                        "order-fulfilled",
                        "differs",
                        "line-partly",
                        "line-fulfilled",
                        "order-fulfilled");
    }

    @Test
    void a_difference_is_told_once_while_it_stays_and_again_when_it_comes_back() {
        calledBack().take(oneSeat()).work();

        fixture.take(longer()).work();
        fixture.take(longer().updatedAt("2026-01-16T10:00:00Z")).work();
        assertThat(kinds()).containsExactly("line-fulfilled", "differs", "line-partly");

        fixture.take(asItWas()).work();
        fixture.take(longer().updatedAt("2026-01-18T10:00:00Z")).work();

        assertThat(kinds().stream().filter("differs"::equals)).hasSize(2);
    }

    @Test
    void shop_and_events_are_told_without_a_name_or_an_address() throws IOException {
        calledBack().take(oneSeat()).work();

        fixture.take(longer()).work();

        Receiver.Call call = shop.calls().get(1);
        assertThat(call.json().path("type").asText()).isEqualTo("differs");
        assertThat(call.json().at("/data/differences/0/code").asText()).isEqualTo("differs:period");
        assertThat(call.json().at("/data/differences/0/line").asText()).isEqualTo("1");
        assertThat(call.json().at("/data/differences/0/seats/0").asText()).isEqualTo(seat());
        assertThat(call.json().at("/data/differences/0/hint").asText()).isNotEmpty();
        assertThat(call.body()).doesNotContain("ana@", "Silva");
        assertThat(Files.readString(events()))
                .contains("\"type\":\"org.moodlegateway.differs\"", "differs:period")
                .doesNotContain("ana@", "Silva");
        assertThat(fixture.list("select kind from outbox where channel = 'LOG' and state = 'SENT'"))
                .containsExactly("differs");
    }

    @Test
    void no_text_says_that_the_order_is_complete_or_on_its_way() {
        calledBack().take(oneSeat().line("MATH-WEEK", 1, "bo@example.org")).work();

        fixture.take(longer().line("MATH-WEEK", 1, "bo@example.org")).work();

        List<Feedback.LineTexts> lines = feedback().of(view("A-1"));
        assertThat(lines)
                .extracting(Feedback.LineTexts::outcome)
                .containsExactly("partly", "fulfilled");
        assertThat(lines)
                .allSatisfy(
                        line -> {
                            assertThat(line.forEverybody().text())
                                    .doesNotContain("complète", "En cours")
                                    .contains("Quelque chose a été modifié");
                            assertThat(line.forBuyer().text())
                                    .doesNotContain("complète", "En cours")
                                    .contains("Quelque chose a été modifié");
                        });
        assertThat(lines.get(0).forSales().subject()).endsWith("partly fulfilled");
        assertThat(lines.get(0).forSales().text())
                .contains("Not what the order says now: differs:period", "ana@example.org");
        assertThat(lines.get(0).differences()).hasSize(1);
        assertThat(lines.get(1).differences()).isEmpty();
    }

    @Test
    void an_order_of_which_nothing_is_delivered_is_paid_and_no_text_says_that_it_takes_its_time() {
        calledBack();
        fixture.take(oneSeat());
        while (fixture.gateway().planSome()) {}

        fixture.take(longer());
        while (fixture.gateway().planSome()) {}

        assertThat(view("A-1").state()).isEqualTo(OrderState.PAID);
        assertThat(differences("A-1")).hasSize(1);
        assertThat(feedback().of(view("A-1")).get(0).forBuyer().text())
                .contains("n'a pas encore pu être exécutée")
                .doesNotContain("en préparation", "En cours");
    }

    @Test
    void administrators_are_written_who_is_named_and_who_sits_there() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory));
            fixture.take(oneSeat()).work();

            assignments()
                    .assign(
                            seat(),
                            new Participant("bo@example.org", "Bo", "Chan", ""),
                            "",
                            true,
                            "test");
            fixture.work();

            var mail = mailbox.to("admin@example.org").get(0);
            assertThat(Mailbox.subject(mail))
                    .isEqualTo("web/A-1: its seats are not what the order says now");
            assertThat(Mailbox.text(mail))
                    .contains(
                            "Line 1: it names other people than sit on its seats",
                            "Code: differs:person, seats " + seat(),
                            "The order has: ana@example.org",
                            "The seats have: bo@example.org",
                            "orders web/A-1");
        }
    }

    @Test
    void administrators_are_written_in_their_language() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory)).with("NOTICE_LANGUAGE", "fr");
            fixture.take(oneSeat()).work();

            fixture.take(longer()).work();

            var mail = mailbox.to("admin@example.org").get(0);
            assertThat(Mailbox.subject(mail))
                    .isEqualTo("web/A-1 : ses places ne sont pas ce que dit la commande");
            assertThat(Mailbox.text(mail))
                    .contains("Ligne 1 : ses propres paramètres donnent d'autres dates")
                    .doesNotContain("To do", "its own parameters");
        }
    }

    @Test
    void what_is_over_before_anybody_was_told_is_told_to_nobody() {
        calledBack().take(oneSeat()).work();
        fixture.take(longer(), asItWas());
        while (fixture.gateway().planSome()) {}

        fixture.work();

        assertThat(kinds()).doesNotContain("differs");
    }

    @Test
    void whoever_is_put_on_a_seat_by_hand_against_the_order_makes_it_partial_until_it_is_undone() {
        calledBack().take(oneSeat()).work();

        assignments()
                .assign(seat(), new Participant("bo@example.org", "Bo", "Chan", ""), "", true, "t");
        fixture.work();

        assertThat(view("A-1").state()).isEqualTo(OrderState.PARTIAL);
        assertThat(differences("A-1"))
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.code()).isEqualTo("differs:person");
                            assertThat(one.named()).containsExactly("ana@example.org");
                            assertThat(one.sits()).containsExactly("bo@example.org");
                        });

        assignments().assign(seat(), ANA, "", true, "t");
        fixture.work();

        assertThat(view("A-1").state()).isEqualTo(OrderState.FULFILLED);
        assertThat(differences("A-1")).isEmpty();
    }

    @Test
    void an_order_that_is_called_off_stays_so_whatever_differs() {
        calledBack().take(oneSeat()).work();

        fixture.take(longer().status(OrderStatus.CANCELLED)).work();

        assertThat(view("A-1").state()).isEqualTo(OrderState.CANCELLED);
        assertThat(differences("A-1")).isEmpty();
    }

    @Test
    void an_installed_file_from_before_tells_it_too_and_needs_no_new_template() throws IOException {
        Path config = org.moodlegateway.ShippedConfiguration.copy(directory.resolve("config"));
        Path notices = config.resolve("notices.yaml");
        Files.writeString(
                notices, Files.readString(notices).replaceAll("(?m)^  differs:.*\\n", ""));
        Files.delete(config.resolve("templates/differs.en.txt"));
        Files.delete(config.resolve("templates/differs.fr.txt"));
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(calledBack().configuredBy(config));
            fixture.take(oneSeat()).work();

            fixture.take(longer()).work();

            assertThat(kinds()).contains("differs");
            assertThat(Mailbox.subject(mailbox.to("admin@example.org").get(0)))
                    .isEqualTo("web/A-1: its seats are not what the order says now");
        }
    }

    @Test
    void a_file_that_gives_it_no_way_tells_nobody() throws IOException {
        Path config = org.moodlegateway.ShippedConfiguration.copy(directory.resolve("config"));
        Path notices = config.resolve("notices.yaml");
        Files.writeString(
                notices,
                Files.readString(notices).replaceAll("(?m)^  differs:.*$", "  differs: []"));
        calledBack().configuredBy(config).take(oneSeat()).work();

        fixture.take(longer()).work();

        assertThat(kinds()).doesNotContain("differs");
        assertThat(view("A-1").state()).isEqualTo(OrderState.PARTIAL);
    }

    @Test
    void the_templates_inside_are_those_that_are_shipped() throws IOException {
        fixture = GatewayFixture.in(directory);
        for (String name : TemplatesReader.SHIPPED) {
            try (var inside = TemplatesReader.class.getResourceAsStream(name)) {
                assertThat(Path.of("config", "templates", name))
                        .hasBinaryContent(inside.readAllBytes());
            }
        }
    }
}
