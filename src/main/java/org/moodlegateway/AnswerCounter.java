package org.moodlegateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.moodlegateway.intake.AnswerWatch;

/** Counts what became of messages that came in. */
public final class AnswerCounter implements AnswerWatch {
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
    private volatile MeterRegistry registry;

    /** From now on every answer is also counted here, by shop, source and outcome. */
    void publish(MeterRegistry counters) {
        registry = counters;
    }

    @Override
    public void answered(String shop, String source, String outcome) {
        answers.computeIfAbsent(shop + " " + source + " " + outcome, key -> new AtomicLong())
                .incrementAndGet();
        MeterRegistry counters = registry;
        if (counters != null) {
            counters.counter(
                            "gateway.intake.answers",
                            "shop",
                            shop,
                            "source",
                            source,
                            "outcome",
                            outcome)
                    .increment();
        }
    }

    /** How many answers were given, by {@code shop source outcome}. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        answers.forEach((key, count) -> counts.put(key, count.get()));
        return counts;
    }
}
