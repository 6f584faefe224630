package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.ledger.Outbox.Fact;
import org.moodlegateway.order.SubscriptionStatus;
import org.moodlegateway.seat.Agenda;
import org.moodlegateway.seat.Due;
import org.moodlegateway.seat.SeatState;

/**
 * A row of the seat table, as far as renewing touches it.
 *
 * @param entitlement null while nobody sits there
 * @param reference empty for what is not paid
 * @param courseName null while none is chosen
 * @param replaced whether it is over since another stands in for it, whatever is paid for it
 * @param terms null if its product says nothing of renewal
 * @param end of what is paid for, when it was last folded; null for none
 * @param remindedAt when reminders were seen to last; its start before that
 * @param askedFor null if renewal was never asked for
 * @param status of its subscription; null if its shop said nothing
 */
public record RenewedSeat(
        long id,
        Long entitlement,
        String shop,
        String order,
        SeatRow.Kind kind,
        String reference,
        String product,
        String email,
        CourseName courseName,
        SeatState state,
        boolean replaced,
        RenewalTerms terms,
        Instant end,
        Instant remindedAt,
        Instant askedFor,
        SubscriptionStatus status) {

    /** Reads a row of {@code seat s}, with the columns of {@link #SELECT}. */
    public static RenewedSeat read(ResultSet row) throws SQLException {
        String field = row.getString("course_field");
        String renewal = row.getString("renewal");
        String status = row.getString("subscription_status");
        Instant reminded = Rows.instant(row, "reminded_at");
        return new RenewedSeat(
                row.getLong("id"),
                Rows.id(row, "entitlement_id").orElse(null),
                row.getString("shop"),
                row.getString("order_id"),
                SeatRow.Kind.valueOf(row.getString("kind")),
                Rows.text(row, "reference"),
                row.getString("product"),
                row.getString("email"),
                field == null
                        ? null
                        : new CourseName(
                                CourseName.Field.valueOf(field), row.getString("course_name")),
                SeatState.valueOf(row.getString("state")),
                SeatRow.isReplaced(row.getString("reason")),
                renewal.isEmpty() ? null : RenewalTerms.parse(renewal),
                Rows.instant(row, "ends_at"),
                reminded == null ? Rows.instant(row, "starts_at") : reminded,
                Rows.instant(row, "asked_for"),
                status == null ? null : SubscriptionStatus.valueOf(status));
    }

    /** Seats with what their shop says of their subscription; to be followed by a condition. */
    public static final String SELECT =
            """
            select s.*, n.status as subscription_status from seat s
            left join subscription n on n.shop = s.shop and n.subscription_id = s.subscription
            where
            """;

    /** Puts those back on their way that were over. */
    public static void revive(Handle handle, List<RenewedSeat> seats, Instant now) {
        PreparedBatch batch =
                handle.prepareBatch(
                        "update seat set state = 'WAITING', reason = '', changed_at = ? where id ="
                                + " ? and state = 'EXPIRED'");
        seats.stream()
                .filter(seat -> seat.state == SeatState.EXPIRED && !seat.replaced)
                .forEach(seat -> batch.add(now, seat.id));
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /**
     * Has those join their groups again whose enrolment was over: Moodle's cron may have taken them
     * out of their course, and then they are in no group there.
     */
    public static void rejoin(Handle handle, List<RenewedSeat> seats, Instant now) {
        List<Long> ids =
                seats.stream()
                        .map(RenewedSeat::entitlement)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        if (!ids.isEmpty()) {
            handle.createUpdate(
                            """
                            update membership set state = 'LATER' where state = 'DONE' and entitlement_id in (
                                select id from entitlement where id in (<ids>) and ends_at <= :now)
                            """)
                    .bindList("ids", ids)
                    .bind("now", now)
                    .execute();
        }
    }

    private Optional<Agenda> agenda(SubscriptionStatus standing, ZoneId zone) {
        return Optional.ofNullable(terms)
                .map(of -> new Agenda(of, end, remindedAt, askedFor, standing, zone));
    }

    /** What is due for it; without terms it only ends. */
    public List<Due> due(Instant now, ZoneId zone) {
        return agenda(status, zone)
                .map(agenda -> agenda.due(now))
                .orElseGet(
                        () ->
                                end == null || end.isAfter(now)
                                        ? List.of()
                                        : List.of(new Due.Expire(end)));
    }

    /** Whether it would not be over if its subscription stood like this. */
    public boolean livesAt(Instant now, SubscriptionStatus standing, ZoneId zone) {
        Optional<Instant> over =
                agenda(standing, zone)
                        .map(Agenda::shownEnd)
                        .orElseGet(() -> Optional.ofNullable(end));
        return over.isEmpty() || over.get().isAfter(now);
    }

    /** Empty while no course is chosen. */
    public String courseText() {
        return courseName == null ? "" : courseName.toString();
    }

    /** Whether a seat that may still be given to a course, or is in this one. */
    public boolean mayBeIn(Optional<CourseName> course) {
        return course.isEmpty() || courseName == null || course.get().equals(courseName);
    }

    /** Whether anybody is told of it: of what a buyer gets beside his seats nobody is. */
    public boolean isTold() {
        return kind == SeatRow.Kind.PAID;
    }

    /** Something to tell about it, once for each end. */
    public Fact fact(String kindOfFact, String about, Map<String, String> more) {
        Map<String, String> data = new TreeMap<>(more);
        data.put("seat", reference);
        data.put("product", product);
        data.put("course", courseText());
        data.put("end", end.toString());
        return new Fact(kindOfFact, kindOfFact + "/" + id + "/" + about, shop, order, data);
    }
}
