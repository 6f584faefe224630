package org.moodlegateway.moodle;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.CrashPoint;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.People;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.moodle.MoodleSite.Enrolment;
import org.moodlegateway.moodle.Outcome.Blame;
import org.moodlegateway.seat.Period;

/**
 * Makes Moodle show what a batch wishes, in as few calls as fit. A refused call is taken apart, by
 * course, then by role, then by halves, until only what is refused stands still.
 */
public final class Enroller {
    private final MoodleSite moodle;
    private final MoodleSettings settings;
    private final Pauses pauses;
    private final People people;
    private final Courses courses;
    private final Leases leases;
    private final Refusals refusals;

    public Enroller(
            MoodleSite moodle,
            MoodleSettings settings,
            Pauses pauses,
            People people,
            Courses courses,
            Leases leases,
            Refusals refusals) {
        this.moodle = moodle;
        this.settings = settings;
        this.pauses = pauses;
        this.people = people;
        this.courses = courses;
        this.leases = leases;
        this.refusals = refusals;
    }

    /** Sends everything that is still open. */
    public Batch enrol(Batch batch) {
        Batch rest = withoutUnknownRoles(batch);
        for (List<Work> part : parts(rest.open())) {
            rest = send(rest, part);
        }
        return rest;
    }

    private Batch withoutUnknownRoles(Batch batch) {
        List<Work> unknown =
                batch.open().stream()
                        .filter(work -> !settings.roleIds().keySet().containsAll(work.roles()))
                        .toList();
        return unknown.isEmpty() ? batch : batch.settle(unknown, refusals.park("role-unknown"));
    }

    /** Parts of no more rows than one call takes; a person's roles stay together. */
    private List<List<Work>> parts(List<Work> open) {
        List<List<Work>> parts = new ArrayList<>();
        int rows = settings.batch();
        for (Work work : open) {
            if (rows + work.roles().size() > settings.batch()) {
                parts.add(new ArrayList<>());
                rows = 0;
            }
            parts.get(parts.size() - 1).add(work);
            rows += work.roles().size();
        }
        return parts;
    }

    private Batch send(Batch batch, List<Work> part) {
        Batch held = leases.hold(batch);
        CrashPoint.at("before-enrol");
        Outcome outcome = moodle.enrol(rows(part)).outcome();
        CrashPoint.at("enrolled");
        if (outcome instanceof Outcome.Done) {
            return held.settle(part, new Result.Applied());
        }
        return outcome instanceof Outcome.ItemRefused refused
                ? takeApart(held, part, refused)
                : held.settle(refusals.notDone(part, outcome));
    }

    private Batch takeApart(Batch batch, List<Work> part, Outcome.ItemRefused refused) {
        Map<Object, List<Work>> suspects = suspects(part, refused.blame());
        if (suspects.size() > 1) {
            Batch rest = batch;
            for (List<Work> suspect : suspects.values()) {
                rest = send(rest, suspect);
            }
            return rest;
        }
        return switch (refused.blame()) {
            case COURSE ->
                    pause(
                            batch,
                            part,
                            Scope.COURSE,
                            String.valueOf(part.get(0).courseId()),
                            refused.errorcode());
            case ROLE -> role(batch, part, refused.errorcode());
            case DATABASE -> database(batch, part, refused.errorcode());
            case PERSON, ROW ->
                    part.size() == 1
                            ? single(batch, part.get(0), refused.errorcode())
                            : halves(batch, part);
        };
    }

    /** Groups that are refused or accepted as a whole by this kind of refusal. */
    private static Map<Object, List<Work>> suspects(List<Work> part, Blame blame) {
        Function<Work, Object> key =
                switch (blame) {
                    case COURSE -> Work::courseId;
                    case ROLE -> work -> work.courseId() + "/" + work.roles();
                    case DATABASE, PERSON, ROW -> work -> "";
                };
        return part.stream().collect(groupingBy(key, LinkedHashMap::new, toList()));
    }

    private Batch role(Batch batch, List<Work> part, String code) {
        Work first = part.get(0);
        if (first.roles().size() > 1) {
            return batch.settle(part, refusals.park(code));
        }
        return pause(batch, part, Scope.ROLE, first.courseId() + "/" + first.roles().first(), code);
    }

    private Batch pause(Batch batch, List<Work> part, Scope scope, String subject, String code) {
        Duration wait = pauses.begin(scope, subject, code, Hints.of(code), Duration.ZERO);
        return batch.settle(part, new Result.Later(code, Hints.of(code), wait, false));
    }

    /** Two writers may have met: another try or two, then look for the row. */
    private Batch database(Batch batch, List<Work> part, String code) {
        boolean fresh = part.stream().allMatch(work -> work.attempts() < Refusals.TRIES);
        if (fresh) {
            return batch.settle(part, refusals.soon(code));
        }
        return part.size() == 1 ? batch.settle(part, refusals.park(code)) : halves(batch, part);
    }

    private Batch halves(Batch batch, List<Work> part) {
        int middle = part.size() / 2;
        Batch rest = send(batch, part.subList(0, middle));
        return send(rest, part.subList(middle, part.size()));
    }

    /** One row refused: its ids may be stale. Found anew, it gets one more try. */
    private Batch single(Batch batch, Work work, String code) {
        if (work.attempts() > 0) {
            return batch.settle(List.of(work), refusals.park(code));
        }
        people.forget(work.person().id());
        if (code.equals("invalidparameter")) {
            courses.forget(work.courseId());
        }
        return batch.settle(List.of(work), refusals.anew(code));
    }

    private List<Enrolment> rows(List<Work> part) {
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

    /** What went through proves that a course or role which was refused before is usable again. */
    public Batch endPauses(Batch batch) {
        List<Pauses.Pause> all = pauses.all();
        if (!all.isEmpty()) {
            TreeMap<String, Scope> proven = new TreeMap<>();
            batch.results()
                    .forEach(
                            (work, result) -> {
                                if (result instanceof Result.Applied) {
                                    proven.put(String.valueOf(work.courseId()), Scope.COURSE);
                                    work.roles()
                                            .forEach(
                                                    role ->
                                                            proven.put(
                                                                    work.courseId() + "/" + role,
                                                                    Scope.ROLE));
                                }
                            });
            all.stream()
                    .filter(pause -> pause.scope() == proven.get(pause.subject()))
                    .forEach(pause -> pauses.end(pause.scope(), pause.subject()));
        }
        return batch;
    }
}
