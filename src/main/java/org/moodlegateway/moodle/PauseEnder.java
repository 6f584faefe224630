package org.moodlegateway.moodle;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.Pauses.Pause;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Work;

/** Ends the pauses of what went through after all. */
public final class PauseEnder {
    private final Pauses pauses;

    public PauseEnder(Pauses pauses) {
        this.pauses = pauses;
    }

    /** What went through proves that a course or role which was refused before is usable again. */
    public Batch endPauses(Batch batch) {
        List<Pause> all = pauses.all();
        if (!all.isEmpty()) {
            Set<String> proven = new TreeSet<>();
            batch.results()
                    .forEach(
                            (work, result) -> {
                                if (result instanceof Result.Applied && !work.onlyAccount()) {
                                    prove(work, proven);
                                }
                            });
            all.stream()
                    .filter(pause -> proven.contains(name(pause.scope(), pause.subject())))
                    .forEach(pause -> pauses.end(pause.scope(), pause.subject()));
        }
        return batch;
    }

    private static void prove(Work work, Set<String> proven) {
        String course = String.valueOf(work.courseId());
        if (!work.absent() && !work.shown()) {
            proven.add(name(Scope.COURSE, course));
            work.roles().forEach(role -> proven.add(name(Scope.ROLE, course + "/" + role)));
        }
        if (!work.absent()) {
            work.rolesToTake().forEach(role -> proven.add(name(Scope.ROLE, course + "/" + role)));
        }
        if (work.absent() || !work.rolesToTake().isEmpty()) {
            proven.add(name(Scope.TAKING, course));
        }
    }

    private static String name(Scope scope, String subject) {
        return scope + " " + subject;
    }
}
