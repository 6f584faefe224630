package org.moodlegateway.sandbox;

import java.util.HashMap;
import java.util.Map;

/** Counts calls. Guarded by the site's lock. */
final class CallCounter {
    private final Map<String, Calls.Count> functions = new HashMap<>();
    private final Map<String, Long> faults = new HashMap<>();
    private long requests;
    private int mostInFlight;
    private long collisions;

    void began(String function, int rows, int inFlight, boolean collides) {
        requests++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        if (collides) {
            collisions++;
        }
        add(function, new Calls.Count(1, rows, 0));
    }

    void refused(String function) {
        add(function, new Calls.Count(0, 0, 1));
    }

    void struck(Fault.Kind kind) {
        faults.merge(kind.toString(), 1L, Long::sum);
    }

    Calls read() {
        return new Calls(requests, mostInFlight, collisions, functions, faults);
    }

    private void add(String function, Calls.Count more) {
        functions.merge(
                function,
                more,
                (a, b) ->
                        new Calls.Count(
                                a.calls() + b.calls(),
                                a.rows() + b.rows(),
                                a.refused() + b.refused()));
    }
}
