package org.moodlegateway.localshop;

/**
 * How far the bills were read, in the order of their last action.
 *
 * @param date last action of the last bill, Unix seconds
 * @param id of the last bill
 */
public record BillCursor(long date, long id) {
    /** Before the first bill. */
    public static final BillCursor START = new BillCursor(0, 0);

    /** After all bills of a second. */
    static BillCursor afterAllOf(long second) {
        return new BillCursor(Math.max(0, second), Long.MAX_VALUE);
    }
}
