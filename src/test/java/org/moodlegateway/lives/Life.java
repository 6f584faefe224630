package org.moodlegateway.lives;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happens to one or two orders, from the first event to the last.
 *
 * @param seed what it was drawn from
 */
record Life(long seed, List<Step> steps) {
    Life {
        steps = List.copyOf(steps);
    }

    /** One thing that happens. */
    sealed interface Step {
        /** An event arrives and is kept. */
        record Told(Said said) implements Step {
            @Override
            public String toString() {
                return said.toString();
            }
        }

        /** Everything that is due is done, so Moodle follows; then it is looked at. */
        record Followed() implements Step {
            @Override
            public String toString() {
                return "-- Moodle follows";
            }
        }

        /** Somebody opens a course, if Moodle lets them in. */
        record Opened(String person, String course) implements Step {}

        /** An administrator puts somebody on the nth of the order's live seats. */
        record Given(String order, int nth, String person) implements Step {}

        /** An administrator takes whoever sits there off the nth seat. */
        record Emptied(String order, int nth) implements Step {}
    }

    /** The same without one step. */
    Life without(int step) {
        List<Step> left = new ArrayList<>(steps);
        left.remove(step);
        return new Life(seed, left);
    }

    @Override
    public String toString() {
        return steps.stream()
                .map(step -> "  " + step)
                .collect(Collectors.joining("\n", "life of seed " + seed + ":\n", ""));
    }
}
