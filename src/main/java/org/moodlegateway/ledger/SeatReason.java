package org.moodlegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.ledger.Pauses.Pause;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.seat.SeatState;

/**
 * Why a seat is not shown in Moodle, in one stable word and perhaps a sentence.
 *
 * <ul>
 *   <li>{@code nobody-named}, {@code email-missing}, {@code same-person-twice}: paid, but nobody
 *       sits there
 *   <li>{@code product-unknown}, {@code course-unknown}: goes on by itself once it is there
 *   <li>{@code email-unusable}, {@code name-too-long}, {@code name-has-tags}, {@code role-unknown}:
 *       the order must say something else of this person
 *   <li>the code of its line's problem, such as {@code too-many-participants}, {@code
 *       quantity-invalid} or {@code parameter-invalid}: the order or the catalogue must say
 *       something else of the line
 *   <li>{@code parked:CODE}: Moodle refuses this one; CODE is Moodle's, or the gateway's own
 *   <li>{@code held}: Moodle shows access that the ledger doesn't know; a person decides
 *   <li>{@code site-paused}, {@code course-paused}, {@code role-paused}, {@code function-paused}:
 *       Moodle refuses that as a whole; goes on by itself
 *   <li>{@code outcome-unknown}: a call gave no answer; sent again when it has settled
 *   <li>{@code retry:CODE}: tried again later
 *   <li>{@code starts-later}: another period of the same person and course is shown until then
 *   <li>{@code over-before-start}: its subscription ended before its period began
 *   <li>{@code ends-before-course}: its period would be over before the course opens
 *   <li>{@code prepay-limit}: an unpaid order of a shop that makes too many accounts; goes on when
 *       there is room, or when it is paid
 *   <li>{@code queued}, {@code sending}: on its way
 * </ul>
 */
record SeatReason(String word, String hint) {
    private static final SeatReason NONE = new SeatReason("", "");
    static final String LATER = "starts-later";
    private static final Set<String> GOES_ON =
            Set.of(
                    "",
                    "product-unknown",
                    SeatRow.PREPAY_LIMIT,
                    "course-unknown",
                    "site-paused",
                    "course-paused",
                    "role-paused",
                    "function-paused",
                    "outcome-unknown",
                    LATER,
                    "over-before-start",
                    "queued",
                    "sending");

    /** What can be done about a seat that never went to Moodle. */
    private static final Map<String, String> HINTS =
            Map.of(
                    "nobody-named",
                    "The buyer names somebody by the order's claim link, or seats assign does.",
                    "email-missing",
                    "The order names somebody without an e-mail: the buyer tells it by the order's"
                            + " claim link, or seats assign does.",
                    "same-person-twice",
                    "The order names this person twice on the line: name somebody else by the"
                            + " order's claim link or seats assign.",
                    "email-unusable",
                    "Moodle takes no such address: correct it in the shop, or by seats assign.",
                    "name-too-long",
                    "Moodle takes names of up to 100 characters: shorten it in the shop, or by"
                            + " seats assign.",
                    "name-has-tags",
                    "Moodle takes no name with an HTML tag: correct it in the shop, or by seats"
                            + " assign.",
                    "role-unknown",
                    "The order names a role that moodle.roles doesn't have: correct it in the"
                            + " shop, add it there, or give another by seats assign.",
                    "product-unknown",
                    "Add the product to products.yaml, or map it in the shop's products.");

    static boolean needsPerson(String word) {
        return !GOES_ON.contains(word) && !word.startsWith("retry:");
    }

    private static SeatReason of(String word) {
        return new SeatReason(word, HINTS.getOrDefault(word, ""));
    }

    /** Reads a row of {@link Views}. {@code hasPeriod} is false if the seat would end too early. */
    static SeatReason of(ResultSet row, List<Pause> pauses, boolean hasPeriod) throws SQLException {
        SeatState state = SeatState.valueOf(row.getString("state"));
        String own = row.getString("reason");
        if (!own.isEmpty()) {
            return own.equals(Rows.text(row, "line_code"))
                    ? new SeatReason(own, Rows.text(row, "line_message"))
                    : of(own);
        }
        if (state == SeatState.UNASSIGNED) {
            return of("nobody-named");
        }
        if (state != SeatState.WAITING) {
            return NONE;
        }
        return hasPeriod ? ofWaiting(row, pauses) : new SeatReason("ends-before-course", "");
    }

    private static SeatReason ofWaiting(ResultSet row, List<Pause> pauses) throws SQLException {
        String code = Rows.text(row, "entitlement_code");
        String hint = Rows.text(row, "entitlement_hint");
        return switch (Rows.text(row, "entitlement_state")) {
            case "PARKED" -> new SeatReason("parked:" + code, hint);
            case "HELD" -> new SeatReason("held", hint);
            case "UNKNOWN" -> new SeatReason("outcome-unknown", "");
            case "SENDING" -> new SeatReason("sending", "");
            case "CLEAN" ->
                    new SeatReason(
                            Rows.text(row, "entitlement_roles").isEmpty()
                                    ? "over-before-start"
                                    : LATER,
                            "");
            default -> ofQueued(row, pauses, code, hint);
        };
    }

    private static SeatReason ofQueued(ResultSet row, List<Pause> pauses, String code, String hint)
            throws SQLException {
        for (Pause pause : pauses) {
            if (stops(pause, row)) {
                String scope = lower(pause.scope());
                return new SeatReason(scope + "-paused", pause.code() + ". " + pause.hint());
            }
        }
        boolean courseMissing =
                row.getBoolean("course_looked_up") && Rows.id(row, "course_moodle_id").isEmpty();
        if (courseMissing) {
            return new SeatReason("course-unknown", "Moodle has no such course yet");
        }
        return code.isEmpty()
                ? new SeatReason("queued", "")
                : new SeatReason("retry:" + code, hint);
    }

    private static boolean stops(Pause pause, ResultSet row) throws SQLException {
        String course = Rows.text(row, "course_moodle_id");
        return switch (pause.scope()) {
            case SITE -> true;
            case COURSE -> pause.subject().equals(course);
            case ROLE -> pause.subject().equals(course + "/" + row.getString("role"));
            case TAKING -> false;
            case FUNCTION ->
                    pause.subject().equals("enrol_manual_enrol_users")
                            || (pause.subject().startsWith("core_user_")
                                    && Rows.id(row, "account_id").isEmpty());
        };
    }

    /** A pause of the site explains more than one of a course. */
    static List<Pause> widestFirst(List<Pause> pauses) {
        return pauses.stream()
                .sorted(
                        java.util.Comparator.comparing(
                                (Pause pause) -> pause.scope() != Scope.SITE))
                .toList();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
