package org.moodlegateway.notice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.moodlegateway.ledger.Correspondence.Holder;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.orders.Difference;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.seat.SeatState;

/** An invented order, with which templates are tried out and shown. */
final class Samples {
    static final String MOODLE = "https://moodle.example.org";
    private static final Instant PAID = Instant.parse("2026-01-15T09:30:00Z");
    private static final Instant END = Instant.parse("2026-07-14T09:30:00Z");

    private Samples() {}

    /** A line of three seats: one in Moodle, one parked, one without a name. */
    static Map<String, Object> model(Dates dates) {
        List<SeatView> seats =
                List.of(
                        seat(1, "Zoé", "Łukasik", SeatState.ACTIVE, "", ""),
                        seat(
                                2,
                                "Ana",
                                "Silva",
                                SeatState.WAITING,
                                "parked:two-accounts",
                                "Two Moodle accounts have this e-mail."),
                        seat(3, "", "", SeatState.UNASSIGNED, "nobody-named", ""));
        return new LetterModel(dates, MOODLE)
                .fact(
                        Map.ofEntries(
                                Map.entry("alert", "course-refused"),
                                Map.entry("subject", "2"),
                                Map.entry("code", "two-accounts"),
                                Map.entry("hint", "Two Moodle accounts have this e-mail."),
                                Map.entry("since", PAID.toString()),
                                Map.entry("seats", "MDA4-ZGRH-OGRK-OT3T"),
                                Map.entry("count", "1"),
                                Map.entry("renewals", "1"),
                                Map.entry("offset", "P7D"),
                                Map.entry("people", "30"),
                                Map.entry("guard", "1"),
                                Map.entry("actor", "admin"),
                                Map.entry("detail", "order web/A-1001")))
                .order(order())
                .line(
                        LineState.of(seats, List.of(difference())).get(0),
                        "Science",
                        Map.of(7L, "zoe@example.org"))
                .seat(seats.get(0), "Science")
                .holder(new Holder("zoe@example.org", "Zoé Łukasik", "zoe@example.org", "fr"))
                .values();
    }

    /** The order names somebody else than sits on the second seat. */
    private static DifferenceView difference() {
        return new DifferenceView(
                "1",
                Difference.PERSON,
                "The order names other people than sit here.",
                List.of("ODYW-NTM0-ZTG5-NZWT"),
                List.of("anna@example.org"),
                List.of("ana@example.org"),
                PAID);
    }

    private static Order order() {
        return new Order(
                "web",
                "A-1001",
                "TX0001",
                OrderStatus.PAID,
                PAID,
                null,
                PAID,
                false,
                "EUR",
                "180.00",
                "",
                new Buyer("office@example.org", "Zoé", "Łukasik", "FR", "fr"),
                List.of());
    }

    private static SeatView seat(
            int number, String first, String last, SeatState state, String reason, String hint) {
        return new SeatView(
                number,
                "web",
                "A-1001",
                "1",
                "PAID",
                number,
                List.of("MDA4-ZGRH-OGRK-OT3T", "ODYW-NTM0-ZTG5-NZWT", "MDHL-ZTC0-MJQ2-MZNS")
                        .get(number - 1),
                "SCI-180",
                first.isEmpty() ? "" : number == 1 ? "zoe@example.org" : "ana@example.org",
                first,
                last,
                number == 1 ? 7L : null,
                "SCI",
                List.of(),
                2L,
                "student",
                "",
                PAID,
                END,
                state,
                reason,
                hint,
                PAID);
    }
}
