package org.moodlegateway.entitlement;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.moodlegateway.seat.Period;

/**
 * Folds all live seats of one person in one course into the one enrolment that Moodle can keep.
 *
 * <p>Periods that overlap or touch merge, and no end wins. Behind a gap, the running period is
 * shown, else the next one, else the last one; the roles are those of the seats within the period
 * shown.
 */
public final class Folding {
    private Folding() {}

    /** The wish at {@code now}; empty when no seat is left. */
    public static Optional<Wish> fold(List<Grant> grants, Instant now) {
        if (grants.isEmpty()) {
            return Optional.empty();
        }
        List<Span> spans = merge(grants);
        int shown = shown(spans, now);
        Span span = spans.get(shown);
        Instant next = shown + 1 < spans.size() ? span.period.endExclusive() : null;
        return Optional.of(new Wish(span.roles, span.period, next));
    }

    private record Span(Period period, TreeSet<String> roles) {
        Span with(Grant grant) {
            TreeSet<String> all = new TreeSet<>(roles);
            all.add(grant.role());
            return new Span(period.span(grant.period()), all);
        }

        static Span of(Grant grant) {
            return new Span(grant.period(), new TreeSet<>(List.of(grant.role())));
        }
    }

    /** In order of time, with a gap between any two. */
    private static List<Span> merge(List<Grant> grants) {
        List<Span> spans = new ArrayList<>();
        grants.stream()
                .sorted(comparing((Grant grant) -> grant.period().startInclusive()))
                .forEach(
                        grant -> {
                            int last = spans.size() - 1;
                            if (last >= 0 && spans.get(last).period.touches(grant.period())) {
                                spans.set(last, spans.get(last).with(grant));
                            } else {
                                spans.add(Span.of(grant));
                            }
                        });
        return spans;
    }

    private static int shown(List<Span> spans, Instant now) {
        for (int i = 0; i < spans.size(); i++) {
            if (spans.get(i).period.endExclusive().isAfter(now)) {
                return i;
            }
        }
        return spans.size() - 1;
    }
}
