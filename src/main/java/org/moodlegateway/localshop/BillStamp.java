package org.moodlegateway.localshop;

/**
 * When a bill was changed. local_shop writes the date of the last action when a bill is placed or
 * edited, but not when it is paid, refused or paid back: then the status is another while the date
 * stays. Such a change dates from when it is noticed, so that it counts as newer than what was
 * before, and so that a payment that took ten days doesn't cost the buyer ten days.
 */
final class BillStamp {
    private BillStamp() {}

    /**
     * The date of what was read now.
     *
     * @param before what was remembered, null if nothing
     * @param now Unix seconds
     */
    static long of(BillRow bill, SeenBill before, long now) {
        if (before == null || bill.date() > before.stamp()) {
            return bill.date();
        }
        return before.status().equals(bill.status())
                ? before.stamp()
                : Math.max(now, before.stamp() + 1);
    }

    /** What is kept of the bill; its message says when it was noticed if its own date says less. */
    static KeptBill kept(BillRow bill, SeenBill before, long now) {
        long stamp = of(bill, before, now);
        if (bill.message() != null && stamp > bill.date()) {
            bill.message().put("noticed", stamp);
        }
        return new KeptBill(bill.id(), new SeenBill(bill.status(), stamp), bill.message());
    }
}
