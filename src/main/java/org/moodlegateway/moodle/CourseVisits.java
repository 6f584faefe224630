package org.moodlegateway.moodle;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
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
        return moodle.lastVisits(courseId).done().orElse(List.of()).stream()
                .filter(visit -> !visit.mayHaveHappened())
                .map(LastVisit::userId)
                .collect(toUnmodifiableSet());
    }
}
