package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.moodlegateway.order.OrderStatus;

/**
 * Whatever happens to an order, and however its events arrive (late, twice, in any sequence, with
 * Moodle made to follow in between or only at the end), the people who have access in the end are
 * those of its newest event, and of the newest before it that said what it leaves out.
 */
class OrderEventsPropertiesTest {
    private static final Instant FIRST = Instant.parse("2026-01-15T09:00:00Z");
    private static final Duration REVOKE_AFTER = Duration.ofMinutes(15);
    private static final List<String> NAMES = List.of("ana", "bo", "cy");

    private static Path directory;
    private static GatewayFixture fixture;
    private static int tries;

    @BeforeContainer
    static void start() throws IOException {
        directory = Files.createTempDirectory("events");
        fixture =
                GatewayFixture.in(directory)
                        .with("GUARD_LEAST", "1000000")
                        .with("PREPAY_MOST_PER_HOUR", "1000000");
    }

    @AfterContainer
    static void stop() throws IOException {
        fixture.close();
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** What a shop may say of an order, from its newest event's view. */
    enum Event {
        PLACED(OrderStatus.PLACED, 2, 0),
        PAID(OrderStatus.PAID, 2, 0),
        RAISED(OrderStatus.PAID, 3, 0),
        SILENT_ON_PEOPLE(OrderStatus.PAID, 2, 0),
        SILENT_ON_REFUNDS(OrderStatus.PAID, 3, 0),
        ONE_REFUNDED(OrderStatus.PAID, 2, 1),
        TWO_REFUNDED(OrderStatus.PAID, 3, 2),
        REFUNDED(OrderStatus.REFUNDED, 2, 0),
        CANCELLED(OrderStatus.CANCELLED, 3, 0),
        SILENT_ON_LINES(OrderStatus.CANCELLED, 3, 0);

        private final OrderStatus status;
        private final int quantity;
        private final int refunded;

        Event(OrderStatus status, int quantity, int refunded) {
            this.status = status;
            this.quantity = quantity;
            this.refunded = refunded;
        }

        private boolean saysWho() {
            return this != SILENT_ON_PEOPLE && this != SILENT_ON_LINES;
        }

        private boolean saysRefunds() {
            return this != SILENT_ON_REFUNDS && this != SILENT_ON_LINES;
        }
    }

    /**
     * The life of one order.
     *
     * @param events in the order in which they happened
     * @param seed of the order in which they arrive
     * @param eager whether Moodle follows after each arrival
     */
    record Life(List<Event> events, long seed, boolean eager) {}

    @Provide
    Arbitrary<Life> lives() {
        Arbitrary<List<Event>> events =
                Arbitraries.of(Event.values()).list().ofMinSize(1).ofMaxSize(5);
        return Combinators.combine(events, Arbitraries.longs(), Arbitraries.of(true, false))
                .as(Life::new);
    }

    @Property(tries = 150)
    void those_of_the_newest_event_have_access_in_the_end(@ForAll("lives") Life life) {
        int order = ++tries;
        for (int index : arrivals(life)) {
            fixture.take(event(order, life.events.get(index), index));
            if (life.eager) {
                fixture.work();
            }
        }
        fixture.work();
        fixture.clock.forward(REVOKE_AFTER);
        fixture.work();

        assertThat(access(order)).isEqualTo(expected(life.events));
    }

    /** Every event once or twice, shuffled. */
    private static List<Integer> arrivals(Life life) {
        Random random = new Random(life.seed);
        List<Integer> arrivals = new ArrayList<>();
        for (int i = 0; i < life.events.size(); i++) {
            arrivals.add(i);
            if (random.nextInt(3) == 0) {
                arrivals.add(i);
            }
        }
        java.util.Collections.shuffle(arrivals, random);
        return arrivals;
    }

    private static Orders event(int order, Event event, int index) {
        String[] people =
                NAMES.stream()
                        .limit(event.quantity)
                        .map(name -> name + order + "@example.org")
                        .toArray(String[]::new);
        Orders said =
                Orders.order("E-" + order)
                        .status(event.status)
                        .boughtBy("office" + order + "@example.org")
                        .placedAt("2026-01-14T08:00:00Z")
                        .updatedAt(FIRST.plusSeconds(60L * index).toString())
                        .line("SCI-180", event.quantity, people)
                        .refunded(event.refunded);
        return switch (event) {
            case SILENT_ON_PEOPLE -> said.silentOnPeople();
            case SILENT_ON_REFUNDS -> said.silentOnRefunds();
            case SILENT_ON_LINES -> said.silentOnLines();
            default -> said;
        };
    }

    /** Who has access now, and as what. */
    private static Map<String, String> access(int order) {
        Map<String, String> access = new TreeMap<>();
        for (String name : NAMES) {
            note(access, name, fixture.shown(name + order + "@example.org", "SCI"));
        }
        note(access, "office", fixture.shown("office" + order + "@example.org", "HELP"));
        return access;
    }

    private static void note(Map<String, String> access, String name, String shown) {
        if (!shown.equals("none") && !shown.endsWith("suspended")) {
            access.put(name, shown);
        }
    }

    private static Map<String, String> expected(List<Event> events) {
        Event newest = events.get(events.size() - 1);
        int named = last(events, Event::saysWho).map(event -> event.quantity).orElse(0);
        int refunded = last(events, Event::saysRefunds).map(event -> event.refunded).orElse(0);
        Map<String, String> access = new TreeMap<>();
        if (newest.status == OrderStatus.PAID) {
            NAMES.stream()
                    .limit(Math.min(named, newest.quantity - refunded))
                    .forEach(name -> access.put(name, "student 1768469400-1784021400"));
        }
        if (newest.status == OrderStatus.PAID || newest.status == OrderStatus.PLACED) {
            access.put("office", "student 1768377600-0");
        }
        return access;
    }

    private static Optional<Event> last(List<Event> events, Predicate<Event> which) {
        return events.stream().filter(which).reduce((earlier, later) -> later);
    }
}
