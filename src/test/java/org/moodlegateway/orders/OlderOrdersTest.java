package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.ledger.OrderState;
import org.moodlegateway.ledger.Views;

/** A ledger of the fourth version, whose orders were never compared with their seats. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OlderOrdersTest {
    private static final int ORDERS = 1000;
    private static final int DIFFERING = 20;
    private static final Instant PAID = Instant.parse("2026-01-15T09:30:00Z");
    private static final String DUE =
            "select count(*) from entitlement where state <> 'CLEAN' or desired_version > applied_version";

    @TempDir private Path directory;

    private static boolean differs(int number) {
        return number % (ORDERS / DIFFERING) == 0;
    }

    /** As the version before left it: every seat in Moodle, some of other people than are named. */
    private static void fill(LedgerSettings settings) {
        Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .locations("classpath:org/moodlegateway/ledger")
                .target("4")
                .load()
                .migrate();
        Jdbi.create(settings.url(), settings.user(), settings.password())
                .useTransaction(OlderOrdersTest::fill);
    }

    private static void fill(Handle handle) {
        handle.execute(
                """
                insert into course (field, name, moodle_id, looked_up, due_at)
                values ('SHORTNAME', 'SCI', 2, true, timestamp with time zone '2026-01-15 09:30:05+00')
                """);
        PreparedBatch orders =
                handle.prepareBatch(
                        """
                        insert into orders (shop, order_id, status, updated_at, status_rank, transaction_id, purchased_at, test, subscription,
                                buyer_email, snapshot, plan_again, changed_at)
                        values ('web', ?, 'PAID', ?, 1, ?, ?, false, '', '', ?, false, ?)
                        """);
        PreparedBatch people =
                handle.prepareBatch(
                        """
                        insert into person (person_key, email, username, first_name, last_name, country, language, moodle_id, origin)
                        values (?, ?, ?, 'First', 'Last', '', '', ?, 'CREATED')
                        """);
        Timestamp paid = Timestamp.from(PAID);
        for (int number = 0; number < ORDERS; number++) {
            String id = "A-" + number;
            String named = differs(number) ? "other" : "p";
            byte[] snapshot = order(id).line(SCI, 1, named + number + "@example.org").json();
            orders.add(
                    id,
                    paid,
                    "TX-" + id,
                    paid,
                    new String(snapshot, java.nio.charset.StandardCharsets.UTF_8),
                    paid);
            String email = "p" + number + "@example.org";
            people.add(email, email, email, 1000 + number);
        }
        orders.execute();
        people.execute();
        handle.execute(
                """
                insert into entitlement (person_id, course_id, roles, starts_at, ends_at, suspended, desired_version, claimed_version,
                        applied_version, state, due_at, attempts, unknowns, asked, fence)
                select p.id, 1, 'student', timestamp with time zone '2026-01-15 09:30:00+00',
                    timestamp with time zone '2026-07-14 09:30:00+00', false, 1, 1, 1, 'CLEAN',
                    timestamp with time zone '2026-01-15 09:30:05+00', 0, 0, true, 1 from person p
                """);
        handle.execute(
                """
                insert into seat (shop, order_id, line_id, kind, number, reference, product, entitlement_id, since_version, email,
                        first_name, last_name, course_field, course_name, role, starts_at, length, not_before_course, start_on_assign,
                        group_name, state, reason, changed_at, ends_at)
                select 'web', 'A-' || substring(p.email from 2 for position('@' in p.email) - 2), '1', 'PAID', 1,
                    'REF' || substring(p.email from 2 for position('@' in p.email) - 2), 'SCI-180', e.id, 1, p.email,
                    'First', 'Last', 'SHORTNAME', 'SCI', 'student', timestamp with time zone '2026-01-15 09:30:00+00', 'PT4320H', false,
                    false, '', 'ACTIVE', '', timestamp with time zone '2026-01-15 09:31:00+00', timestamp with time zone '2026-07-14 09:30:00+00'
                from person p join entitlement e on e.person_id = p.id
                """);
    }

    private GatewayFixture upgraded(LedgerSettings settings) {
        fill(settings);
        return GatewayFixture.in(directory)
                .with("LEDGER_URL", settings.url())
                .with("LEDGER_USER", settings.user())
                .with("LEDGER_PASSWORD", settings.password());
    }

    private static void look(GatewayFixture fixture) {
        fixture.gateway().parts().notices().watch().look();
        fixture.work();
    }

    private static OrderState state(GatewayFixture fixture, String id) {
        return new Views(fixture.gateway().ledger(), java.time.ZoneOffset.UTC)
                .order("web", id)
                .orElseThrow()
                .state();
    }

    @ParameterizedTest
    @EnumSource
    void the_upgrade_tells_their_number_and_sends_nothing_to_moodle(Databases database) {
        try (GatewayFixture fixture = upgraded(database.empty(directory))) {
            fixture.work();
            look(fixture);
            look(fixture);

            assertThat(fixture.list(DUE)).containsExactly("0");
            assertThat(fixture.journal()).isEmpty();
            assertThat(fixture.list("select count(*) from orders where compared = false"))
                    .containsExactly("0");
            assertThat(fixture.list("select distinct code || told from difference"))
                    .containsExactly("differs:personCOUNTED");
            assertThat(fixture.list("select count(*) from difference")).containsExactly("20");
            assertThat(
                            fixture.list(
                                    "select kind || ' ' || payload from outbox where channel = 'FACT'"))
                    .singleElement()
                    .asString()
                    .startsWith("alert ")
                    .contains("older-orders-differ", "\"count\":\"20\"");
            assertThat(state(fixture, "A-50")).isEqualTo(OrderState.PARTIAL);
            assertThat(state(fixture, "A-51")).isEqualTo(OrderState.FULFILLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_orders_next_event_acts_and_its_difference_is_told_or_gone(Databases database) {
        try (GatewayFixture fixture = upgraded(database.empty(directory))) {
            fixture.work();
            look(fixture);

            fixture.take(
                    order("A-50")
                            .updatedAt("2026-01-20T00:00:00Z")
                            .line(SCI, 1, "p50@example.org"));
            while (fixture.gateway().planSome()) {}

            assertThat(fixture.list("select count(*) from difference")).containsExactly("19");
            assertThat(state(fixture, "A-50")).isEqualTo(OrderState.FULFILLED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_goes_on_where_it_was_stopped_whichever_node_does_it(Databases database) {
        LedgerSettings settings = database.empty(directory);
        fill(settings);
        try (Ledger ledger =
                Ledger.open(settings, org.moodlegateway.MovableClock.at("2026-02-01T00:00:00Z"))) {
            OrderPlans plans = Orders.plans(Orders.CATALOGUE);
            OlderOrders one = new OlderOrders(ledger, plans);
            OlderOrders other = new OlderOrders(ledger, plans);

            assertThat(one.compareSome()).isTrue();
            assertThat(compared(ledger)).isEqualTo("100");
            assertThat(one.differing()).isEmpty();
            while (other.compareSome() | one.compareSome()) {}

            assertThat(compared(ledger)).isEqualTo("1000");
            assertThat(other.differing()).hasValue(DIFFERING);
            assertThat(other.compareSome()).isFalse();
        }
    }

    private static String compared(Ledger ledger) {
        return ledger.read(
                handle ->
                        handle.select("select count(*) from orders where compared = true")
                                .mapTo(String.class)
                                .one());
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void a_step_of_a_hundred_orders_is_short(Databases database) {
        LedgerSettings settings = database.empty(directory);
        fill(settings);
        try (Ledger ledger =
                Ledger.open(settings, org.moodlegateway.MovableClock.at("2026-02-01T00:00:00Z"))) {
            OlderOrders older = new OlderOrders(ledger, Orders.plans(Orders.CATALOGUE));
            List<Duration> steps = new java.util.ArrayList<>();
            long from = System.nanoTime();
            while (older.compareSome()) {
                steps.add(Duration.ofNanos(System.nanoTime() - from));
                from = System.nanoTime();
            }

            assertThat(steps).hasSize(10);
            assertThat(steps.get(9)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
