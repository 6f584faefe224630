package org.moodlegateway.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Events of an order may leave out who sits on a line, how many are refunded, and, once it is
 * called off, the lines. Whatever they leave out and in whatever sequence they come, the order is
 * the same in the end: the one that reading them from the oldest to the newest gives.
 */
class CompletionPropertiesTest {
    private static final Instant FIRST = Instant.parse("2026-01-15T09:00:00Z");
    private static final int MOST_EVENTS = 5;

    private final OrderWriter writer = new OrderWriter();
    private final OrderReader reader = new OrderReader();

    @Property(tries = 400)
    void an_order_is_the_same_in_whatever_sequence_its_events_come(
            @ForAll("lives") List<Order> life) {
        Order inTime = known(life);

        assertThat(inTime).isEqualTo(completed(life, life.size() - 1));
        for (List<Order> arrivals : permutations(life)) {
            assertThat(known(arrivals)).as("%s", arrivals).isEqualTo(inTime);
        }
    }

    @Property(tries = 200)
    void an_event_that_comes_again_changes_nothing(@ForAll("lives") List<Order> life) {
        Order known = known(life);

        for (Order event : life) {
            assertThat(event.completedFrom(known)).isEqualTo(known);
        }
    }

    @Property(tries = 200)
    void what_a_ledger_keeps_of_it_is_read_back_equal(@ForAll("lives") List<Order> life) {
        Order known = known(life);

        assertThat(reader.readKept(writer.write(known))).isEqualTo(known);
    }

    private static Order known(List<Order> arrivals) {
        Order known = null;
        for (Order event : arrivals) {
            known = known == null ? event : event.completedFrom(known);
        }
        return known;
    }

    /** The order after the event at {@code newest}, by looking back from there. */
    private static Order completed(List<Order> life, int newest) {
        Order event = life.get(newest);
        int at = newest;
        while (at >= 0 && life.get(at).linesAsSaid() == null) {
            at--;
        }
        if (at < 0) {
            return event;
        }
        List<Line> lines = new ArrayList<>();
        for (Line line : life.get(at).lines()) {
            lines.add(lookedUp(life, at, line));
        }
        return event.withLines(lines, at == newest ? null : life.get(at).stamp());
    }

    private static Line lookedUp(List<Order> life, int from, Line line) {
        Line complete = line;
        boolean who = line.named() == null;
        boolean refunded = line.refundedAsSaid() == null;
        for (int at = from - 1; at >= 0 && (who || refunded); at--) {
            Order earlier = life.get(at);
            if (earlier.linesAsSaid() == null) {
                continue;
            }
            Line there =
                    earlier.lines().stream()
                            .filter(one -> one.id().equals(line.id()))
                            .filter(one -> one.product().equals(line.product()))
                            .findFirst()
                            .orElse(null);
            if (who && (there == null || there.named() != null)) {
                complete =
                        complete.withParticipants(
                                there == null ? null : there.named(), earlier.stamp());
                who = false;
            }
            if (refunded && (there == null || there.refundedAsSaid() != null)) {
                complete =
                        complete.withRefunded(
                                there == null ? null : there.refundedAsSaid(), earlier.stamp());
                refunded = false;
            }
        }
        return complete;
    }

    private static List<List<Order>> permutations(List<Order> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Order>> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            List<Order> rest = new ArrayList<>(events);
            Order first = rest.remove(i);
            for (List<Order> others : permutations(rest)) {
                List<Order> one = new ArrayList<>(List.of(first));
                one.addAll(others);
                all.add(one);
            }
        }
        return all;
    }

    /** From the oldest to the newest. */
    @Provide
    Arbitrary<List<Order>> lives() {
        return event().list()
                .ofMinSize(1)
                .ofMaxSize(MOST_EVENTS)
                .map(CompletionPropertiesTest::dated);
    }

    private static List<Order> dated(List<Order> events) {
        List<Order> life = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Order event = events.get(i);
            life.add(order(event.status(), FIRST.plusSeconds(i), event.linesAsSaid()));
        }
        return life;
    }

    private static Arbitrary<Order> event() {
        Arbitrary<List<Line>> lines = line().list().ofMaxSize(3).uniqueElements(Line::id);
        return Combinators.combine(
                        Arbitraries.of(OrderStatus.class), lines, Arbitraries.of(true, false))
                .as(
                        (status, some, silent) ->
                                order(status, FIRST, silent && !status.isAlive() ? null : some));
    }

    private static Order order(OrderStatus status, Instant updated, List<Line> lines) {
        return new Order(
                "web",
                "A-1",
                "",
                status,
                updated,
                null,
                null,
                false,
                "",
                "",
                "",
                Buyer.UNKNOWN,
                lines);
    }

    private static Arbitrary<Line> line() {
        Arbitrary<List<Participant>> people =
                Arbitraries.of("ana", "bo", "cy")
                        .map(name -> new Participant(name + "@example.org", name, "", ""))
                        .list()
                        .uniqueElements()
                        .ofMaxSize(2)
                        .injectNull(0.5);
        return Combinators.combine(
                        Arbitraries.of("1", "2"),
                        Arbitraries.of("SCI", "MATH"),
                        Arbitraries.integers().between(2, 3),
                        Arbitraries.of(0, 1, 2).injectNull(0.5),
                        people)
                .as(
                        (id, product, quantity, refunded, named) ->
                                new Line(
                                        id,
                                        product,
                                        quantity,
                                        refunded,
                                        Map.of(),
                                        null,
                                        named,
                                        Line.Since.THIS_EVENT));
    }
}
