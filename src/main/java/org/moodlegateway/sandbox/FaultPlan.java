package org.moodlegateway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Decides which fault strikes a call; counts from the moment the dials were set. */
final class FaultPlan {
    private final List<Armed> armed = new ArrayList<>();
    private final Random random;

    FaultPlan(Dials dials) {
        dials.faults().forEach(fault -> armed.add(new Armed(fault)));
        random = new Random(dials.seed());
    }

    /** The first fault for this function that is due; those behind it do not count the call. */
    Optional<Fault> strike(String function) {
        Optional<Fault> struck = Optional.empty();
        for (Armed candidate : armed) {
            if (candidate.concerns(function) && struck.isEmpty() && candidate.isDue(random)) {
                struck = Optional.of(candidate.fault);
            }
        }
        return struck;
    }

    private static final class Armed {
        private final Fault fault;
        private long seen;

        Armed(Fault fault) {
            this.fault = fault;
        }

        boolean concerns(String function) {
            return fault.function() == null || fault.function().equals(function);
        }

        boolean isDue(Random random) {
            seen++;
            if (fault.next() != null) {
                return seen <= fault.next();
            }
            if (fault.every() != null) {
                return seen % fault.every() == 0;
            }
            return fault.probability() == null || random.nextDouble() < fault.probability();
        }
    }
}
