package org.moodlegateway.renewal;

import java.util.List;

/**
 * What the seats of a line stand in for, as people see it.
 *
 * @param line empty where a message of the order's subscription says it
 * @param what {@code product}, {@code seat}, {@code order} or {@code subscription}, a blank, and
 *     its name
 * @param state WAITING, APPLIED or CANCELLED
 * @param reason why it waits, or why not all ended: {@code starts-later}, {@code nothing-sold},
 *     {@code seat-unknown}, {@code seat-cancelled}, {@code other-buyer}, {@code bought-later},
 *     {@code fewer}; else empty
 * @param seats references of the seats that it ended
 */
public record ReplacementView(
        String line, String what, String state, String reason, List<String> seats) {
    public ReplacementView {
        seats = List.copyOf(seats);
    }
}
