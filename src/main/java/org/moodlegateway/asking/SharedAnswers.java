package org.moodlegateway.asking;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.ledger.InboxParts.Part;

/**
 * Answers that many messages of a shop share, such as what a number of a currency stands for: kept
 * for some minutes, so that the shop isn't asked the same again for each order.
 */
final class SharedAnswers {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 1000;
    private static final int LONGEST = 50_000;

    private final Clock clock;
    private final Map<Question, Part> answers =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Part> eldest) {
                    return size() > MOST;
                }
            };

    SharedAnswers(Clock clock) {
        this.clock = clock;
    }

    private record Question(String shop, URI address) {}

    synchronized Optional<Part> find(String shop, URI address) {
        Question question = new Question(shop, address);
        Optional<Part> found = Optional.ofNullable(answers.get(question));
        Optional<Part> fresh =
                found.filter(part -> part.answeredAt().plus(KEPT).isAfter(clock.instant()));
        if (fresh.isEmpty()) {
            answers.remove(question);
        }
        return fresh;
    }

    /** Long ones are not kept. */
    synchronized void keep(String shop, URI address, Part answer) {
        if (answer.body().length <= LONGEST) {
            answers.put(new Question(shop, address), answer);
        }
    }
}
