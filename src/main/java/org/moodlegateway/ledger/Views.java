package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.moodlegateway.ledger.Pauses.Pause;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.SeatState;

/** What people and machines ask the ledger. Reads only. */
public final class Views {
    private final Ledger ledger;
    private final Pauses pauses;
    private final ZoneId zone;

    /** Calendar lengths are counted in {@code zone}. */
    public Views(Ledger ledger, ZoneId zone) {
        this.ledger = ledger;
        this.pauses = new Pauses(ledger);
        this.zone = zone;
    }

    private static final String SEATS =
            """
            select s.*, e.state as entitlement_state, e.code as entitlement_code, e.hint as entitlement_hint, e.roles as entitlement_roles,
                    c.moodle_id as course_moodle_id, c.looked_up as course_looked_up, c.starts_at as opens_at,
                    p.moodle_id as account_id, l.code as line_code, l.message as line_message
            from seat s left join entitlement e on e.id = s.entitlement_id left join course c on c.id = e.course_id
                    left join person p on p.id = e.person_id
                    left join line_problem l on l.shop = s.shop and l.order_id = s.order_id and l.line_id = s.line_id
            where s.id > :after and s.kind <> 'ACCOUNT'
            """;

    /** Seats in the order of their ids. */
    public List<SeatView> seats(SeatFilter filter) {
        List<Pause> waits = SeatReason.widestFirst(pauses.all());
        return ledger.read(handle -> seats(handle, filter, waits, " order by s.id"));
    }

    /** The paid seat with this reference. */
    public Optional<SeatView> seat(String reference) {
        List<Pause> waits = SeatReason.widestFirst(pauses.all());
        return ledger.read(
                handle ->
                        handle.createQuery(SEATS + " and s.reference = :reference")
                                .bind("after", 0)
                                .bind("reference", reference)
                                .map((row, context) -> seat(row, waits))
                                .findOne());
    }

    private List<SeatView> seats(
            Handle handle, SeatFilter filter, List<Pause> waits, String order) {
        Query query =
                handle.createQuery(
                        SEATS
                                + (filter.shop().isEmpty() ? "" : " and s.shop = :shop")
                                + (filter.order().isEmpty() ? "" : " and s.order_id = :order")
                                + (filter.state().isEmpty() ? "" : " and s.state = :state")
                                + order
                                + " fetch first :most rows only");
        bindGiven(query, "shop", filter.shop());
        bindGiven(query, "order", filter.order());
        bindGiven(query, "state", filter.state());
        return query.bind("after", filter.after())
                .bind("most", filter.most())
                .map((row, context) -> seat(row, waits))
                .list();
    }

    private static void bindGiven(Query query, String name, String value) {
        if (!value.isEmpty()) {
            query.bind(name, value);
        }
    }

