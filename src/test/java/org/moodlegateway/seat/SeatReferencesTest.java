package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.seat.TestOrders.order;
import static org.moodlegateway.seat.TestProducts.product;

import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.order.Order;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatReferencesTest {

    @Test
    void a_thousand_seats_have_a_thousand_references() {
        Iterator<String> chain = SeatReferences.chain("TX0001", "PROD1");
        Set<String> references = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            String reference = chain.next();
            assertThat(reference).matches("([0-9A-Z]{4}-){3}[0-9A-Z]{4}");
            references.add(reference);
        }

        assertThat(references).hasSize(1000);
    }

    @Test
    void two_lines_of_one_product_count_on() {
        List<String> chain = chain("SCI", 4);

        assertThat(references(order().line("SCI", 2).line("MATH", 1).line("SCI", 1).build()))
                .containsExactly(chain.get(0), chain.get(1), chain("MATH", 1).get(0), chain.get(2));
    }

    @Test
    void a_refund_changes_no_other_reference() {
        List<String> chain = chain("SCI", 4);

        assertThat(references(order().line("SCI", 2, 1, "").line("SCI", 1).build()))
                .containsExactly(chain.get(0), chain.get(2));
        assertThat(references(order().line("SCI", 2, 2, "").line("SCI", 1).build()))
                .containsExactly(chain.get(2));
    }

    private static List<String> references(Order order) {
        Catalogue catalogue = Catalogue.of(product("SCI").build(), product("MATH").build());
        OrderPlan plan =
                Handlers.standard(ZoneOffset.UTC, TestProducts.ROLES, 1000).plan(order, catalogue);
        return SeatReferences.of(new SeatSplitter().fill(plan));
    }

    private static List<String> chain(String product, int length) {
        Iterator<String> chain = SeatReferences.chain("TX0001", product);
        return java.util.stream.Stream.generate(chain::next).limit(length).toList();
    }
}
