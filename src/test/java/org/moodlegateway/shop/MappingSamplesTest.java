package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.SubscriptionReader;

/** What ships for each kind of shop means what its samples say. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MappingSamplesTest {

    static List<String> names() {
        return ShopSamples.names("");
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_sample_means_what_stands_beside_it(String name) {
        Translation translation =
                ShopSamples.mapping(ShopSamples.kind(name)).translate(ShopSamples.input(name));

        assertThat(translation.json().toPrettyString())
                .isEqualTo(ShopSamples.expected(name).toPrettyString());
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_a_sample_means_is_read_as_any_order_is(String name) {
        Translation translation =
                ShopSamples.mapping(ShopSamples.kind(name)).translate(ShopSamples.input(name));

        if (translation instanceof Translation.Canonical order) {
            Order read = new OrderReader().read(order.order(), "boutique");
            assertThat(read.lines())
                    .allSatisfy(
                            line ->
                                    assertThat(line.participants())
                                            .hasSizeLessThanOrEqualTo(line.quantity()));
        } else if (translation instanceof Translation.Subscription event) {
            assertThat(new SubscriptionReader().read(event.subscription(), "boutique")).isNotNull();
        }
    }

    @Test
    void every_kind_has_samples_of_all_that_can_happen() {
        for (String kind : ShopSamples.KINDS) {
            assertThat(ShopSamples.names(kind)).as(kind).hasSizeGreaterThan(5);
        }
        assertThat(names())
                .extracting(name -> ShopSamples.expected(name).fieldNames().next())
                .usingElementComparator(Comparator.naturalOrder())
                .contains("order", "subscription", "fetch", "ignore", "refuse");
    }
}
