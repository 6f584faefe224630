package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * What was noted last of each line, and of each order as a whole. Two transactions that bring seats
 * of one line to Moodle don't see each other's, so that neither would find the line settled:
 * whoever looks at a line or an order locks its row first, and then sees what the one before has
 * written.
 */
final class Outcomes {
    private Outcomes() {}

    /**
     * A line of an order.
     *
     * @param line empty for the order as a whole
     */
    record Place(String shop, String order, String line) {}

    /**
     * What became of a place.
     *
     * @param kind of the fact to be noted
     * @param state in a word and numbers
     * @param said what was noted last, empty if nothing was
     * @param times so often something was noted
     */
    record Outcome(Place place, String kind, String state, String said, int times) {
        boolean isNews() {
            return !state.equals(said);
        }
    }

    /**
     * Until the end of the transaction; to be given in an order that is always the same. A row that
     * this makes is locked by that.
     */
    static void lock(Handle handle, List<Place> places) {
        if (places.isEmpty()) {
            return;
        }
        PreparedBatch rows =
                handle.prepareBatch(
                        "insert into outcome (shop, order_id, line_id) values (?, ?, ?) on conflict"
                                + " do nothing");
        places.forEach(place -> rows.add(place.shop, place.order, place.line));
        int[] made = rows.execute();
        PreparedBatch locks =
                handle.prepareBatch(
                        "update outcome set times = times where shop = ? and order_id = ? and"
                                + " line_id = ?");
        for (int i = 0; i < made.length; i++) {
            if (made[i] == 0) {
                Place place = places.get(i);
                locks.add(place.shop, place.order, place.line);
            }
        }
        if (locks.size() > 0) {
            locks.execute();
        }
    }

    /** Notes it, under a key of its own if it comes back after something else. */
    static void note(Handle handle, Outcome outcome, Map<String, String> data, Instant now) {
        Place place = outcome.place;
        handle.execute(
                "update outcome set said = ?, times = times + 1 where shop = ? and order_id = ? and"
                        + " line_id = ?",
                outcome.state,
                place.shop,
                place.order,
                place.line);
        String key =
                place.line.isEmpty()
                        ? "order " + place.shop + "/" + place.order
                        : "line " + place.shop + "/" + place.order + "/" + place.line;
        Outbox.note(
                handle,
                now,
                new Fact(
                        outcome.kind,
                        key + " " + outcome.state + (outcome.times == 0 ? "" : " " + outcome.times),
                        place.shop,
                        place.order,
                        data));
    }
}
