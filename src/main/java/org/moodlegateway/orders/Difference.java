package org.moodlegateway.orders;

import java.util.List;

/**
 * Something in which an order's seats, or what it renews, are not what its newest event says.
 *
 * @param line id of the order's line, or of the line that the seats still stand on; empty for the
 *     order as a whole
 * @param code one of the constants here
 * @param seats references of the seats concerned; empty where there is none, such as for what the
 *     buyer gets beside the seats
 */
public record Difference(String line, String code, List<String> seats) {
    /** Somebody else sits there than is named, or nobody. */
    public static final String PERSON = "differs:person";

    public static final String ROLE = "differs:role";

    /** The seat is the buyer's own, and the order has another buyer now. */
    public static final String BUYER = "differs:buyer";

    public static final String SUPERVISOR = "differs:supervisor";
    public static final String SUPPORT = "differs:support";
    public static final String COURSE = "differs:course";
    public static final String GROUP = "differs:group";

    /** Start, length or end, as the line's own parameters have them. */
    public static final String PERIOD = "differs:period";

    /** The seats were sold as another product than the line names. */
    public static final String PRODUCT = "differs:product";

    /** More or fewer live seats than are paid for. */
    public static final String QUANTITY = "differs:quantity";

    /** The line can't be delivered as the order says it now; what it gave before stays. */
    public static final String LINE = "differs:line";

    /**
     * What the line renews, by which product, from when, for how long, or that it renews at all.
     */
    public static final String RENEWAL = "differs:renewal";

    /** A renewal paid for fewer seats than there are. */
    public static final String RENEWED_FEWER = "differs:renewed-fewer";

    /** What the line's seats are to replace is not there, or its line sells no seat. */
    public static final String REPLACES = "differs:replaces";

    /** What they are to replace was bought by somebody else. */
    public static final String REPLACES_BUYER = "differs:replaces-buyer";

    /** There are more seats of the replaced product than new ones. */
    public static final String REPLACES_FEWER = "differs:replaces-fewer";

    /** All of them. */
    public static final List<String> CODES =
            List.of(
                    PERSON,
                    ROLE,
                    BUYER,
                    SUPERVISOR,
                    SUPPORT,
                    COURSE,
                    GROUP,
                    PERIOD,
                    PRODUCT,
                    QUANTITY,
                    RENEWAL,
                    RENEWED_FEWER,
                    REPLACES,
                    REPLACES_BUYER,
                    REPLACES_FEWER);

    public Difference {
        seats = List.copyOf(seats);
    }
}
