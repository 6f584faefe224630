package org.moodlegateway.localshop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Asks a shop for its bills: first for those that were placed or edited since the last time, and a
 * bit before; then for the state of all bills that may still change, because local_shop dates no
 * payment. What was kept of one page stays, whatever becomes of the next; the cursor moves with it.
 */
public final class BillPoll {
    private static final int STATES_AT_ONCE = 5000;

    /**
     * How to ask.
     *
     * @param pageSize how many bills at once
     * @param overlap how long before the cursor reading begins again, for bills that took their
     *     date earlier than their place in the table
     * @param watch for how long after its last action a bill may still change
     * @param from bills of before are not taken until they change; null to take all
     */
    public record Manner(int pageSize, Duration overlap, Duration watch, Instant from) {
        public static final Manner DEFAULT =
                new Manner(200, Duration.ofMinutes(5), Duration.ofDays(400), null);
    }

    /**
     * What one poll did.
     *
     * @param bills how many messages were kept or were there already
     * @param pages how many times bills were asked for, whole
     */
    public record Done(int bills, int pages) {}

    private final LocalShopSource source;
    private final BillMemory memory;
    private final Clock clock;
    private final Manner manner;
    private int bills;
    private int pages;

    private BillPoll(LocalShopSource source, BillMemory memory, Clock clock, Manner manner) {
        this.source = source;
        this.memory = memory;
        this.clock = clock;
        this.manner = manner;
    }

    /**
     * Polls once, until there is no more.
     *
     * @throws LocalShopException if the database can't be read; what came before is kept
     */
    public static Done run(LocalShopSource source, BillMemory memory, Clock clock, Manner manner) {
        BillPoll poll = new BillPoll(source, memory, clock, manner);
        poll.newAndEdited(poll.begin());
        poll.changed();
        return new Done(poll.bills, poll.pages);
    }

    /** At the very first time, what is older than wanted is remembered as it is. */
    private BillCursor begin() {
        if (memory.cursor().isPresent()) {
            return memory.cursor().get();
        }
        if (manner.from() == null) {
            return BillCursor.START;
        }
        long from = manner.from().getEpochSecond();
        eachPageOfStates(
                states ->
                        memory.keep(
                                states.stream()
                                        .filter(bill -> bill.date() < from)
                                        .map(bill -> BillStamp.kept(bill, null, now()))
                                        .toList(),
                                new BillCursor(from, 0)));
        return new BillCursor(from, 0);
    }

    private void newAndEdited(BillCursor cursor) {
        long from = manner.from() == null ? 0 : manner.from().getEpochSecond();
        BillCursor place =
                BillCursor.afterAllOf(
                        Math.max(from, cursor.date() - manner.overlap().toSeconds()) - 1);
        List<BillRow> rows;
        do {
            rows = source.after(place, manner.pageSize());
            pages++;
            keep(rows);
            if (!rows.isEmpty()) {
                BillRow last = rows.get(rows.size() - 1);
                place = new BillCursor(last.date(), last.id());
            }
        } while (rows.size() == manner.pageSize());
    }

    private void changed() {
        eachPageOfStates(
                states -> {
                    Map<Long, SeenBill> seen =
                            memory.seenBetween(
                                    states.get(0).id(), states.get(states.size() - 1).id());
                    List<Long> others =
                            states.stream()
                                    .filter(bill -> isNews(bill, seen.get(bill.id())))
                                    .map(BillRow::id)
                                    .toList();
                    for (int i = 0; i < others.size(); i += manner.pageSize()) {
                        int end = Math.min(i + manner.pageSize(), others.size());
                        pages++;
                        keep(source.bills(others.subList(i, end)));
                    }
                });
    }

    private static boolean isNews(BillRow bill, SeenBill before) {
        return before == null
                || !before.status().equals(bill.status())
                || bill.date() > before.stamp();
    }

    private void eachPageOfStates(Consumer<List<BillRow>> work) {
        long since = now() - manner.watch().toSeconds();
        long after = 0;
        List<BillRow> states;
        do {
            states = source.states(after, since, STATES_AT_ONCE);
            if (!states.isEmpty()) {
                work.accept(states);
                after = states.get(states.size() - 1).id();
            }
        } while (states.size() == STATES_AT_ONCE);
    }

    private void keep(List<BillRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        long now = now();
        Map<Long, SeenBill> seen = memory.seen(rows.stream().map(BillRow::id).toList());
        List<KeptBill> kept = new ArrayList<>();
        long latest = memory.cursor().map(BillCursor::date).orElse(0L);
        for (BillRow row : rows) {
            kept.add(BillStamp.kept(row, seen.get(row.id()), now));
            latest = Math.max(latest, Math.min(row.date(), now));
        }
        memory.keep(kept, new BillCursor(latest, 0));
        bills += kept.size();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
