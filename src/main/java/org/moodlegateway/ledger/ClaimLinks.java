package org.moodlegateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;

/** Links with which buyers name their participants: made, found and revoked. */
public final class ClaimLinks {
    private final Ledger ledger;
    private final OrderJson json = new OrderJson();
    private final OrderReader reader = new OrderReader();

    public ClaimLinks(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Makes a link to an order; empty if the ledger has no such order.
     *
     * @param id of 128 random bits, in hexadecimal digits
     * @param actor who asked for it, for the audit
     */
    public Optional<ClaimLink> make(
            String id, String shop, String order, Duration validFor, String actor) {
        Instant now = ledger.clock().instant();
        Instant expires = now.plus(validFor).truncatedTo(ChronoUnit.SECONDS);
        return ledger.transaction(
                handle -> {
                    handle.createUpdate(
                                    """
                            insert into claim_link (id, shop, order_id, expires_at, made_by, made_at)
                            select :id, shop, order_id, :expires, :actor, :now from orders
                            where shop = :shop and order_id = :order
                            """)
                            .bind("id", id)
                            .bind("shop", shop)
                            .bind("order", order)
                            .bind("expires", expires)
                            .bind("actor", actor)
                            .bind("now", now)
                            .execute();
                    Optional<ClaimLink> made = find(handle, id, now);
                    if (made.isPresent()) {
                        Audit.write(handle, now, actor, "claim-link", subject(made.get()), id);
                    }
                    return made;
                });
    }

    /** The link with this id, unless it was revoked or is over. */
    public Optional<ClaimLink> find(String id) {
        return ledger.read(handle -> find(handle, id, ledger.clock().instant()));
    }

    private Optional<ClaimLink> find(Handle handle, String id, Instant now) {
        return handle.select(
                        """
                        select l.id, l.shop, l.order_id, l.expires_at, o.snapshot
                        from claim_link l join orders o on o.shop = l.shop and o.order_id = l.order_id
                        where l.id = ? and l.revoked_at is null and l.expires_at > ?
                        """,
                        id,
                        now)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** The link to an order that somebody made and that holds longest; empty if all end before. */
    public Optional<ClaimLink> madeBy(String actor, String shop, String order, Duration validFor) {
        Instant now = ledger.clock().instant();
        return ledger.read(
                handle ->
                        handle.select(
                                        """
                                        select id from claim_link where shop = ? and order_id = ? and made_by = ?
                                            and revoked_at is null and expires_at > ?
                                        order by expires_at desc, id fetch first 1 rows only
                                        """,
                                        shop,
                                        order,
                                        actor,
                                        now.plus(validFor))
                                .mapTo(String.class)
                                .findOne()
                                .flatMap(id -> find(handle, id, now)));
    }

    private ClaimLink read(ResultSet row) throws SQLException {
        byte[] snapshot = row.getString("snapshot").getBytes(UTF_8);
        return new ClaimLink(
                row.getString("id"),
                row.getString("shop"),
                row.getString("order_id"),
                Rows.instant(row, "expires_at"),
                reader.readKept(json.parse(snapshot)).buyer().language());
    }

    /** Makes a link lead nowhere, for good; false if it did already, or there is none. */
    public boolean revoke(String id, String actor) {
        Instant now = ledger.clock().instant();
        return ledger.transaction(
                handle -> {
                    Optional<ClaimLink> link = find(handle, id, now);
                    handle.execute(
                            "update claim_link set revoked_at = ? where id = ? and revoked_at is null",
                            now,
                            id);
                    if (link.isPresent()) {
                        Audit.write(
                                handle, now, actor, "revoke-claim-link", subject(link.get()), id);
                    }
                    return link.isPresent();
                });
    }

    private static String subject(ClaimLink link) {
        return link.shop() + "/" + link.order();
    }
}
