package org.moodlegateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What must be known to write to people. Reads only. */
public final class Correspondence {
    private final Ledger ledger;

    public Correspondence(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Somebody who was given an account. */
    public record Holder(String email, String name, String username, String language) {}

    /** The order's newest event as canonical JSON; empty if the ledger has none. */
    public Optional<String> order(String shop, String orderId) {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select snapshot from orders where shop = ? and order_id ="
                                                + " ?",
                                        shop,
                                        orderId)
                                .mapTo(String.class)
                                .findOne());
    }

    /**
     * The user names of an order's people by their accounts, as far as the gateway made them: those
     * that were there before have names that it doesn't know.
     */
    public Map<Long, String> usernames(String shop, String orderId) {
        Map<Long, String> usernames = new HashMap<>();
        ledger.read(
                        handle ->
                                handle.select(
                                                """
                                                select distinct p.moodle_id, p.username from seat s join entitlement e on e.id = s.entitlement_id
                                                        join person p on p.id = e.person_id
                                                where s.shop = ? and s.order_id = ? and p.origin = 'CREATED' and p.moodle_id is not null
                                                """,
                                                shop,
                                                orderId)
                                        .map(
                                                (row, context) ->
                                                        Map.entry(
                                                                row.getLong("moodle_id"),
                                                                row.getString("username")))
                                        .list())
                .forEach(entry -> usernames.put(entry.getKey(), entry.getValue()));
        return usernames;
    }

    /** The person of this id. */
    public Optional<Holder> person(long id) {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select email, first_name, last_name, username, language"
                                                + " from person where id = ?",
                                        id)
                                .map(
                                        (row, context) ->
                                                new Holder(
                                                        row.getString("email"),
                                                        row.getString("first_name")
                                                                + " "
                                                                + row.getString("last_name"),
                                                        row.getString("username"),
                                                        row.getString("language")))
                                .findOne());
    }

    /**
     * When a shop's newest message came, or when it was last read to the end, whichever is later;
     * when the ledger was bound to its Moodle if neither ever was.
     */
    public Optional<Instant> lastHeardOf(String shop) {
        return ledger.read(
                handle ->
                        handle.select(
                                        """
                                        select coalesce(max(heard.at), (select bound_at from site where id = 1)) as heard_at from (
                                            select max(received_at) as at from inbox where shop = ?
                                            union all select good_at as at from shop_reading where shop = ?) heard
                                        """,
                                        shop,
                                        shop)
                                .map(
                                        (row, context) ->
                                                Optional.ofNullable(Rows.instant(row, "heard_at")))
                                .one());
    }

    /** How long ago something was, by the ledger's clock. */
    public Duration since(Instant then) {
        return Duration.between(then, ledger.clock().instant());
    }
}
