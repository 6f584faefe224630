package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Remembers bills as a ledger does: each message once. */
final class KeptBills implements BillMemory {
    private final Map<Long, SeenBill> seen = new HashMap<>();
    private final Set<ObjectNode> messages = new LinkedHashSet<>();
    private BillCursor cursor;
    private AfterPage afterPage = page -> {};
    private int pages;

    /** What the shop does meanwhile. */
    interface AfterPage {
        void happens(int page) throws SQLException;
    }

    void afterEachPage(AfterPage happening) {
        afterPage = happening;
    }

    @Override
    public Optional<BillCursor> cursor() {
        return Optional.ofNullable(cursor);
    }

    @Override
    public Map<Long, SeenBill> seen(Collection<Long> ids) {
        Map<Long, SeenBill> some = new HashMap<>(seen);
        some.keySet().retainAll(Set.copyOf(ids));
        return some;
    }

    @Override
    public Map<Long, SeenBill> seenBetween(long first, long last) {
        return new TreeMap<>(seen).subMap(first, true, last, true);
    }

    @Override
    public void keep(List<KeptBill> bills, BillCursor at) {
        for (KeptBill bill : bills) {
            seen.put(bill.id(), bill.seen());
            if (bill.message() != null) {
                messages.add(bill.message());
            }
        }
        cursor = at;
        try {
            afterPage.happens(pages++);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<ObjectNode> messages() {
        return new ArrayList<>(messages);
    }

    List<String> statuses() {
        return messages.stream().map(message -> message.at("/bill/status").asText()).toList();
    }

    /** By bill, what the newest of its messages says. */
    Map<Long, String> lastStatuses() {
        Map<Long, String> statuses = new TreeMap<>();
        Map<Long, Long> stamps = new HashMap<>();
        for (ObjectNode message : messages) {
            long id = message.at("/bill/id").asLong();
            long stamp =
                    Math.max(
                            message.at("/bill/lastactiondate").asLong(),
                            message.path("noticed").asLong());
            if (stamp >= stamps.getOrDefault(id, 0L)) {
                stamps.put(id, stamp);
                statuses.put(id, message.at("/bill/status").asText());
            }
        }
        return statuses;
    }
}
