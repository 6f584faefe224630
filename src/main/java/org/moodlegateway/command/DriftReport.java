package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.moodlegateway.enrolment.CourseNames.Moved;
import org.moodlegateway.entitlement.Standing.Difference;
import org.moodlegateway.moodle.Reconciler.Compared;
import org.moodlegateway.moodle.Reconciler.Trouble;

/** What was changed by hand, printed while it is found: a page of it is all that is remembered. */
final class DriftReport implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 250;
    private static final String STAYS =
            "New seats go where the name leads now, seats that are there stay in their course.";

    private final Shell shell;
    private final JsonList list;
    private final TreeMap<String, Long> endings = new TreeMap<>();
    private Table table = table();
    private int rows;
    private long courses;
    private long drifted;
    private long troubles;

    private DriftReport(Shell shell, JsonList list) {
        this.shell = shell;
        this.list = list;
    }

    static DriftReport of(Shell shell, boolean json) {
        return new DriftReport(shell, json ? Json.list(shell) : null);
    }

    private static Table table() {
        return new Table("COURSE", "PERSON", "CHANGED", "WHAT", "NOW");
    }

    void course() {
        courses++;
    }

    /** {@code ending} is what becomes of it, in a word. */
    void add(Compared compared, String ending) {
        endings.merge(ending, 1L, Long::sum);
        if (compared.differences().isEmpty()) {
            row(compared, "as-it-should-be", "", ending);
        } else {
            drifted++;
        }
        for (Difference difference : compared.differences()) {
            row(compared, difference.drift().code(), difference.detail(), ending);
        }
    }

    private void row(Compared compared, String code, String detail, String ending) {
        String course = compared.course().name().toString();
        String email = compared.who().email();
        if (list != null) {
            list.add(json(course, code, ending).put("person", email).put("detail", detail));
        } else {
            table.row(course, email, code, detail.isEmpty() ? "-" : detail, ending);
            if (++rows % ROWS_AT_ONCE == 0) {
                flush();
            }
        }
    }

    /** A course that could not be compared to its end. */
    void add(Trouble trouble) {
        troubles++;
        String course = trouble.course().name().toString();
        if (list != null) {
            list.add(json(course, trouble.code(), "not compared").put("hint", trouble.hint()));
        } else {
            flush();
            shell.out()
                    .println(
                            shell.bad("Course " + course + " can't be compared: ")
                                    + trouble.code()
                                    + ". "
                                    + trouble.hint());
        }
    }

    /** A name that leads to another course than before: both are compared. */
    void add(Moved moved) {
        if (list != null) {
            list.add(
                    json(moved.name().toString(), "course-moved", moved.sentence())
                            .put("hint", STAYS));
        } else {
            shell.out().println(shell.careful(moved.sentence() + ". ") + STAYS);
        }
    }

    private static ObjectNode json(String course, String code, String ending) {
        return Json.object().put("course", course).put("code", code).put("now", ending);
    }

    private void flush() {
        if (!table.isEmpty()) {
            table.print(shell);
            table = table();
        }
    }

    boolean good() {
        return drifted == 0 && troubles == 0;
    }

    /** {@code calls} is how many calls to Moodle it took. */
    void end(long calls) {
        flush();
        if (list == null) {
            String cost = Words.count(courses, "course") + ", " + Words.count(calls, "call");
            shell.out()
                    .println(
                            good()
                                    ? "Moodle shows what it should (" + cost + ")."
                                    : Words.count(drifted, "enrolment")
                                            + " changed by hand: "
                                            + counted()
                                            + " ("
                                            + cost
                                            + ").");
        }
    }

    private String counted() {
        return endings.entrySet().stream()
                .map(ending -> ending.getValue() + " " + ending.getKey())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        if (list != null) {
            list.close();
        }
    }
}
