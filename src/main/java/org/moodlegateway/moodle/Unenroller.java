package org.moodlegateway.moodle;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.MoodleSite.Participant;

/** Takes whole enrolments: nobody of them may be in the course any more. */
public final class Unenroller implements Writing {
    /** The account is gone, or the course, or its manual enrolments: and all that was in it. */
    private static final Set<String> NOTHING_THERE =
            Set.of("userdeleted", "invaliduser", "invalidrecord", "wsnoinstance");

    private final MoodleSite moodle;
    private final BatchWriter writer;

    public Unenroller(MoodleSite moodle, BatchWriter writer) {
        this.moodle = moodle;
        this.writer = writer;
    }

    /** Unenrols everybody of the batch who must be absent. */
    public Batch unenrol(Batch batch) {
        return writer.write(batch, batch.open().stream().filter(Work::absent).toList(), this);
    }

    @Override
    public Outcome send(List<Work> part) {
        CrashPoint.at("before-unenrol");
        Outcome outcome =
                moodle.unenrol(
                                part.stream()
                                        .map(
                                                work ->
                                                        new Participant(
                                                                work.courseId(),
                                                                work.person().moodleId()))
                                        .toList())
                        .outcome();
        CrashPoint.at("unenrolled");
        return outcome;
    }

    @Override
    public Batch done(Batch batch, List<Work> part) {
        return batch.settle(part, new Result.Applied());
    }

    @Override
    public int rows(Work work) {
        return 1;
    }

    @Override
    public SortedSet<String> roles(Work work) {
        return Collections.emptySortedSet();
    }

    @Override
    public Scope courseScope() {
        return Scope.TAKING;
    }

    @Override
    public boolean holdsAlready(String errorcode) {
        return NOTHING_THERE.contains(errorcode);
    }

    @Override
    public String code(String errorcode) {
        return errorcode;
    }
}
