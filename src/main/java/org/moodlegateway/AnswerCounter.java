package org.moodlegateway;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.moodlegateway.intake.AnswerWatch;

/** Counts what became of messages that came in. */
public final class AnswerCounter implements AnswerWatch {
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();

    @Override
    public void answered(String shop, String source, String outcome) {
        answers.computeIfAbsent(shop + " " + source + " " + outcome, key -> new AtomicLong())
                .incrementAndGet();
    }

    /** How many answers were given, by {@code shop source outcome}. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        answers.forEach((key, count) -> counts.put(key, count.get()));
        return counts;
    }
}
