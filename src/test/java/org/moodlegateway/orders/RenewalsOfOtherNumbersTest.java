package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.order.Renews;

/** Renewals that pay for more seats than there are, or for fewer, over the shipped routes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RenewalsOfOtherNumbersTest {
    private static final String PRODUCT = "SCI-180";
    private static final String FIRST_END = "1784021400";
    private static final String SECOND_END = "1799573400";

    @TempDir private Path directory;

    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = GatewayFixture.in(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_third_of_a_renewal_of_two_seats_is_a_new_seat_from_the_purchase_on() {
        fixture.take(first()).work();

        fixture.take(renewal(3, "ana@x.org", "bo@x.org", "cy@x.org")).work();

        assertThat(ends())
                .isEqualTo(Map.of("ana", SECOND_END, "bo", SECOND_END, "cy", "1785801600"));
        assertThat(differences()).isEmpty();
        assertThat(
                        fixture.list(
                                "select order_id || ' ' || email from seat where state = 'ACTIVE' and kind = 'PAID' order by id"))
                .containsExactly("1 ana@x.org", "1 bo@x.org", "2 cy@x.org");
    }

    @Test
    void the_same_comes_out_when_the_renewal_arrives_first_and_comes_again() {
        fixture.take(renewal(3, "ana@x.org", "bo@x.org", "cy@x.org")).work();
        assertThat(fixture.shown("cy@x.org", "SCI")).isEqualTo("none");

        fixture.take(first()).work();
        fixture.take(renewal(3, "ana@x.org", "bo@x.org", "cy@x.org")).work();

        assertThat(ends())
                .isEqualTo(Map.of("ana", SECOND_END, "bo", SECOND_END, "cy", "1785801600"));
    }

    @Test
    void a_seat_that_is_refunded_later_makes_no_further_one() {
        fixture.take(first()).work();
        fixture.take(renewal(3, "ana@x.org", "bo@x.org", "cy@x.org")).work();

        fixture.take(first().refunded(1).updatedAt("2026-03-01T00:00:00Z")).work();
        fixture.take(
                        renewal(3, "ana@x.org", "bo@x.org", "cy@x.org")
                                .updatedAt("2026-03-02T00:00:00Z"))
                .work();

        assertThat(
                        fixture.list(
                                "select count(*) from seat where order_id = '2' and state <> 'CANCELLED' and kind = 'PAID'"))
                .containsExactly("1");
    }

    @Test
    void a_renewal_of_fewer_renews_those_whom_it_names_and_says_so() {
        fixture.take(first()).work();

        fixture.take(renewal(1, "bo@x.org")).work();

        assertThat(ends()).isEqualTo(Map.of("ana", FIRST_END, "bo", SECOND_END));
        assertThat(differences()).containsExactly("2 differs:renewed-fewer");
    }

    @Test
    void of_people_who_are_not_named_the_lowest_number_is_renewed() {
        fixture.take(first()).work();

        fixture.take(renewal(1)).work();

        assertThat(ends()).isEqualTo(Map.of("ana", SECOND_END, "bo", FIRST_END));
        assertThat(differences()).containsExactly("2 differs:renewed-fewer");
    }

    @Test
    void who_is_named_and_has_no_seat_is_a_difference() {
        fixture.take(first()).work();

        fixture.take(renewal(2, "ana@x.org", "cy@x.org")).work();

        assertThat(ends()).isEqualTo(Map.of("ana", SECOND_END, "bo", SECOND_END));
        assertThat(differences()).containsExactly("2 differs:person");
    }

    private static Orders first() {
        return order("1").boughtByOffice().line(PRODUCT, 2, "ana@x.org", "bo@x.org");
    }

    private static Orders renewal(int quantity, String... people) {
        return order("2")
                .boughtByOffice()
                .paidAt("2026-02-05T00:00:00Z")
                .updatedAt("2026-02-05T00:00:00Z")
                .renewingFor(new Renews(Renews.Target.ORDER, "1"), PRODUCT, quantity, people);
    }

    private Map<String, String> ends() {
        Map<String, String> ends = new java.util.TreeMap<>();
        for (String name : List.of("ana", "bo", "cy")) {
            String shown = fixture.shown(name + "@x.org", "SCI");
            if (!shown.equals("none")) {
                ends.put(name, shown.replaceAll(".*-", ""));
            }
        }
        return ends;
    }

    private List<String> differences() {
        return fixture.list(
                "select order_id || ' ' || code from difference order by order_id, code");
    }
}
