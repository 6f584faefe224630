package org.moodlegateway.moodle;

import java.time.Duration;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.Courses.Unresolved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which course of Moodle a product's course name means, once, and again later for one
 * that isn't there yet.
 */
public final class CourseFinder {
    private static final Logger LOG = LoggerFactory.getLogger(CourseFinder.class);
    private static final int AT_ONCE = 20;
    private static final Duration UNANSWERED = Duration.ofSeconds(30);

    private final Courses courses;
    private final MoodleSite moodle;
    private final MoodleSettings settings;

    public CourseFinder(Courses courses, MoodleSite moodle, MoodleSettings settings) {
        this.courses = courses;
        this.moodle = moodle;
        this.settings = settings;
    }

    /** Asks for every course name that is due. */
    public void findCourses() {
        for (Unresolved course : courses.due(AT_ONCE)) {
            Answer<java.util.Optional<MoodleSite.Course>> answer = moodle.course(course.name());
            if (answer.done().isEmpty()) {
                if (answer.outcome() instanceof Outcome.ItemRefused refused) {
                    courses.missing(course.id(), settings.courseRecheck());
                    LOG.error(
                            "Moodle refuses to look for course {} code={}",
                            course.name(),
                            refused.errorcode());
                    continue;
                }
                if (!(answer.outcome() instanceof Outcome.Unknown)) {
                    return;
                }
                courses.later(course.id(), UNANSWERED);
                continue;
            }
            answer.result().ifPresentOrElse(found -> found(course, found), () -> missing(course));
        }
    }

    private void found(Unresolved course, MoodleSite.Course found) {
        if (courses.found(course.id(), found.id(), found.startsAt(), found.endsAt())) {
            LOG.warn(
                    "Course {} has no end in Moodle, so seats that end with it (endofcourse) have none",
                    course.name());
        }
    }

    private void missing(Unresolved course) {
        if (courses.missing(course.id(), settings.courseRecheck())) {
            LOG.error(
                    "Moodle has no course {}, its seats wait: make it in Moodle, or correct it in config/products.yaml",
                    course.name());
        }
    }
}
