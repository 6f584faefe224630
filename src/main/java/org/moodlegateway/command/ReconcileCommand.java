package org.moodlegateway.command;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.moodlegateway.CallCounter;
import org.moodlegateway.MoodleLine;
import org.moodlegateway.Parts;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.enrolment.CourseNames;
import org.moodlegateway.entitlement.Standing.Difference;
import org.moodlegateway.ledger.Drifted;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Reconciliation;
import org.moodlegateway.ledger.Reconciliation.Course;
import org.moodlegateway.moodle.Reconciler;
import org.moodlegateway.moodle.Reconciler.Compared;
import org.moodlegateway.moodle.Reconciler.Trouble;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Compares the ledger with Moodle. */
@Command(
        name = "reconcile",
        description = {
            "Compares what the gateway made Moodle show with what Moodle has now, and prints what"
                    + " was changed by hand, with a reason.",
            "Such an enrolment is held: nothing is sent for it until a person decides. With"
                    + " --repair it is made as it was when the gateway runs next; a role that"
                    + " somebody else gave stays in any case."
        })
final class ReconcileCommand implements Callable<Integer> {
    private static final String ACTOR = "command line";

    @ParentCommand private GatewayCommand gateway;

    @Option(names = "--repair", description = "Have it made as it was, instead of holding it.")
    private boolean repair;

    @Option(
            names = "--course",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only the course that products call so.")
    private String course;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        if (settings.text("moodle.url").isEmpty()) {
            throw new StoppedException(
                    "moodle.url is empty: set MOODLE_URL and MOODLE_TOKEN to the Moodle that is to"
                            + " be compared");
        }
        CallCounter calls = new CallCounter();
        try (Ledger ledger = gateway.ledger();
                MoodleLine line = MoodleLine.open(settings);
                DriftReport report = DriftReport.of(gateway.shell(), gateway.json())) {
            ledger.bindTo(settings.text("moodle.url"));
            RestMoodle moodle =
                    new RestMoodle(line.transport(), Parts.moodle(settings).token(), calls);
            new CourseNames(ledger, new Entitlements(settings.zone("gateway.time-zone")))
                    .moved().stream()
                            .filter(
                                    moved ->
                                            course.isEmpty() || moved.name().value().equals(course))
                            .forEach(report::add);
            compare(ledger, moodle, report);
            report.end(calls.counts().values().stream().mapToLong(Long::longValue).sum());
            return report.good() ? 0 : 1;
        }
    }

    private void compare(Ledger ledger, RestMoodle moodle, DriftReport report) {
        Reconciliation reconciliation = new Reconciliation(ledger);
        Reconciler reconciler = new Reconciler(reconciliation, moodle);
        Drifted drifted = new Drifted(ledger, ACTOR);
        String run = "run reconcile-" + UUID.randomUUID().toString().substring(0, 8);
        List<Course> courses = reconciliation.courses(course);
        if (courses.isEmpty() && !course.isEmpty()) {
            throw new StoppedException("the gateway has enrolled nobody in a course " + course);
        }
        try (Progress progress = new Progress(gateway.shell(), "Courses compared")) {
            for (int i = 0; i < courses.size(); i++) {
                long done = i;
                progress.show(() -> new long[] {done, courses.size()});
                Optional<Trouble> trouble =
                        reconciler.compare(
                                courses.get(i),
                                ledger.clock().instant(),
                                compared -> report.add(compared, act(drifted, compared, run)));
                report.course();
                trouble.ifPresent(report::add);
            }
        }
    }

    /** What becomes of it, in a word. */
    private String act(Drifted drifted, Compared compared, String run) {
        List<Difference> differences = compared.differences();
        if (differences.isEmpty()) {
            return drifted.release(compared.who()) ? "released" : "moved on";
        }
        if (!repair) {
            return drifted.hold(compared.who(), differences) ? "held" : "moved on";
        }
        if (differences.stream().noneMatch(difference -> difference.drift().repairable())) {
            return "stays";
        }
        return drifted.repair(compared.who(), differences, run) ? "due again" : "moved on";
    }
}
