package org.moodlegateway.moodle;

import java.time.Duration;
import java.util.Optional;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.enrolment.CourseNames;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.Courses.Unresolved;
import org.moodlegateway.moodle.MoodleSite.Course;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which course of Moodle a product's course name means, and again later for one that
 * isn't there yet, or may be another course by now. One call a name, and none by {@code ids}: one
 * unknown id spoils such a call.
 */
public final class CourseFinder {
    private static final Logger LOG = LoggerFactory.getLogger(CourseFinder.class);
    private static final int AT_ONCE = 20;
    private static final Duration UNANSWERED = Duration.ofSeconds(30);

    private final Courses courses;
    private final CourseNames names;
    private final MoodleSite moodle;
    private final MoodleSettings settings;

    public CourseFinder(
            Courses courses, CourseNames names, MoodleSite moodle, MoodleSettings settings) {
        this.courses = courses;
        this.names = names;
        this.moodle = moodle;
        this.settings = settings;
    }

    /** Asks for every course name that is due. */
    public void findCourses() {
        for (Unresolved course : courses.due(AT_ONCE)) {
            Answer<Optional<Course>> answer = moodle.course(course.name());
            if (answer.done().isEmpty()) {
                if (answer.outcome() instanceof Outcome.ItemRefused refused) {
                    refused(course);
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
            settle(course, answer.result());
        }
        names.follow();
    }

    /** What led somewhere goes on leading there. */
    private void refused(Unresolved course) {
        if (course.ledTo().isPresent()) {
            courses.certain(course.id());
        } else {
            courses.missing(course.id(), settings.courseRecheck());
        }
    }

    private void settle(Unresolved course, Optional<Course> found) {
        if (course.ledTo().isEmpty()) {
            settle(course.id(), course.name(), found);
        } else if (course.ledTo().equals(found.map(Course::id))) {
            courses.certain(course.id());
        } else if (!course.refused() || isThere(course)) {
            LOG.warn(
                    "A name leads to another course of Moodle than before name={} was={} now={}",
                    course.name(),
                    course.ledTo().get(),
                    found.map(Course::id).orElse(null));
            settle(names.leave(course.id()), course.name(), found);
        }
    }

    /**
     * Whether the course that Moodle refused is there under another name. If it is gone, its people
     * are due again where the name leads; while Moodle doesn't say, nothing happens.
     */
    private boolean isThere(Unresolved course) {
        Answer<Optional<Course>> old = moodle.course(CourseName.id(course.ledTo().orElseThrow()));
        if (old.done().isEmpty()) {
            courses.later(course.id(), UNANSWERED);
            return false;
        }
        if (old.result().isEmpty()) {
            int due = names.gone(course.id());
            LOG.warn(
                    "The course is gone from Moodle, what people had in it is due again name={} course={} count={}",
                    course.name(),
                    course.ledTo().get(),
                    due);
        }
        return old.result().isPresent();
    }

    private void settle(long id, CourseName name, Optional<Course> found) {
        if (found.isPresent()) {
            courses.found(id, found.get().id(), found.get().startsAt());
        } else if (courses.missing(id, settings.courseRecheck())) {
            LOG.error(
                    "Moodle has no course {}, its seats wait: make it in Moodle, or correct it in config/products.yaml",
                    name);
        }
    }
}
