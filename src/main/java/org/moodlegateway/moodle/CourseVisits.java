package org.moodlegateway.moodle;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.ledger.FirstAccess;
import org.moodlegateway.moodle.MoodleSite.LastVisit;

/** Asks Moodle who never opened a course: one call, however many people are in it. */
public final class CourseVisits implements FirstAccess {
    private final MoodleSite moodle;

    public CourseVisits(MoodleSite moodle) {
        this.moodle = moodle;
    }

    @Override
    public Set<Long> awaited(long courseId) {
        return asked(courseId).orElse(Set.of());
    }

    /** What Moodle refuses for good, such as a function that isn't in its service, hides it. */
    @Override
    public Optional<Set<Long>> asked(long courseId) {
        Answer<List<LastVisit>> answer = moodle.lastVisits(courseId);
        return answer.done()
                .map(CourseVisits::neverThere)
                .or(() -> isHidden(answer.outcome()) ? Optional.of(Set.of()) : Optional.empty());
    }

    private static Set<Long> neverThere(List<LastVisit> visits) {
        return visits.stream()
                .filter(visit -> !visit.mayHaveHappened())
                .map(LastVisit::userId)
                .collect(toUnmodifiableSet());
    }

    private static boolean isHidden(Outcome outcome) {
        return outcome instanceof Outcome.ItemRefused
                || (outcome instanceof Outcome.SiteRefused refused && refused.functionOnly());
    }
}
