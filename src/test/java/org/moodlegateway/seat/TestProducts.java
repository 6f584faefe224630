package org.moodlegateway.seat;

import java.util.Map;
import java.util.Set;
import org.moodlegateway.catalogue.BuyerLearns;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.HandlerParameters;

/** Products with valid defaults, so that a test shows only what matters to it. */
final class TestProducts {
    static final Set<String> ROLES = Set.of("student", "teacher", "editingteacher");
    static final Set<String> ROLES_WITHOUT_STUDENT = Set.of("teacher");

    private final String code;
    private String handler = "setupcoursesession";
    private Map<String, String> parameters = Map.of("coursename", "SCI");
    private boolean seats = true;
    private boolean renewable;
    private BuyerLearns buyerLearns = BuyerLearns.NEVER;

    private TestProducts(String code) {
        this.code = code;
    }

    static TestProducts product(String code) {
        return new TestProducts(code);
    }

    TestProducts handler(String name) {
        handler = name;
        return this;
    }

    TestProducts parameters(String text) {
        parameters = HandlerParameters.parse(text);
        return this;
    }

    TestProducts parameters(Map<String, String> map) {
        parameters = map;
        return this;
    }

    TestProducts withoutSeats() {
        seats = false;
        return this;
    }

    TestProducts renewable(boolean whether) {
        renewable = whether;
        return this;
    }

    TestProducts buyerLearns(BuyerLearns value) {
        buyerLearns = value;
        return this;
    }

    Product build() {
        return new Product(
                code,
                Map.of(),
                handler,
                parameters,
                seats,
                renewable,
                Ending.SUSPEND,
                null,
                true,
                buyerLearns);
    }
}
