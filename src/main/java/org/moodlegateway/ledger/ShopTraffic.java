package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
     * @param ignored how many meant nothing for anybody's seat, by what the shop calls them
     */
    public record Traffic(
            Instant newest, long asking, long rejected, SortedMap<String, Long> ignored) {
        /** Nothing came. */
        public static final Traffic NONE = new Traffic(null, 0, 0, new TreeMap<>());

        public Traffic {
            ignored = Collections.unmodifiableSortedMap(new TreeMap<>(ignored));
        }
    }

    /** Of all shops from which anything came, by name. */
    public Map<String, Traffic> all() {
        Map<String, Traffic> all = new LinkedHashMap<>();
        Map<String, SortedMap<String, Long>> ignored = ignored();
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
                                                                row.getLong("rejected"),
                                                                ignored.getOrDefault(
                                                                        row.getString("shop"),
                                                                        new TreeMap<>()))))
                                .list());
        return all;
    }

    /** By shop and type. */
    private Map<String, SortedMap<String, Long>> ignored() {
        Map<String, SortedMap<String, Long>> ignored = new HashMap<>();
        ledger.read(
                handle ->
                        handle.select(
                                        """
                                                select shop, ignored_type, count(*) as many from inbox
                                                where ignored_type is not null group by shop, ignored_type
                                                """)
                                .map(
                                        (row, context) ->
                                                ignored.computeIfAbsent(
                                                                row.getString("shop"),
                                                                first -> new TreeMap<>())
                                                        .put(
                                                                row.getString("ignored_type"),
                                                                row.getLong("many")))
                                .list());
        return ignored;
    }
}
