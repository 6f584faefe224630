package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.order.Replaces.Target;

/** What commands say of an order that replaces another, and of that one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplacedOrdersTest {
    @TempDir private Path directory;
    private String ledger;

    @Test
    void the_order_shows_what_it_replaces_and_the_old_one_why_its_seat_is_over() throws Exception {
        String seat;
        try (GatewayFixture fixture = GatewayFixture.in(directory)) {
            fixture.take(order("1").boughtByOffice().line("SCI-180", 1, "ana@x.org")).work();
            fixture.take(
                            order("2")
                                    .boughtByOffice()
                                    .line("MATH-WEEK", 1, "ana@x.org")
                                    .replacing(Target.ORDER, "1"))
                    .work();
            ledger = fixture.environment().get("LEDGER_URL");
            seat =
                    fixture.list(
                                    "select reference from seat where order_id = '1' and kind ="
                                            + " 'PAID'")
                            .get(0);
        }

        assertThat(run("orders", "web/2").out())
                .contains("Line 1 replaces order 1: APPLIED, ended " + seat);
        assertThat(run("orders", "web/2", "--json").json().at("/replaces/0/seats/0").asText())
                .isEqualTo(seat);
        assertThat(run("seats", "--order", "web/1").out()).contains("EXPIRED", "replaced");
    }

    private CommandLineRun run(String... arguments) {
        return new CommandLineRun().with("LEDGER_URL", ledger).run(arguments);
    }
}
