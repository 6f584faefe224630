package org.moodlegateway.localshop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.SeenItems;

/** The bills of one shop in the ledger: each message is a row of the inbox. */
public final class LedgerBills implements BillMemory {
    /** The kind of shop, as {@code shops.yaml} names it. */
    public static final String KIND = "local_shop";

    private static final String POLL = "poll";

    private final SeenItems items;
    private final String shop;

    public LedgerBills(Ledger ledger, String shop) {
        this.items = new SeenItems(ledger, shop);
        this.shop = shop;
    }

    @Override
    public Optional<BillCursor> cursor() {
        return items.newest().map(newest -> new BillCursor(newest.getEpochSecond(), 0));
    }

    @Override
    public Map<Long, SeenBill> seen(Collection<Long> ids) {
        return bills(items.find(ids));
    }

    @Override
    public Map<Long, SeenBill> seenBetween(long first, long last) {
        return bills(items.between(first, last));
    }

    private static Map<Long, SeenBill> bills(Map<Long, SeenItems.Seen> items) {
        Map<Long, SeenBill> bills = new HashMap<>();
        items.forEach(
                (id, one) ->
                        bills.put(id, new SeenBill(one.state(), one.changedAt().getEpochSecond())));
        return bills;
    }

    @Override
    public void keep(List<KeptBill> bills, BillCursor cursor) {
        List<Arrival> arrivals = new ArrayList<>();
        Map<Long, SeenItems.Seen> seen = new HashMap<>();
        for (KeptBill bill : bills) {
            seen.put(
                    bill.id(),
                    new SeenItems.Seen(
                            bill.seen().status(), Instant.ofEpochSecond(bill.seen().stamp())));
            if (bill.message() != null) {
                arrivals.add(arrival(bill));
            }
        }
        items.keep(arrivals, seen, Instant.ofEpochSecond(cursor.date()));
    }

    private Arrival arrival(KeptBill bill) {
        return new Arrival(
                shop, POLL, POLL, "", KIND, "", bill.message().toString().getBytes(UTF_8));
    }
}
