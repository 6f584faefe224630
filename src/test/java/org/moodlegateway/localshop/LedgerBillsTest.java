package org.moodlegateway.localshop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.MovableClock;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Erasure;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.InboxMessage;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.localshop.ShopServers.Server;

/** The ledger on both databases, the shop on PostgreSQL. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LedgerBillsTest {
    private final MovableClock clock = MovableClock.at("2026-01-20T09:06:40Z");
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void bills_become_rows_of_the_inbox_once_each(Databases database) throws Exception {
        Server server = ShopServers.postgres(folder);
        ShopServers.fill(server);
        LocalShopSource source = new LocalShopSource(server.reading());
        try (Ledger ledger = Ledger.open(database.empty(folder), clock)) {
            LedgerBills bills = new LedgerBills(ledger, "moodle");
            BillPoll.run(source, bills, clock, BillPoll.Manner.DEFAULT);
            BillPoll.run(source, bills, clock, BillPoll.Manner.DEFAULT);
            server.run("update mdl_local_shop_bill set status = 'SOLDOUT' where id = 42");
            clock.forward(Duration.ofMinutes(1));
            BillPoll.run(source, bills, clock, BillPoll.Manner.DEFAULT);
            BillPoll.run(source, bills, clock, BillPoll.Manner.DEFAULT);

            List<InboxMessage> kept = new Inbox(ledger).claim(10);

            assertThat(kept).hasSize(4);
            assertThat(kept).extracting(InboxMessage::kind).containsOnly("local_shop");
            assertThat(kept).extracting(InboxMessage::source).containsOnly("poll");
            assertThat(kept).extracting(InboxMessage::shop).containsOnly("moodle");
            assertThat(new ObjectMapper().readTree(kept.get(3).body()).path("noticed").asLong())
                    .isEqualTo(clock.instant().getEpochSecond());
            assertThat(bills.cursor()).contains(new BillCursor(1768555900, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void who_is_erased_is_erased_from_what_a_bill_encodes(Databases database) throws IOException {
        try (Ledger ledger = Ledger.open(database.empty(folder), clock)) {
            LedgerBills bills = new LedgerBills(ledger, "moodle");
            bills.keep(
                    List.of(
                            new KeptBill(41, new SeenBill("SOLDOUT", 1), SampleRows.message(41)),
                            new KeptBill(42, new SeenBill("PENDING", 1), SampleRows.message(42))),
                    new BillCursor(1, 0));

            int hidden =
                    new Erasure(ledger)
                            .searchMessages(Erasure.Pseudonymous.of("ana@example.org"), 0, 10)
                            .hidden();

            assertThat(hidden).isEqualTo(1);
            assertThat(new String(new Inbox(ledger).claim(1).get(0).body(), UTF_8))
                    .startsWith("{\"erased\":");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void shops_don_t_mix(Databases database) {
        try (Ledger ledger = Ledger.open(database.empty(folder), clock)) {
            LedgerBills one = new LedgerBills(ledger, "one");
            LedgerBills other = new LedgerBills(ledger, "other");
            long now = Instant.parse("2026-01-15T09:30:00Z").getEpochSecond();
            one.keep(
                    List.of(new KeptBill(7, new SeenBill("PLACED", now), null)),
                    new BillCursor(now, 0));

            assertThat(one.seen(List.of(7L, 8L)))
                    .isEqualTo(Map.of(7L, new SeenBill("PLACED", now)));
            assertThat(one.seenBetween(1, 7)).containsOnlyKeys(7L);
            assertThat(other.seen(List.of(7L))).isEmpty();
            assertThat(other.seenBetween(1, 9)).isEmpty();
            assertThat(other.cursor()).isEmpty();
        }
    }
}
