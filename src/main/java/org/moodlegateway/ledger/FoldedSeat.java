package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.entitlement.Grant;
import org.moodlegateway.order.SubscriptionStatus;
import org.moodlegateway.seat.Agenda;
import org.moodlegateway.seat.Extension;
import org.moodlegateway.seat.Extensions;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.SeatState;

/**
 * A seat as folding sees it.
 *
 * @param opensAt the course's own start, null if it has none or Moodle was not asked yet
 * @param closesAt the course's own end, null if it has none or Moodle was not asked yet
 * @param endsAt what the row says so far; null for no end or not known
 * @param subscription what the shop says of the seat's subscription; null if it has none
 */
record FoldedSeat(
        long id,
        long entitlement,
        SeatState state,
        String reason,
        String role,
        Offer offer,
        Instant opensAt,
        Instant closesAt,
        Instant endsAt,
        Instant nextAt,
        Instant remindedAt,
        Instant askedFor,
        SubscriptionStatus subscription) {

    static FoldedSeat read(ResultSet row) throws SQLException {
        String status = row.getString("subscription_status");
        return new FoldedSeat(
                row.getLong("id"),
                row.getLong("entitlement_id"),
                SeatState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("role"),
                Offers.read(row),
                Rows.instant(row, "opens_at"),
                Rows.instant(row, "closes_at"),
                Rows.instant(row, "ends_at"),
                Rows.instant(row, "next_at"),
                Rows.instant(row, "reminded_at"),
                Rows.instant(row, "asked_for"),
                status == null ? null : SubscriptionStatus.valueOf(status));
    }

    /** Whether it asks for access, be it access that is over and left as it was. */
    boolean grants() {
        return switch (state) {
            case WAITING, ACTIVE -> true;
            case EXPIRED ->
                    SeatRow.isReplaced(reason)
                            ? reason.equals(SeatRow.REPLACED_KEPT)
                            : onExpiry() == Ending.KEEP;
            case CANCELLED -> reason.equals(SeatRow.KEPT);
            case UNASSIGNED -> false;
        };
    }

    /**
     * What is to become of the enrolment as far as this seat goes, if it asks for none any more.
     */
    Optional<Ending> ending() {
        if (grants()) {
            return Optional.empty();
        }
        return switch (state) {
            case EXPIRED -> SeatRow.isReplaced(reason) ? onCancel() : Optional.of(onExpiry());
            case CANCELLED -> onCancel();
            default -> Optional.empty();
        };
    }

    /** What was kept grants; what was not sent leaves nothing behind to keep. */
    private Optional<Ending> onCancel() {
        return Optional.of(offer.onCancel()).filter(end -> end != Ending.KEEP);
    }

    private Ending onExpiry() {
        return offer.renewed().map(RenewalTerms::onExpiry).orElse(Ending.KEEP);
    }

    /** The later of its own start and the course's, where the product says so. */
    private Instant start() {
        Instant start = offer.terms().start();
        boolean later =
                offer.terms().notBeforeCourse() && opensAt != null && opensAt.isAfter(start);
        return later ? opensAt : start;
    }

    /** With all the time that was added; {@link Period#NO_END} for none. */
    Instant end(List<Extension> extensions, ZoneId zone) {
        Length length = offer.terms().length();
        Instant sold = length.endFrom(start(), zone, closesAt);
        return length.atMost(Extensions.end(sold, extensions, zone), closesAt);
    }

    /** Nothing for a seat that would end before its course opens. */
    Optional<Grant> grant(Instant end, ZoneId zone) {
        Instant shut = agenda(end, zone).flatMap(Agenda::shownEnd).orElse(end);
        return start().isBefore(shut)
                ? Optional.of(new Grant(role, new Period(start(), shut)))
                : Optional.empty();
    }

    private Optional<Agenda> agenda(Instant end, ZoneId zone) {
        return offer.renewed()
                .map(
                        terms ->
                                new Agenda(
                                        terms,
                                        Rows.endColumn(end),
                                        remindedAt == null ? start() : remindedAt,
                                        askedFor,
                                        subscription,
                                        zone));
    }

    /** The same with this end, and with when the renewal run must look at it. */
    FoldedSeat dated(Instant end, ZoneId zone) {
        boolean lives = state == SeatState.WAITING || state == SeatState.ACTIVE;
        Instant atEnd = Rows.endColumn(end);
        Instant next = agenda(end, zone).map(agenda -> agenda.next().orElse(null)).orElse(atEnd);
        return new FoldedSeat(
                id,
                entitlement,
                state,
                reason,
                role,
                offer,
                opensAt,
                closesAt,
                atEnd,
                lives ? next : null,
                remindedAt,
                askedFor,
                subscription);
    }
}
