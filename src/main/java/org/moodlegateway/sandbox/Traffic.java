package org.moodlegateway.sandbox;

import java.util.Optional;
import java.util.Set;

/**
 * The requests as such: dials, faults, what is under way, what was counted. Guarded as the site.
 */
final class Traffic {
    private final InFlight inFlight = new InFlight();
    private CallCounter counter = new CallCounter();
    private Dials dials;
    private FaultPlan faults;
    private long requests;

    Traffic(Dials start) {
        turn(start);
    }

    Dials dials() {
        return dials;
    }

    void turn(Dials wanted) {
        dials = wanted;
        faults = new FaultPlan(wanted);
    }

    /** Counts from zero again; requests under way stay so, and their numbers go on. */
    void reset(Dials start) {
        counter = new CallCounter();
        turn(start);
    }

    Optional<Fault> strike(String function) {
        Optional<Fault> fault = faults.strike(function);
        fault.ifPresent(struck -> counter.struck(struck.kind()));
        return fault;
    }

    /** The request's number; from now on it may collide. */
    long begin(RestRequest request, Set<Long> writtenAbout) {
        requests++;
        boolean collides = inFlight.enter(requests, writtenAbout);
        counter.began(request.function(), request.rows(), inFlight.size(), collides);
        return requests;
    }

    boolean loses(long request) {
        return dials.race() && inFlight.collides(request);
    }

    void leave(long request) {
        inFlight.leave(request);
    }

    void refused(String function) {
        counter.refused(function);
    }

    Calls calls() {
        return counter.read();
    }
}
