package org.moodlegateway.moodle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.moodlegateway.moodle.MoodleSite.Page;

/**
 * Reads a list of a course's people from its beginning to its end, page by page in the order of
 * their ids. Each page begins with the last one of the page before: if that one isn't there,
 * somebody left meanwhile, everybody moved up, and it goes back, so that nobody is overlooked.
 */
final class Participants<T> {
    private final Function<Page, Answer<List<T>>> source;
    private final ToLongFunction<T> id;
    private final int most;
    private long passed;
    private boolean somebody;
    private Optional<Outcome> trouble = Optional.empty();

    Participants(Function<Page, Answer<List<T>>> source, ToLongFunction<T> id, int most) {
        this.source = source;
        this.id = id;
        this.most = most;
    }

    /** Why the last part could not be read; empty when it could. */
    Optional<Outcome> trouble() {
        return trouble;
    }

    /** Whether there was anybody in what was read so far, wanted or not. */
    boolean sawSomebody() {
        return somebody;
    }

    /** Those whose id is above {@code after}, up to and with {@code last}. */
    List<T> between(long after, long last) {
        List<T> found = new ArrayList<>();
        boolean more = true;
        while (more) {
            long from = Math.max(0, passed - 1);
            Answer<List<T>> answer = source.apply(new Page(from, most));
            if (answer.done().isEmpty()) {
                trouble = Optional.of(answer.outcome());
                return found;
            }
            List<T> page = answer.result();
            somebody |= !page.isEmpty();
            long reached = found.isEmpty() ? after : idOf(found.get(found.size() - 1));
            if (from > 0 && (page.isEmpty() || idOf(page.get(0)) > reached)) {
                passed = Math.max(0, from - most);
            } else {
                page.stream()
                        .filter(one -> idOf(one) > reached && idOf(one) <= last)
                        .forEach(found::add);
                passed = from + page.stream().filter(one -> idOf(one) <= last).count();
                more = page.size() == most && idOf(page.get(most - 1)) <= last;
            }
        }
        return found;
    }

    private long idOf(T one) {
        return id.applyAsLong(one);
    }
}
