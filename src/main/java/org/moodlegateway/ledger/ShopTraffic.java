package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came from each shop. Reads only. */
public final class ShopTraffic {
    private final Ledger ledger;

    public ShopTraffic(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What came from one shop.
     *
     * @param newest when its newest message came
     * @param asking messages that wait for an answer of the shop
     * @param rejected messages that can't be applied
     */
    public record Traffic(Instant newest, long asking, long rejected) {}

    /** Of all shops from which anything came, by name. */
    public Map<String, Traffic> all() {
        Map<String, Traffic> all = new LinkedHashMap<>();
        ledger.read(
                handle ->
                        handle.select(
                                        """
                                        select shop, max(received_at) as newest,
                                            sum(case when state = 'ASKING' then 1 else 0 end) as asking,
                                            sum(case when state = 'REJECTED' then 1 else 0 end) as rejected
                                        from inbox group by shop order by shop
                                        """)
                                .map(
                                        (row, context) ->
                                                all.put(
                                                        row.getString("shop"),
                                                        new Traffic(
                                                                Rows.instant(row, "newest"),
                                                                row.getLong("asking"),
                                                                row.getLong("rejected"))))
                                .list());
        return all;
    }
}
