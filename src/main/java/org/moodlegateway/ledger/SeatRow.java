package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Line;
import org.moodlegateway.seat.Companion;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.PlannedSeat;
import org.moodlegateway.seat.SeatState;
import org.moodlegateway.seat.Terms;

/**
 * A row of the seat table, as far as planning an order touches it.
 *
 * @param id 0 for a seat that is not stored yet
 * @param email of the participant as written, empty while nobody is named
 * @param courseName null while the product is unknown
 * @param terms null while the product is unknown
 * @param sent whether the seat may have reached Moodle; such a seat is not moved by a newer event
 */
record SeatRow(
        long id,
        String line,
        Kind kind,
        int number,
        String reference,
        String product,
        String email,
        String firstName,
        String lastName,
        CourseName courseName,
        String role,
        Terms terms,
        String group,
        SeatState state,
        String reason,
        boolean sent) {

    /** What a row stands for: a paid place, or what the buyer gets beside the paid ones. */
    enum Kind {
        PAID,
        SUPPORT,
        SUPERVISOR
    }

    static SeatRow of(PlannedSeat seat) {
        return new SeatRow(
                0,
                seat.line(),
                Kind.PAID,
                seat.number(),
                "",
                seat.product(),
                seat.participant().map(person -> person.email()).orElse(""),
                seat.participant().map(person -> person.firstName()).orElse(""),
                seat.participant().map(person -> person.lastName()).orElse(""),
                seat.courseName(),
                seat.role(),
                seat.terms(),
                seat.group(),
                seat.state(),
                seat.reason(),
                false);
    }

    /** What the buyer gets beside the seats of a line. */
    static SeatRow of(Buyer buyer, Line line, Companion companion) {
        boolean reachable = Emails.usable(buyer.email());
        return new SeatRow(
                0,
                line.id(),
                kind(companion),
                1,
                "",
                line.product(),
                buyer.email(),
                buyer.firstName(),
                buyer.lastName(),
                companion.course(),
                companion.role(),
                companion.terms(),
                companion.group(),
                SeatState.WAITING,
                reachable ? "" : "email-unusable",
                false);
    }

    static Kind kind(Companion companion) {
        return companion.kind() == Companion.Kind.SUPPORT ? Kind.SUPPORT : Kind.SUPERVISOR;
    }

    boolean live() {
        return state != SeatState.CANCELLED;
    }

    /** The person's key, empty while nobody is named. */
    String personKey() {
        return Emails.key(email);
    }

    /** Whether somebody else may be put here by a newer event of the order. */
    boolean free() {
        return live() && !sent;
    }

    SeatRow as(SeatState newState, String newReason) {
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                product,
                email,
                firstName,
                lastName,
                courseName,
                role,
                terms,
                group,
                newState,
                newReason,
                sent);
    }

    /**
     * The same place with what a newer plan says of it; what was planned with a known product keeps
     * its terms.
     */
    SeatRow plannedAs(SeatRow planned) {
        boolean known = courseName != null;
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                product,
                planned.email,
                planned.firstName,
                planned.lastName,
                known ? courseName : planned.courseName,
                planned.role,
                known ? terms : planned.terms,
                known ? group : planned.group,
                planned.state,
                planned.reason,
                sent);
    }

    SeatRow referredToAs(String newReference) {
        return new SeatRow(
                id,
                line,
                kind,
                number,
                newReference,
                product,
                email,
                firstName,
                lastName,
                courseName,
                role,
                terms,
                group,
                state,
                reason,
                sent);
    }

    SeatRow numbered(int newNumber) {
        return new SeatRow(
                id,
                line,
                kind,
                newNumber,
                reference,
                product,
                email,
                firstName,
                lastName,
                courseName,
                role,
                terms,
                group,
                state,
                reason,
                sent);
    }

    /** The same place with nobody on it. */
    SeatRow empty() {
        boolean known = courseName != null;
        return new SeatRow(
                id,
                line,
                kind,
                number,
                reference,
                product,
                "",
                "",
                "",
                courseName,
                role,
                terms,
                group,
                known ? SeatState.UNASSIGNED : state,
                known ? "" : reason,
                sent);
    }

    static SeatRow read(ResultSet row) throws SQLException {
        String field = row.getString("course_field");
        Instant start = Rows.instant(row, "starts_at");
        Terms terms =
                start == null
                        ? null
                        : new Terms(
                                start,
                                Length.parse(Rows.text(row, "length")),
                                row.getBoolean("not_before_course"),
                                row.getBoolean("start_on_assign"));
        return new SeatRow(
                row.getLong("id"),
                row.getString("line_id"),
                Kind.valueOf(row.getString("kind")),
                row.getInt("number"),
                Rows.text(row, "reference"),
                row.getString("product"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                field == null
                        ? null
                        : new CourseName(
                                CourseName.Field.valueOf(field), row.getString("course_name")),
                row.getString("role"),
                terms,
                row.getString("group_name"),
                SeatState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getBoolean("sent"));
    }

    Optional<CourseName> course() {
        return Optional.ofNullable(courseName);
    }
}
