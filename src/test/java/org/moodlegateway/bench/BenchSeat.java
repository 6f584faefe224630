package org.moodlegateway.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.moodlegateway.Orders;

/** One seat of the bench: 500 orders of four new people each, over ten courses. */
record BenchSeat(int order, String email, String course) {
    static final int ORDERS = 500;
    static final int SEATS_EACH = 4;
    static final int COURSES = 10;

    static List<BenchSeat> all() {
        return IntStream.range(0, ORDERS * SEATS_EACH)
                .mapToObj(
                        i ->
                                new BenchSeat(
                                        i / SEATS_EACH,
                                        "p" + i + "@example.org",
                                        "B" + i / SEATS_EACH % COURSES))
                .toList();
    }

    static byte[] order(int order) {
        String[] people =
                IntStream.range(0, SEATS_EACH)
                        .mapToObj(seat -> "p" + (order * SEATS_EACH + seat) + "@example.org")
                        .toArray(String[]::new);
        return Orders.order("B-" + order).line("B" + order % COURSES, SEATS_EACH, people).json();
    }
}
