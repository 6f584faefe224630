package org.moodlegateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.moodlegateway.moodle.Outcome;
import org.moodlegateway.moodle.RestMoodle.CallWatch;
import org.moodlegateway.moodle.WebFunction;

/** Counts calls to Moodle: they are the cost. */
public final class CallCounter implements CallWatch {
    private final Map<WebFunction, AtomicLong> calls = new EnumMap<>(WebFunction.class);

    private volatile MeterRegistry registry;

    public CallCounter() {
        for (WebFunction function : WebFunction.values()) {
            calls.put(function, new AtomicLong());
        }
    }

    /** From now on every call is also timed here, by function and outcome. */
    void publish(MeterRegistry timers) {
        registry = timers;
    }

    @Override
    public void called(WebFunction function, int rows, Outcome outcome, long nanos) {
        calls.get(function).incrementAndGet();
        MeterRegistry timers = registry;
        if (timers != null) {
            timers.timer(
                            "gateway.moodle.calls",
                            "function",
                            function.moodleName(),
                            "outcome",
                            outcome.word())
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** How many calls were made, by function; those that were made at all. */
    public Map<WebFunction, Long> counts() {
        Map<WebFunction, Long> counts = new EnumMap<>(WebFunction.class);
        calls.forEach(
                (function, count) -> {
                    if (count.get() > 0) {
                        counts.put(function, count.get());
                    }
                });
        return counts;
    }
}
