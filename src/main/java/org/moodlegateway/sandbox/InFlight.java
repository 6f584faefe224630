package org.moodlegateway.sandbox;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The calls under way, and the people each of them writes about. Guarded by the site's lock. */
final class InFlight {
    private final Map<Long, Set<Long>> writes = new HashMap<>();

    /** Whether it writes about people another call under way writes about. */
    boolean enter(long request, Set<Long> userids) {
        boolean collides = collides(request, userids);
        writes.put(request, userids);
        return collides;
    }

    boolean collides(long request) {
        return collides(request, writes.getOrDefault(request, Set.of()));
    }

    void leave(long request) {
        writes.remove(request);
    }

    int size() {
        return writes.size();
    }

    private boolean collides(long request, Set<Long> userids) {
        return !userids.isEmpty()
                && writes.entrySet().stream()
                        .anyMatch(
                                other ->
                                        other.getKey() != request
                                                && !Collections.disjoint(
                                                        other.getValue(), userids));
    }
}
