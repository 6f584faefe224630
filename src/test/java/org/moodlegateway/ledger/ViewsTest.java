package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.seat.SeatState;

/** What is told of orders and seats in each situation. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewsTest {
    @TempDir private Path directory;
    private GatewayFixture fixture;
    private Views views;

    @BeforeEach
    void start() {
        fixture = GatewayFixture.in(directory);
        views = new Views(fixture.gateway().ledger(), ZoneOffset.UTC);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private OrderView order1() {
        return views.order("web", "A-1").orElseThrow();
    }

    private SeatView seat() {
        return order1().seats().stream().filter(SeatView::paid).findFirst().orElseThrow();
    }

    private void plan(Orders order) {
        fixture.take(order);
        while (fixture.gateway().planSome()) {
            // until all is planned and nothing sent
        }
    }

    private void execute(String statement) {
        fixture.gateway().ledger().transaction(handle -> handle.execute(statement));
    }

    @Test
    void what_is_planned_is_queued() {
        plan(order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org"));

        assertThat(order1().state()).isEqualTo(OrderState.PAID);
        assertThat(seat().reason()).isEqualTo("queued");
        assertThat(seat().end()).isEqualTo(Instant.parse("2026-07-14T09:30:00Z"));
        assertThat(views.oldestNotEnrolled()).contains(fixture.clock.instant());
        assertThat(views.seatsByState())
                .containsEntry(SeatState.WAITING, 2L)
                .hasSize(SeatState.values().length);
    }

    @ParameterizedTest
    @CsvSource({
        "PARKED,  invaliduser, parked:invaliduser, FAILED",
        "HELD,    foreign,     held,               FAILED",
        "UNKNOWN, timeout,     outcome-unknown,    PAID",
        "SENDING, ,            sending,            PAID",
        "DIRTY,   dberror,     retry:dberror,      PAID",
        "CLEAN,   ,            starts-later,       PAID"
    })
    void the_reason_is_the_entitlements(
            String state, String code, String reason, OrderState order) {
        plan(order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org"));

        execute(
                "update entitlement set state = '"
                        + state
                        + "', hint = 'Do this.', code = "
                        + (code == null ? "null" : "'" + code + "'"));

        assertThat(seat().reason()).isEqualTo(reason);
        assertThat(order1().state()).isEqualTo(order);
    }

    @Test
    void a_seat_that_grants_nothing_before_its_start_is_not_ready() {
        plan(order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org"));

        execute("update entitlement set state = 'CLEAN', roles = ''");

        assertThat(seat().reason()).isEqualTo("over-before-start");
        assertThat(seat().ready()).isFalse();
    }

    @Test
    void a_course_that_moodle_doesnt_know_is_named_as_the_reason() {
        plan(order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org"));

        execute("update course set looked_up = true");

        assertThat(seat().reason()).isEqualTo("course-unknown");
    }

    @Test
    void a_pause_of_the_site_explains_more_than_one_of_a_course() {
        plan(order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org"));
        execute("update course set moodle_id = id + 100");
        Pauses pauses = new Pauses(fixture.gateway().ledger());
        String course = String.valueOf(seat().courseId());

        pauses.begin(Scope.FUNCTION, "core_group_create_groups", "nofunction", "x", Duration.ZERO);
        String withGroups = seat().reason();
        pauses.begin(Scope.COURSE, course, "requireloginerror", "Look.", Duration.ZERO);
        String withCourse = seat().reason();
        pauses.begin(Scope.SITE, "", "sitemaintenance", "Wait.", Duration.ZERO);

        assertThat(withGroups).isEqualTo("queued");
        assertThat(withCourse).isEqualTo("course-paused");
        assertThat(seat().reason()).isEqualTo("site-paused");
        assertThat(seat().hint()).isEqualTo("sitemaintenance. Wait.");
        assertThat(order1().state()).isEqualTo(OrderState.PAID);
    }

    @Test
    void a_pause_of_another_course_or_role_is_no_reason() {
        plan(order("A-1").boughtByOffice().line(Orders.SCI, 1, "ana@example.org"));
        execute("update course set moodle_id = id + 100");
        Pauses pauses = new Pauses(fixture.gateway().ledger());

        pauses.begin(Scope.COURSE, "7", "requireloginerror", "x", Duration.ZERO);
        pauses.begin(Scope.ROLE, seat().courseId() + "/teacher", "x", "x", Duration.ZERO);

        assertThat(seat().reason()).isEqualTo("queued");
    }

    @Test
    void enrolled_seats_fulfil_an_order() {
        fixture.take(order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org")).work();

        assertThat(order1().state()).isEqualTo(OrderState.FULFILLED);
        assertThat(order1().seats()).extracting(SeatView::reason).containsOnly("");
        assertThat(seat().accountId()).isNotNull();
        assertThat(views.oldestNotEnrolled()).isEmpty();
    }

    @Test
    void an_order_that_is_called_off_is_so_whatever_its_seats_are() {
        fixture.take(order("A-1").line(Orders.SCI, 1, "ana@example.org")).work();

        fixture.take(
                        order("A-1")
                                .status(OrderStatus.CANCELLED)
                                .updatedAt("2026-01-16T00:00:00Z")
                                .line(Orders.SCI, 1, "ana@example.org"))
                .work();

        assertThat(order1().state()).isEqualTo(OrderState.CANCELLED);
    }

    @Test
    void a_paid_order_without_seats_is_paid() {
        fixture.take(order("A-1").line("NO-SUCH", 1)).work();

        assertThat(order1().state()).isEqualTo(OrderState.PAID);
        assertThat(seat().start()).isNull();
        assertThat(seat().reason()).isEqualTo("product-unknown");
    }

    @Test
    void an_order_nobody_spoke_of_is_not_there() {
        assertThat(views.order("web", "A-1")).isEmpty();
        assertThat(views.orders("", 10)).isEmpty();
        assertThat(views.seats(new SeatFilter("", "", "", 10, 0))).isEmpty();
    }

    @Test
    void orders_are_listed_from_the_one_that_changed_last() {
        fixture.take(order("A-1").line(Orders.SCI, 1, "ana@example.org")).work();
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.take(order("A-2").line(Orders.SCI, 1, "bo@example.org")).work();

        assertThat(views.orders("web", 10)).extracting(OrderView::id).containsExactly("A-2", "A-1");
        assertThat(views.orders("", 1)).extracting(OrderView::id).containsExactly("A-2");
        assertThat(views.orders("other", 10)).isEmpty();
    }

    @Test
    void seats_are_filtered_and_paged() {
        fixture.take(order("A-1").boughtByOffice().line(Orders.SCI, 3, "ana@example.org")).work();

        List<SeatView> first = views.seats(new SeatFilter("web", "A-1", "", 2, 0));
        List<SeatView> rest = views.seats(new SeatFilter("web", "A-1", "", 10, first.get(1).id()));

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(views.seats(new SeatFilter("", "", "UNASSIGNED", 10, 0))).hasSize(2);
    }
}
