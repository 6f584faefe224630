package org.moodlegateway.command;

import java.util.List;
import java.util.function.LongFunction;
import org.moodlegateway.ledger.SeatView;

/** Seats for accounting, one a row, page by page. */
final class SeatSheet {
    static final int PAGE = 500;

    private static final String[] HEADINGS = {
        "shop",
        "order",
        "line",
        "kind",
        "number",
        "reference",
        "product",
        "email",
        "first_name",
        "last_name",
        "course",
        "role",
        "start",
        "end",
        "state",
        "reason",
        "changed"
    };

    private SeatSheet() {}

    /**
     * Writes all seats.
     *
     * @param next the page of seats after an id
     * @return how many
     */
    static long write(String target, Shell shell, LongFunction<List<SeatView>> next) {
        try (CsvSheet sheet = CsvSheet.to(target, shell, HEADINGS)) {
            long after = 0;
            for (List<SeatView> page = next.apply(after);
                    !page.isEmpty();
                    page = next.apply(after)) {
                page.forEach(seat -> row(sheet, seat));
                after = page.get(page.size() - 1).id();
            }
            sheet.whole();
            return sheet.rows();
        }
    }

    private static void row(CsvSheet sheet, SeatView seat) {
        sheet.row(
                seat.shop(),
                seat.order(),
                seat.line(),
                seat.kind(),
                seat.number(),
                seat.reference(),
                seat.product(),
                seat.email(),
                seat.firstName(),
                seat.lastName(),
                seat.course(),
                seat.role(),
                seat.start(),
                seat.end(),
                seat.state(),
                seat.reason(),
                seat.changedAt());
    }
}
