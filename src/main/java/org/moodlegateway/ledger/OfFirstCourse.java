package org.moodlegateway.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collector;

/** Keeps the ids of rows {@code {course, id}} that share the first row's course. */
final class OfFirstCourse {
    static final Collector<long[], ?, List<Long>> COLLECTOR =
            Collector.of(
                    ArrayList<long[]>::new,
                    ArrayList::add,
                    (left, right) -> {
                        left.addAll(right);
                        return left;
                    },
                    rows -> {
                        LinkedHashSet<Long> ids = new LinkedHashSet<>();
                        rows.stream()
                                .filter(row -> row[0] == rows.get(0)[0])
                                .forEach(row -> ids.add(row[1]));
                        return List.copyOf(ids);
                    });

    private OfFirstCourse() {}
}
