package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moodlegateway.Parts;
import org.moodlegateway.RunningGateway;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.OrderWriter;
import org.moodlegateway.order.Participant;
import org.moodlegateway.sandbox.Caller;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatSplitter;
import org.moodlegateway.settings.Settings;

/** What is estimated is what a run against an empty sandbox is counted to cost. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CallEstimateTest {
    private static final Instant BOUGHT = Instant.parse("2026-01-15T09:30:00Z");
    private static final Set<String> ROLES = Set.of("student", "teacher", "editingteacher");

    @TempDir private Path folder;

    static Stream<Order> orders() {
        return Stream.of(
                order("small", line("1", "SCI-180", 2, "ana", "bo")),
                order("grouped", line("1", "MATH-CLASS", 3, "chen", "dara", "Emil")),
                order(
                        "two-courses",
                        line("1", "SCI-180", 1, "ana"),
                        line("2", "MATH-WEEK", 1, "ana")),
                order("nobody", line("1", "SCI-180", 3)),
                order("class", line("1", "MATH-CLASS", 120, people(120))),
                order(
                        "mixed",
                        line("1", "SCI-180", 70, people(70)),
                        line("2", "MATH-WEEK", 60, people(60))));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void an_estimate_is_what_a_run_costs(Order order) {
        Settings settings = Settings.read(Path.of("config"), Path.of("routes"), environment());
        SandboxSettings moodle =
                SandboxSettings.builder()
                        .courses("SCI", "MATH", "HELP")
                        .caller(Caller.gateway("gateway", "gateway-token", ROLES))
                        .build();
        try (Sandbox sandbox = Sandbox.start(moodle, Clock.systemUTC(), 0)) {
            Settings here = settings.with(Map.of("moodle.url", sandbox.baseUri().toString()));
            run(here, order);

            assertThat(sums(estimate(here, order))).isEqualTo(counted(sandbox));
        }
    }

    private static void run(Settings settings, Order order) {
        try (RunningGateway gateway = RunningGateway.start(settings, null, false)) {
            byte[] body =
                    new OrderWriter()
                            .write(order)
                            .toString()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            new Inbox(gateway.ledger()).keep(order.shop(), "file", "test", "", body);
            gateway.workUntilNothingIsDue();
        }
    }

    private static List<Call> estimate(Settings settings, Order order) {
        Handlers handlers = Parts.handlers(settings);
        Catalogue catalogue =
                new CatalogueReader(handlers::check).read(Path.of("config/products.yaml"));
        OrderPlan plan = new SeatSplitter().fill(handlers.plan(order, catalogue));
        return CallEstimate.of(plan, ZoneOffset.UTC, settings.number("moodle.batch"), BOUGHT);
    }

    private static Map<String, String> sums(List<Call> calls) {
        Map<String, String> sums = new TreeMap<>();
        calls.stream()
                .map(call -> call.function())
                .distinct()
                .forEach(
                        function -> {
                            List<Call> its =
                                    calls.stream()
                                            .filter(call -> call.function() == function)
                                            .toList();
                            int rows = its.stream().mapToInt(Call::rows).sum();
                            sums.put(
                                    function.moodleName(),
                                    its.size() + " calls, " + rows + " rows");
                        });
        return sums;
    }

    /** The sandbox counts rows of lists only: a call without a list is one row. */
    private static Map<String, String> counted(Sandbox sandbox) {
        Map<String, String> counted = new TreeMap<>();
        sandbox.calls()
                .functions()
                .forEach(
                        (function, count) ->
                                counted.put(
                                        function,
                                        count.calls()
                                                + " calls, "
                                                + Math.max(count.rows(), count.calls())
                                                + " rows"));
        return counted;
    }

    private Map<String, String> environment() {
        return Map.of(
                "MOODLE_TOKEN",
                "gateway-token",
                "LEDGER_URL",
                "jdbc:h2:file:" + folder.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0");
    }

    private static String[] people(int many) {
        return IntStream.rangeClosed(1, many).mapToObj(i -> "p" + i).toArray(String[]::new);
    }

    private static Line line(String id, String product, int quantity, String... people) {
        List<Participant> participants =
                Stream.of(people)
                        .map(name -> new Participant(name + "@example.org", name, "Test", ""))
                        .toList();
        return new Line(id, product, quantity, 0, Map.of(), null, participants);
    }

    private static Order order(String id, Line... lines) {
        return new Order(
                "web",
                id,
                "",
                OrderStatus.PAID,
                BOUGHT,
                null,
                BOUGHT,
                false,
                "",
                "",
                "",
                new Buyer("office@example.org", "Zoé", "Łukasik", "FR", "fr"),
                List.of(lines));
    }
}
