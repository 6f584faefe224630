package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.moodlegateway.LedgerSettingsReader;
import org.moodlegateway.MoodleLine;
import org.moodlegateway.Parts;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.enrolment.CourseNames;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerException;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.moodle.LongForm;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.moodle.Transport;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Proves that a Moodle takes what the gateway will send. */
@Command(
        name = "doctor",
        description = {
            "Proves that the Moodle at moodle.url takes what orders will need, and says for all"
                    + " that it doesn't what an administrator has to click.",
            "It leaves nothing behind: trial rows go with one that must fail, so that Moodle takes"
                    + " all of them back."
        })
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        if (settings.text("moodle.url").isEmpty()) {
            throw new StoppedException(
                    "moodle.url is empty: set MOODLE_URL and MOODLE_TOKEN to the Moodle that is to"
                            + " be examined");
        }
        List<Finding> findings = new ArrayList<>();
        examine(settings, findings);
        long bad = findings.stream().filter(one -> one.mark() == Finding.Mark.BAD).count();
        if (gateway.json()) {
            print(settings, findings);
        } else {
            gateway.shell()
                    .out()
                    .println(
                            bad == 0
                                    ? "This Moodle is ready."
                                    : Words.count(bad, "thing") + " to be put right.");
        }
        return bad == 0 ? 0 : 1;
    }

    private void examine(Settings settings, List<Finding> findings) {
        MoodleSettings moodle = Parts.moodle(settings);
        Collection<CourseNeed> needs =
                CourseNeed.of(
                        gateway.catalogue(settings),
                        Parts.handlers(settings),
                        moodle.roleIds().keySet());
        try (MoodleLine line = MoodleLine.open(settings)) {
            Transport transport = line.transport();
            new Doctor(
                            new RestMoodle(
                                    transport,
                                    moodle.token(),
                                    (function, rows, outcome, nanos) -> {}),
                            new LongForm(transport, moodle.token()),
                            moodle,
                            finding -> tell(finding, findings))
                    .examine(needs, led(settings));
        }
    }

    /**
     * Where names of courses led before they moved, and lead else; nothing before the first run, or
     * while a gateway has the ledger for itself.
     */
    private static Map<CourseName, Long> led(Settings settings) {
        LedgerSettings there = LedgerSettingsReader.read(settings).ifThere();
        try (Ledger ledger = Ledger.open(there)) {
            CourseNames names =
                    new CourseNames(ledger, new Entitlements(settings.zone("gateway.time-zone")));
            Map<CourseName, Long> led = new HashMap<>();
            names.led().forEach(one -> led.put(one.name(), one.moodleId()));
            names.moved().forEach(moved -> led.put(moved.name(), moved.was()));
            return led;
        } catch (LedgerException e) {
            return Map.of();
        }
    }

    private void tell(Finding finding, List<Finding> findings) {
        findings.add(finding);
        if (!gateway.json()) {
            finding.print(gateway.shell());
        }
    }

    private void print(Settings settings, List<Finding> findings) {
        ObjectNode json = Json.object().put("moodle", settings.text("moodle.url"));
        ArrayNode list = json.putArray("findings");
        findings.forEach(finding -> list.add(finding.json()));
        Json.print(gateway.shell(), json);
    }
}
