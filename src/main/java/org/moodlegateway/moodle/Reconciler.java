package org.moodlegateway.moodle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.moodlegateway.entitlement.Drift;
import org.moodlegateway.entitlement.Standing.Difference;
import org.moodlegateway.entitlement.Standing.Presence;
import org.moodlegateway.ledger.Believed;
import org.moodlegateway.ledger.Reconciliation.Course;
import org.moodlegateway.ledger.Reconciliation;
import org.moodlegateway.moodle.MoodleSite.Enrolled;

/**
 * Compares the ledger with Moodle, course by course and page by page; never with a call for each
 * person, and never with more than a page in memory. What the ledger believes is read before Moodle
 * is asked, so that what a gateway sends meanwhile looks changed to the ledger, and not to us.
 */
public final class Reconciler {
    /** 0.4 s for Moodle 4.4, with roles and groups. */
    private static final int PAGE = 250;

    private final Reconciliation ledger;
    private final MoodleSite moodle;
    private final int page;

    public Reconciler(Reconciliation ledger, MoodleSite moodle) {
        this(ledger, moodle, PAGE);
    }

    /** {@code page} is how many people are compared at once, at least 2. */
    Reconciler(Reconciliation ledger, MoodleSite moodle, int page) {
        this.ledger = ledger;
        this.moodle = moodle;
        this.page = page;
    }

    /** What a comparison of somebody came to. Empty differences: all is as it should be. */
    public record Compared(Course course, Believed who, List<Difference> differences) {
        public Compared {
            differences = List.copyOf(differences);
        }
    }

    /** A course that can't be compared; {@code code} is Moodle's, or one of ours. */
    public record Trouble(Course course, String code, String hint) {}

    /**
     * Compares one course at {@code now}. What drifted, and what was held and no longer drifts, is
     * told; the rest is only counted.
     *
     * @return why it had to stop, if it had to
     */
    public Optional<Trouble> compare(Course course, Instant now, Consumer<Compared> told) {
        Participants<Enrolled> all =
                new Participants<>(
                        part -> moodle.enrolled(course.moodleId(), part), Enrolled::userId, page);
        Participants<Long> shut =
                new Participants<>(
                        part -> moodle.shutOut(course.moodleId(), part), Long::longValue, page);
        Sight sight = new Sight(course, all);
        long after = 0;
        for (List<Believed> part = ledger.next(course, after, page);
                !part.isEmpty();
                part = ledger.next(course, after, page)) {
            long last = part.get(part.size() - 1).userId();
            List<Believed> judged =
                    part.stream().filter(who -> who.standing().canBeJudged(now)).toList();
            if (!judged.isEmpty()) {
                Map<Long, Presence> there = presences(all, shut, after, last);
                Optional<Outcome> unread = all.trouble().or(shut::trouble);
                if (unread.isPresent()) {
                    return Optional.of(sight.trouble(unread.get().code()));
                }
                List<Compared> found = compare(course, judged, there);
                Optional<Trouble> blind = sight.deceives(found);
                if (blind.isPresent()) {
                    return blind;
                }
                found.stream()
                        .filter(one -> one.who.held() || !one.differences.isEmpty())
                        .forEach(told);
            }
            after = last;
        }
        return Optional.empty();
    }

    private static Map<Long, Presence> presences(
            Participants<Enrolled> all, Participants<Long> shut, long after, long last) {
        Map<Long, Presence> there = new HashMap<>();
        List<Enrolled> everybody = all.between(after, last);
        Set<Long> without = new HashSet<>(shut.between(after, last));
        for (Enrolled one : everybody) {
            there.put(
                    one.userId(),
                    new Presence(
                            !without.contains(one.userId()),
                            new HashSet<>(one.roles()),
                            new HashSet<>(one.groupIds())));
        }
        return there;
    }

    private static List<Compared> compare(
            Course course, List<Believed> judged, Map<Long, Presence> there) {
        List<Compared> found = new ArrayList<>();
        for (Believed who : judged) {
            Optional<Presence> presence = Optional.ofNullable(there.get(who.userId()));
            found.add(new Compared(course, who, who.standing().differences(presence)));
        }
        return found;
    }

    /**
     * Whether Moodle's lists can be believed. In a course with separate groups a caller who may not
     * see all of them, and is in none, gets an empty list and no word about it; with manual
     * enrolment switched off nobody is active. Asked once a course, and only when it matters.
     */
    private final class Sight {
        private final Course course;
        private final Participants<Enrolled> people;
        private boolean seesAll;
        private boolean manual;

        Sight(Course course, Participants<Enrolled> people) {
            this.course = course;
            this.people = people;
        }

        Optional<Trouble> deceives(List<Compared> found) {
            boolean missing = first(found, Drift.REMOVED_BY_HAND).isPresent();
            if (missing && !people.sawSomebody() && !seesAll) {
                Answer<Boolean> answer = moodle.seesAllGroups(course.moodleId());
                if (answer.outcome().code().equals("nopermissions")) {
                    return Optional.of(trouble("participants-hidden"));
                }
                if (answer.done().isEmpty()) {
                    return Optional.of(trouble(answer.outcome().code()));
                }
                seesAll = true;
            }
            if (first(found, Drift.SUSPENDED_BY_HAND).isPresent() && !manual) {
                Answer<Optional<MoodleSite.Course>> answer = moodle.course(course.name());
                if (answer.done().isEmpty()) {
                    return Optional.of(trouble(answer.outcome().code()));
                }
                if (answer.result().filter(there -> !there.manual()).isPresent()) {
                    return Optional.of(trouble("wsnoinstance"));
                }
                manual = true;
            }
            return Optional.empty();
        }

        private Optional<Compared> first(List<Compared> found, Drift drift) {
            return found.stream()
                    .filter(
                            one ->
                                    one.differences.stream()
                                            .anyMatch(difference -> difference.drift() == drift))
                    .findFirst();
        }

        Trouble trouble(String code) {
            return new Trouble(course, code, Hints.of(code));
        }
    }
}
