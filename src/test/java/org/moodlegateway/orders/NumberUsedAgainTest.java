package org.moodlegateway.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.Views;

/** Two buyers whose orders bear one number, from the message to Moodle. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NumberUsedAgainTest {
    @TempDir private Path directory;

    private GatewayFixture fixture;

    @BeforeEach
    void firstOrder() {
        fixture = GatewayFixture.in(directory);
        fixture.take(of("ana@example.org", "TX1", "2026-01-15T09:00:00Z")).work();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_second_is_rejected_in_sight_and_the_first_stays_as_it_was() {
        fixture.take(of("bo@example.org", "TX2", "2026-02-01T09:00:00Z")).work();

        assertThat(fixture.rejected())
                .singleElement()
                .satisfies(
                        message -> {
                            assertThat(message.orderId()).isEqualTo("7");
                            assertThat(message.problem().code()).isEqualTo("number-used-again");
                            assertThat(message.problem().message()).contains("--same-order");
                        });
        assertThat(fixture.shown("bo@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.shown("ana@example.org", "SCI")).startsWith("student ");
        assertThat(fixture.list("select buyer_email from orders"))
                .containsExactly("ana@example.org");
        assertThat(
                        new Views(fixture.gateway().ledger(), ZoneOffset.UTC)
                                .order("web", "7")
                                .orElseThrow()
                                .rejected())
                .extracting(RejectedMessage::state)
                .containsExactly("REJECTED");
    }

    @Test
    void an_older_one_of_another_buyer_is_not_taken_for_history() {
        fixture.take(
                        of("bo@example.org", "TX2", "2026-01-01T09:00:00Z")
                                .updatedAt("2026-01-01T09:30:00Z"))
                .work();

        assertThat(fixture.rejected()).hasSize(1);
    }

    @Test
    void an_administrator_may_say_that_it_is_an_edit() {
        fixture.take(
                        of("bo@example.org", "TX2", "2026-02-01T09:00:00Z")
                                .updatedAt("2026-02-01T10:00:00Z"))
                .work();

        new RejectedMessages(fixture.gateway().ledger())
                .replay(fixture.rejected().get(0).id(), true, "test");
        fixture.work();

        assertThat(fixture.rejected()).isEmpty();
        assertThat(fixture.list("select buyer_email from orders"))
                .containsExactly("bo@example.org");
    }

    @Test
    void replayed_without_that_word_it_is_rejected_again() {
        fixture.take(of("bo@example.org", "TX2", "2026-02-01T09:00:00Z")).work();

        new RejectedMessages(fixture.gateway().ledger())
                .replay(fixture.rejected().get(0).id(), false, "test");
        fixture.work();

        assertThat(fixture.rejected()).hasSize(1);
    }

    private static Orders of(String buyer, String transaction, String placed) {
        return order("7")
                .boughtBy(buyer)
                .transaction(transaction)
                .placedAt(placed)
                .updatedAt("2026-02-01T09:30:00Z")
                .line("SCI-180", 1, buyer);
    }
}
