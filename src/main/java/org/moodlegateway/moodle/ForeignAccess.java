package org.moodlegateway.moodle;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.moodlegateway.ledger.Claims;
import org.moodlegateway.ledger.PersonRow.Origin;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;

/**
 * Protects access that was given by hand. Before the first write for an account that existed
 * before, Moodle is asked once whether it is active in the course already; an end date must not cut
 * such access short unless a person says so.
 */
public final class ForeignAccess {
    /** Up to so many people are asked about singly; more with one list of the course. */
    private static final int SINGLY = 2;

    private final MoodleSite moodle;
    private final Claims claims;
    private final MoodleSettings settings;
    private final Leases leases;
    private final Refusals refusals;

    public ForeignAccess(
            MoodleSite moodle,
            Claims claims,
            MoodleSettings settings,
            Leases leases,
            Refusals refusals) {
        this.moodle = moodle;
        this.claims = claims;
        this.settings = settings;
        this.leases = leases;
        this.refusals = refusals;
    }

    /** Holds what would cut foreign access short; the rest goes on. */
    public Batch askAboutForeignAccess(Batch batch) {
        if (!settings.holdForeign()) {
            return batch;
        }
        TreeMap<Long, List<Work>> byCourse =
                batch.open().stream()
                        .filter(ForeignAccess::mustAsk)
                        .collect(
                                groupingBy(
                                        Work::courseId,
                                        TreeMap::new,
                                        java.util.stream.Collectors.toList()));
        Batch rest = batch;
        for (List<Work> works : byCourse.values()) {
            rest = works.size() <= SINGLY ? askSingly(rest, works) : askForCourse(rest, works);
        }
        return rest;
    }

    private static boolean mustAsk(Work work) {
        return work.person().origin() == Origin.FOUND
                && !work.asked()
                && !work.appliedBefore()
                && !work.takesAway()
                && work.period().hasEnd();
    }

    private Batch askSingly(Batch batch, List<Work> works) {
        Batch rest = batch;
        for (Work work : works) {
            rest = leases.hold(rest);
            Answer<Set<Long>> answer = moodle.activeCourses(work.person().moodleId());
            rest = judge(rest, List.of(work), answer, active -> active.contains(work.courseId()));
        }
        return rest;
    }

    private Batch askForCourse(Batch batch, List<Work> works) {
        Batch held = leases.hold(batch);
        Answer<Set<Long>> answer = moodle.activeUsers(works.get(0).courseId());
        Batch rest = held;
        if (answer.done().isEmpty()) {
            return rest.settle(refusals.notDone(works, answer.outcome()));
        }
        for (Work work : works) {
            rest =
                    judge(
                            rest,
                            List.of(work),
                            answer,
                            active -> active.contains(work.person().moodleId()));
        }
        return rest;
    }

    private Batch judge(
            Batch batch,
            List<Work> work,
            Answer<Set<Long>> answer,
            java.util.function.Predicate<Set<Long>> there) {
        if (answer.done().isEmpty()) {
            return batch.settle(refusals.notDone(work, answer.outcome()));
        }
        if (there.test(answer.result())) {
            return batch.settle(
                    work, new Result.Held("foreign-enrolment", Hints.of("foreign-enrolment")));
        }
        claims.asked(work.get(0));
        return batch;
    }
}
