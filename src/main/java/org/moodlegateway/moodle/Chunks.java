package org.moodlegateway.moodle;

import java.util.ArrayList;
import java.util.List;

/** Parts of a list, none larger than asked. */
final class Chunks {
    private Chunks() {}

    static <T> List<List<T>> of(List<T> all, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            parts.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return parts;
    }
}
