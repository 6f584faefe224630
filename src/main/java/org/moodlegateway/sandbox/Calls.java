package org.moodlegateway.sandbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked of the site since it started or was reset.
 *
 * @param requests all requests to the web service
 * @param mostInFlight the most that were under way at the same time
 * @param collisions writes that began while another write about one of the same people was under
 *     way
 * @param functions by name of the function as sent
 * @param faults how often each kind of fault struck
 */
public record Calls(
        long requests,
        int mostInFlight,
        long collisions,
        Map<String, Count> functions,
        Map<String, Long> faults) {

    /**
     * What was asked of one function.
     *
     * @param calls requests for this function
     * @param rows entries of its list, as many as PHP let through
     * @param refused answers with an exception
     */
    public record Count(long calls, long rows, long refused) {}

    public Calls {
        functions = new TreeMap<>(functions);
        faults = new TreeMap<>(faults);
    }

    /** Requests for this function. */
    public long of(String function) {
        return functions.getOrDefault(function, new Count(0, 0, 0)).calls();
    }
}
