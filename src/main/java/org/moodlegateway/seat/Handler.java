package org.moodlegateway.seat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Problem;

/**
 * What a kind of product does with a paid line. Pure: the same order and product give the same plan
 * next year.
 *
 * <p>Refuses with {@link org.moodlegateway.order.OrderRejectedException}, naming product, parameter
 * and value.
 */
public interface Handler {

    /** The name products use; every handler is also known by its {@code std_} name. */
    String name();

    /** Other names, without {@code std_}. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** The parameters it knows, in every spelling. */
    Set<String> parameters();

    /** The seats, dates and companions of one line. */
    LinePlan plan(Order order, Line line, Product product, Instant purchasedAt);

    /**
     * What {@code check} says about a product before anyone buys it; empty if nothing is wrong.
     * Pointers are relative to the product, such as {@code /parameters/duration}.
     */
    Optional<Problem> check(Product product);
}
