package org.moodlegateway.moodle;

import static java.util.Comparator.comparingLong;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.moodlegateway.ledger.Claims;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.MoodleSite.Enrolment;
import org.moodlegateway.seat.Period;

/** Makes Moodle show the enrolments that a batch wishes. */
public final class Enroller implements Writing {
    private final MoodleSite moodle;
    private final MoodleSettings settings;
    private final Claims claims;
    private final BatchWriter writer;
    private final Refusals refusals;

    public Enroller(
            MoodleSite moodle,
            MoodleSettings settings,
            Claims claims,
            BatchWriter writer,
            Refusals refusals) {
        this.moodle = moodle;
        this.settings = settings;
        this.claims = claims;
        this.writer = writer;
        this.refusals = refusals;
    }

    /**
     * Sends everything that is still open and wishes an enrolment, active or suspended. What has
     * roles to take stays open.
     */
    public Batch enrol(Batch batch) {
        List<Work> unknown = batch.open().stream().filter(this::hasUnknownRole).toList();
        Batch rest = batch.settle(unknown, refusals.park("role-unknown"));
        return writer.write(rest, rest.open().stream().filter(Enroller::wishes).toList(), this);
    }

    private static boolean wishes(Work work) {
        return !work.absent() && !work.shown();
    }

    private boolean hasUnknownRole(Work work) {
        return wishes(work) && !settings.roleIds().keySet().containsAll(work.roles());
    }

    @Override
    public Outcome send(List<Work> part) {
        CrashPoint.at("before-enrol");
        Outcome outcome = moodle.enrol(enrolments(part)).outcome();
        CrashPoint.at("enrolled");
        return outcome;
    }

    @Override
    public Batch done(Batch batch, List<Work> part) {
        List<Work> left = part.stream().filter(work -> !work.rolesToTake().isEmpty()).toList();
        if (!left.isEmpty()) {
            claims.shown(left);
        }
        return batch.settle(
                part.stream().filter(work -> work.rolesToTake().isEmpty()).toList(),
                new Result.Applied());
    }

    @Override
    public int rows(Work work) {
        return work.roles().size();
    }

    @Override
    public SortedSet<String> roles(Work work) {
        return work.roles();
    }

    @Override
    public Scope courseScope() {
        return Scope.COURSE;
    }

    @Override
    public boolean holdsAlready(String errorcode) {
        return false;
    }

    @Override
    public String code(String errorcode) {
        return errorcode;
    }

    private List<Enrolment> enrolments(List<Work> part) {
        List<Enrolment> rows = new ArrayList<>();
        for (Work work : part) {
            for (String role : work.roles()) {
                rows.add(
                        new Enrolment(
                                work.courseId(),
                                work.person().moodleId(),
                                settings.roleIds().get(role),
                                work.period().startInclusive().getEpochSecond(),
                                timeEnd(work.period()),
                                work.suspended()));
            }
        }
        rows.sort(comparingLong(Enrolment::courseId).thenComparingLong(Enrolment::userId));
        return rows;
    }

    private static long timeEnd(Period period) {
        Instant end = period.endExclusive();
        return period.hasEnd() ? end.getEpochSecond() : 0;
    }
}