    private SeatView seat(ResultSet row, List<Pause> waits) throws SQLException {
        boolean known = known(row);
        Optional<Period> period = known ? SeatPeriod.of(row, zone) : Optional.empty();
        SeatReason reason = SeatReason.of(row, waits, !known || period.isPresent());
        return new SeatView(
                row.getLong("id"),
                row.getString("shop"),
                row.getString("order_id"),
                row.getString("line_id"),
                row.getString("kind"),
                row.getInt("number"),
                Rows.text(row, "reference"),
                row.getString("product"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                Rows.id(row, "account_id").orElse(null),
                Rows.text(row, "course_name"),
                Rows.text(row, "course_list").lines().toList(),
                Rows.id(row, "course_moodle_id").orElse(null),
                row.getString("role"),
                row.getString("group_name"),
                period.map(Period::startInclusive).orElse(null),
                period.filter(Period::hasEnd).map(Period::endExclusive).orElse(null),
                SeatState.valueOf(row.getString("state")),
                reason.word(),
                reason.hint(),
                Rows.instant(row, "changed_at"));
    }

    /** Whether the seat's dates are known: not before its product is, or somebody sits there. */
    private static boolean known(ResultSet row) throws SQLException {
        boolean startsWhenAssigned =
                row.getBoolean("start_on_assign")
                        && row.getString("state").equals(SeatState.UNASSIGNED.name());
        return Rows.instant(row, "starts_at") != null && !startsWhenAssigned;
    }

    /** One order with its seats; empty if no message ever spoke of it. */
    public Optional<OrderView> order(String shop, String id) {
        List<Pause> waits = SeatReason.widestFirst(pauses.all());
        return ledger.read(
                handle ->
                        handle.createQuery(ORDERS + " where shop = :shop and order_id = :id")
                                .bind("shop", shop)
                                .bind("id", id)
                                .map((row, context) -> order(handle, row, waits))
                                .findOne()
                                .or(() -> onlyRejected(handle, shop, id)));
    }

    /** Orders that changed last, the newest first. {@code shop} may be empty for all shops. */
    public List<OrderView> orders(String shop, int most) {
        List<Pause> waits = SeatReason.widestFirst(pauses.all());
        return ledger.read(
                handle -> {
                    Query query =
                            handle.createQuery(
                                    ORDERS
                                            + (shop.isEmpty() ? "" : " where shop = :shop")
                                            + " order by changed_at desc, shop, order_id fetch"
                                            + " first :most rows only");
                    bindGiven(query, "shop", shop);
                    return query.bind("most", most)
                            .map((row, context) -> order(handle, row, waits))
                            .list();
                });
    }

    private static final String ORDERS =
            """
            select shop, order_id, status, updated_at, purchased_at, transaction_id, test, buyer_email,
                exists (select 1 from difference d where d.shop = orders.shop and d.order_id = orders.order_id) as differs
            from orders
            """;

    private OrderView order(Handle handle, ResultSet row, List<Pause> waits) throws SQLException {
        String shop = row.getString("shop");
        String id = row.getString("order_id");
        OrderStatus shopSays = OrderStatus.valueOf(row.getString("status"));
        List<SeatView> seats =
                seats(
                        handle,
                        SeatFilter.ofOrder(shop, id),
                        waits,
                        " order by s.line_id, s.kind, s.number");
        List<RenewalView> renewals = RenewalViews.of(handle, shop, id);
        boolean differs = row.getBoolean("differs");
        return new OrderView(
                shop,
                id,
                OrderState.of(shopSays, seats, renewals, differs),
                shopSays.name(),
                Rows.instant(row, "updated_at"),
                Rows.instant(row, "purchased_at"),
                row.getString("transaction_id"),
                row.getBoolean("test"),
                row.getString("buyer_email"),
                seats,
                renewals,
                differs,
                RejectedMessages.ofOrder(handle, shop, id));
    }

    private static Optional<OrderView> onlyRejected(Handle handle, String shop, String id) {
        List<RejectedMessage> rejected = RejectedMessages.ofOrder(handle, shop, id);
        return rejected.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new OrderView(
                                shop,
                                id,
                                OrderState.FAILED,
                                "",
                                null,
                                null,
                                "",
                                false,
                                "",
                                List.of(),
                                List.of(),
                                false,
                                rejected));
    }

    /** How many seats are in each state; every state is there. */
    public Map<SeatState, Long> seatsByState() {
        Map<SeatState, Long> counts = new EnumMap<>(SeatState.class);
        for (SeatState state : SeatState.values()) {
            counts.put(state, 0L);
        }
        ledger.read(
                        handle ->
                                handle.select(
                                                "select state, count(*) as many from seat where"
                                                        + " kind <> 'ACCOUNT' group by state")
                                        .map(
                                                (row, context) ->
                                                        Map.entry(
                                                                SeatState.valueOf(
                                                                        row.getString("state")),
                                                                row.getLong("many")))
                                        .list())
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** Shops of which unpaid orders wait, for they would make too many accounts. */
    public Set<String> shopsAboveTheirPrepayments() {
        return ledger.read(
                handle ->
                        Set.copyOf(
                                handle.select(
                                                "select distinct shop from seat where state ="
                                                        + " 'WAITING' and reason = ?",
                                                SeatRow.PREPAY_LIMIT)
                                        .mapTo(String.class)
                                        .list()));
    }

    /**
     * Since when the oldest seat waits that is paid, has a person and should be in Moodle by now;
     * empty if none does.
     */
    public Optional<Instant> oldestNotEnrolled() {
        return ledger.read(
                handle ->
                        handle.select(
                                        """
                                        select min(s.changed_at) as oldest from seat s left join entitlement e on e.id = s.entitlement_id
                                        where s.state = 'WAITING' and s.kind = 'PAID' and (e.id is null or e.state <> 'CLEAN')
                                        """)
                                .map(
                                        (row, context) ->
                                                Optional.ofNullable(Rows.instant(row, "oldest")))
                                .one());
    }
}
