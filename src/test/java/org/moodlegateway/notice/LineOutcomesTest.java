package org.moodlegateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ShippedConfiguration;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.SandboxSettings;

/** What a shop is told of its lines when seats change between the fact and the telling of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LineOutcomesTest {
    private static final String ATTEMPTS =
            "select state || ' ' || attempts from outbox where channel = 'CALL_BACK' and kind like 'line-%' order by id";
    private static final String READY_2 = "toutes les places (2) sont prêtes";

    @TempDir private Path directory;
    private final Receiver shop = new Receiver();
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        shop.close();
        fixture.close();
    }

    private GatewayFixture calledBack(UnaryOperator<SandboxSettings.Builder> content) {
        fixture =
                GatewayFixture.in(directory, content)
                        .with("WEB_CALL_BACK_URL", shop.url())
                        .with("WEB_CALL_BACK_SECRET", ServingFixture.SECRET)
                        .with("NOTICE_TIMEOUT", "PT5S");
        return fixture;
    }

    private GatewayFixture calledBack() {
        return calledBack(content -> content);
    }

    private void alsoSelling(String product) throws IOException {
        Path config = ShippedConfiguration.copy(directory.resolve("config"));
        Files.writeString(config.resolve("products.yaml"), product, StandardOpenOption.APPEND);
        fixture.configuredBy(config);
    }

    /** Type and text of each call-back about an order's lines, the oldest first. */
    private List<String> told(String order) {
        return shop.calls().stream()
                .map(Receiver.Call::json)
                .filter(call -> call.at("/data/order").asText().equals(order))
                .filter(call -> call.path("type").asText().startsWith("line-"))
                .map(call -> call.path("type").asText() + " " + call.at("/data/text").asText())
                .toList();
    }

    private static Orders twoSeats() {
        return order("A-1")
                .boughtByOffice()
                .line("SCI-YEAR", 2, "ana@example.org", "cy@example.org");
    }

    /** Two seats whose order names nobody, so that whoever is put on them has them rightly. */
    private void givenTo(String first, String second) {
        fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 2).silentOnPeople());
        while (fixture.gateway().planSome()) {}
        put(1, first);
        put(2, second);
        fixture.work();
    }

    private void put(int number, String email) {
        Ledger ledger = fixture.gateway().ledger();
        String seat =
                fixture.list(
                                "select reference from seat where kind = 'PAID' and number = "
                                        + number)
                        .get(0);
        new Assignments(
                        ledger,
                        new Entitlements(ZoneOffset.UTC),
                        Set.of("student"),
                        course -> Set.of(),
                        Orders.plans(Orders.CATALOGUE))
                .assign(seat, new Participant(email, "First", "Last", ""), "", true, "test");
    }

    @Test
    void a_seat_that_starts_once_another_is_over_is_ready() {
        calledBack().take(order("A-1").line("SCI-MONTH", 1, "ana@example.org")).work();

        fixture.take(
                        order("A-2")
                                .boughtByOffice()
                                .paidAt("2026-06-01T00:00:00Z")
                                .line("SCI-180", 1, "ana@example.org"))
                .work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "WAITING");
        assertThat(told("A-2"))
                .singleElement()
                .asString()
                .startsWith("line-fulfilled")
                .contains("toutes les places (1) sont prêtes");
    }

    @Test
    void a_seat_that_waits_for_its_renewal_while_another_is_shown_is_ready() {
        calledBack();

        fixture.take(
                        order("A-1")
                                .boughtByOffice()
                                .paidAt("2020-04-01T00:00:00Z")
                                .line("LANG-CLUB", 1, "ana@example.org"),
                        order("A-2").line("LANG-TEACH", 1, "ana@example.org"))
                .work();

        assertThat(fixture.seatStates()).containsExactly("WAITING", "ACTIVE");
        assertThat(told("A-1"))
                .singleElement()
                .asString()
                .contains("line-fulfilled", "toutes les places (1) sont prêtes");
    }

    @Test
    void a_line_is_told_of_when_its_seats_have_settled_and_not_before() {
        calledBack();
        shop.answering(500);
        givenTo("ana@example.org", "cy@example.org");
        assertThat(fixture.list(ATTEMPTS)).containsExactly("NEW 1");
        shop.answering(200).calls().clear();

        fixture.moodle.fail(Fault.always(Fault.Kind.MAINTENANCE));
        put(2, "bo@example.org");
        for (int i = 0; i < 3; i++) {
            fixture.clock.forward(Duration.ofMinutes(1));
            fixture.work();
        }
        assertThat(told("A-1")).isEmpty();
        assertThat(fixture.list(ATTEMPTS)).as("nothing was tried").containsExactly("NEW 1");

        fixture.moodle.fail();
        fixture.clock.forward(Duration.ofMinutes(10));
        fixture.work().work();
        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
        assertThat(told("A-1")).singleElement().asString().contains("line-fulfilled", READY_2);
    }

    @Test
    void what_became_of_a_line_is_told_again_after_something_else_was() {
        calledBack(
                content ->
                        content.enrolment(SandboxSettings.Enrolment.of("ana@example.org", "SCI")));
        givenTo("bo@example.org", "cy@example.org");

        put(2, "ana@example.org");
        fixture.work().work();
        new Results(fixture.gateway().ledger(), new Entitlements(ZoneOffset.UTC))
                .retry("web", "A-1", true, "test");
        fixture.work().work();

        assertThat(told("A-1"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("line-fulfilled", READY_2),
                        second -> assertThat(second).contains("line-partly", "1 sur 2"),
                        third -> assertThat(third).contains("line-fulfilled", READY_2));
    }

    @Test
    void nobody_is_told_what_is_true_no_more() {
        calledBack();
        shop.answering(500);
        fixture.take(twoSeats()).work();
        shop.answering(200).calls().clear();

        fixture.take(twoSeats().status(OrderStatus.CANCELLED).updatedAt("2026-01-31T00:00:00Z"))
                .work();
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(told("A-1")).isEmpty();
        assertThat(fixture.list(ATTEMPTS)).singleElement().asString().startsWith("DROPPED");
    }

    @Test
    void a_seat_that_moodle_shows_already_under_another_name_of_its_course_is_told_of()
            throws Exception {
        calledBack();
        alsoSelling(
                """

                  - code: LANG-SHORT
                    handler: setupcoursesession
                    parameters: coursename=LANG&role=teacher&duration=100
                    seats: true
                """);
        fixture.take(order("A-1").line("LANG-TEACH", 1, "ana@example.org")).work();

        fixture.take(order("A-2").boughtByOffice().line("LANG-SHORT", 1, "ana@example.org")).work();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
        assertThat(told("A-2")).singleElement().asString().startsWith("line-fulfilled");
        assertThat(
                        fixture.list(
                                "select order_id from outbox where channel = 'FACT' and kind ="
                                        + " 'order-fulfilled' order by id"))
                .containsExactly("A-1", "A-2");
    }

    @Test
    void a_seat_that_would_be_over_before_its_course_opens_is_not_ready_and_fails_its_line()
            throws Exception {
        calledBack();
        alsoSelling(
                """

                  - code: LANG-SUMMER
                    handler: setupcoursesession
                    parameters: courseidnumber=LANG&notbeforecourse=true&endtime=1785542400
                    seats: true
                """);

        fixture.take(order("A-1").boughtByOffice().line("LANG-SUMMER", 1, "ana@example.org"))
                .work();

        assertThat(told("A-1")).singleElement().asString().startsWith("line-failed");
        assertThat(fixture.shown("ana@example.org", "LANG")).isEqualTo("none");
    }
}
