package org.moodlegateway.moodle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.People;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.Outcome.Blame;

/**
 * Sends the work of a batch in as few calls as fit. A refused call is taken apart, by course, then
 * by role, then by halves, until only what is refused stands still.
 */
public final class BatchWriter {
    /** Refusals of a course that isn't there, or that the caller may not see. */
    private static final Set<String> MISSING_COURSE =
            Set.of(
                    "invalidparameter",
                    "invalidrecord",
                    "errorcoursecontextnotvalid",
                    "requireloginerror");

    private final MoodleSettings settings;
    private final Pauses pauses;
    private final People people;
    private final Courses courses;
    private final Leases leases;
    private final Refusals refusals;

    public BatchWriter(
            MoodleSettings settings,
            Pauses pauses,
            People people,
            Courses courses,
            Leases leases,
            Refusals refusals) {
        this.settings = settings;
        this.pauses = pauses;
        this.people = people;
        this.courses = courses;
        this.leases = leases;
        this.refusals = refusals;
    }

    /** Sends some of what is open in the batch. */
    Batch write(Batch batch, List<Work> some, Writing writing) {
        Batch rest = batch;
        for (List<Work> part : parts(some, writing)) {
            rest = send(rest, part, writing);
        }
        return rest;
    }

    /** Parts of no more rows than one call takes; a person's rows stay together. */
    private List<List<Work>> parts(List<Work> some, Writing writing) {
        List<List<Work>> parts = new ArrayList<>();
        int rows = settings.batch();
        for (Work work : some) {
            if (rows + writing.rows(work) > settings.batch()) {
                parts.add(new ArrayList<>());
                rows = 0;
            }
            parts.get(parts.size() - 1).add(work);
            rows += writing.rows(work);
        }
        return parts;
    }

    private Batch send(Batch batch, List<Work> part, Writing writing) {
        Batch held = leases.hold(batch);
        Outcome outcome = writing.send(part);
        if (outcome instanceof Outcome.Done) {
            return writing.done(held, part);
        }
        return outcome instanceof Outcome.ItemRefused refused
                ? takeApart(held, part, refused, writing)
                : held.settle(refusals.notDone(part, outcome));
    }

    private Batch takeApart(
            Batch batch, List<Work> part, Outcome.ItemRefused refused, Writing writing) {
        Map<Object, List<Work>> suspects = suspects(part, refused.blame(), writing);
        if (suspects.size() > 1) {
            Batch rest = batch;
            for (List<Work> suspect : suspects.values()) {
                rest = send(rest, suspect, writing);
            }
            return rest;
        }
        boolean lastSuspect = refused.blame() == Blame.COURSE || part.size() == 1;
        if (lastSuspect && writing.holdsAlready(refused.errorcode())) {
            return writing.done(batch, part);
        }
        String code = writing.code(refused.errorcode());
        return switch (refused.blame()) {
            case COURSE ->
                    pause(
                            batch,
                            part,
                            writing.courseScope(),
                            String.valueOf(part.get(0).courseId()),
                            code);
            case ROLE -> role(batch, part, code, writing);
            case DATABASE -> database(batch, part, code, writing);
            case PERSON, ROW ->
                    part.size() == 1
                            ? single(batch, part.get(0), code)
                            : halves(batch, part, writing);
        };
    }

    /** Groups that are refused or accepted as a whole by this kind of refusal. */
    private static Map<Object, List<Work>> suspects(List<Work> part, Blame blame, Writing writing) {
        Function<Work, Object> key =
                switch (blame) {
                    case COURSE -> Work::courseId;
                    case ROLE -> work -> work.courseId() + "/" + writing.roles(work);
                    case DATABASE, PERSON, ROW -> work -> "";
                };
        return part.stream().collect(groupingBy(key, LinkedHashMap::new, toList()));
    }

    private Batch role(Batch batch, List<Work> part, String code, Writing writing) {
        SortedSet<String> roles = writing.roles(part.get(0));
        if (roles.size() > 1) {
            return batch.settle(part, refusals.park(code));
        }
        return pause(batch, part, Scope.ROLE, part.get(0).courseId() + "/" + roles.first(), code);
    }

    private Batch pause(Batch batch, List<Work> part, Scope scope, String subject, String code) {
        if (MISSING_COURSE.contains(code)) {
            courses.doubt(part.get(0).courseId());
        }
        Duration wait = pauses.begin(scope, subject, code, Hints.of(code), Duration.ZERO);
        return batch.settle(part, new Result.Later(code, Hints.of(code), wait, false));
    }

    /** Two writers may have met: another try or two, then look for the row. */
    private Batch database(Batch batch, List<Work> part, String code, Writing writing) {
        boolean fresh = part.stream().allMatch(work -> work.attempts() < Refusals.TRIES);
        if (fresh) {
            return batch.settle(part, refusals.soon(code));
        }
        return part.size() == 1
                ? batch.settle(part, refusals.park(code))
                : halves(batch, part, writing);
    }

    private Batch halves(Batch batch, List<Work> part, Writing writing) {
        int middle = part.size() / 2;
        Batch rest = send(batch, part.subList(0, middle), writing);
        return send(rest, part.subList(middle, part.size()), writing);
    }

    /** One row refused: its ids may be stale. Found anew, it gets one more try. */
    private Batch single(Batch batch, Work work, String code) {
        if (work.attempts() > 0) {
            return batch.settle(List.of(work), refusals.park(code));
        }
        people.doubt(work.person().id());
        if (MISSING_COURSE.contains(code)) {
            courses.doubt(work.courseId());
        }
        return batch.settle(List.of(work), refusals.anew(code));
    }
}
