package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moodlegateway.ledger.Outbox.Fact;

/**
 * Things that were found wrong by looking: each is a fact once when it begins, and once when it is
 * over, whoever looks how often.
 */
public final class Alerts {
    private final Ledger ledger;

    public Alerts(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Begins an alert, unless it is on.
     *
     * @param name names what it is about, such as {@code silent-source web}
     * @param data see {@link Fact}; {@code alert} is the word that templates know it by
     */
    public void begin(String name, Map<String, String> data) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    int begun =
                            handle.execute(
                                    "insert into alert (name, since) values (?, ?) on conflict do"
                                            + " nothing",
                                    name,
                                    now);
                    if (begun == 1) {
                        Outbox.note(
                                handle,
                                now,
                                new Fact(
                                        "alert",
                                        "alert " + name + " " + now,
                                        "",
                                        "",
                                        with(data, now)));
                    }
                    return begun;
                });
    }

    /** Ends an alert, if it is on. */
    public void end(String name, Map<String, String> data) {
        Instant now = ledger.clock().instant();
        ledger.transaction(
                handle -> {
                    List<Instant> since =
                            handle.select("select since from alert where name = ? for update", name)
                                    .map((row, context) -> Rows.instant(row, "since"))
                                    .list();
                    int ended = handle.execute("delete from alert where name = ?", name);
                    if (ended == 1) {
                        Outbox.note(
                                handle,
                                now,
                                new Fact(
                                        "alert-over",
                                        "alert over " + name + " " + since.get(0),
                                        "",
                                        "",
                                        with(data, since.get(0))));
                    }
                    return ended;
                });
    }

    private static Map<String, String> with(Map<String, String> data, Instant since) {
        Map<String, String> all = new HashMap<>(data);
        all.put("since", since.toString());
        return all;
    }

    /** Whether it is on. */
    public boolean isOn(String name) {
        return ledger.read(
                handle ->
                        handle.select("select 1 from alert where name = ?", name)
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }
}
