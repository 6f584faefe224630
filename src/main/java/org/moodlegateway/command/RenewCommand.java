package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.Parts;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.renewal.RenewalRun;
import org.moodlegateway.renewal.RenewalStep;
import org.moodlegateway.renewal.RenewalStep.Act;
import org.moodlegateway.renewal.Renewals;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Does what is due for seats by their dates, or tells what that would be. */
@Command(
        name = "renew",
        description = {
            "Does what is due for seats by their dates: renews, asks, reminds, ends.",
            "The gateway does the same by itself; this does all of it at once."
        })
final class RenewCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;
    @Spec private CommandSpec spec;

    @Option(names = "--dry-run", description = "Only tell what it would do.")
    private boolean dryRun;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "With --dry-run: as if it were then, such as 2026-07-01T00:00:00Z.")
    private Instant at;

    @Override
    public Integer call() {
        if (at != null && !dryRun) {
            throw new ParameterException(spec.commandLine(), "--at needs --dry-run");
        }
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        ZoneId zone = settings.zone("gateway.time-zone");
        List<RenewalStep> steps;
        try (Ledger ledger = gateway.ledger()) {
            Renewals renewals = new Renewals(ledger, new Entitlements(zone));
            steps = dryRun ? rehearse(renewals, ledger) : run(renewals);
        }
        List<Act> acts = steps.stream().flatMap(step -> step.acts().stream()).toList();
        List<Call> calls = RenewalCalls.of(steps, Parts.moodle(settings).batch());
        if (gateway.json()) {
            print(acts, calls, Json.object());
        } else {
            print(acts, calls);
        }
        return 0;
    }

    private List<RenewalStep> rehearse(Renewals renewals, Ledger ledger) {
        return renewals.rehearse(RenewalRun.AT_ONCE, at == null ? ledger.clock().instant() : at);
    }

    private static List<RenewalStep> run(Renewals renewals) {
        List<RenewalStep> steps = new ArrayList<>();
        RenewalStep step = renewals.step(RenewalRun.AT_ONCE);
        while (step.worked()) {
            steps.add(step);
            step = renewals.step(RenewalRun.AT_ONCE);
        }
        return steps;
    }

    private void print(List<Act> acts, List<Call> calls, ObjectNode json) {
        ArrayNode seats = json.putArray("seats");
        acts.forEach(act -> seats.add(RenewalJson.of(act)));
        ArrayNode expected = json.putArray("calls");
        calls.forEach(
                call ->
                        expected.addObject()
                                .put("function", call.function().moodleName())
                                .put("rows", call.rows()));
        Json.print(gateway.shell(), json);
    }

    private void print(List<Act> acts, List<Call> calls) {
        Table table =
                new Table(
                        "WHAT",
                        "REFERENCE",
                        "ORDER",
                        "PERSON",
                        "COURSE",
                        "END (UTC)",
                        "NEW END (UTC)");
        for (Act act : acts) {
            boolean moved = !act.end().equals(act.due().end());
            table.row(
                    act.due().word(),
                    act.reference().isEmpty() ? "-" : act.reference(),
                    act.shop() + "/" + act.order(),
                    act.person(),
                    act.course(),
                    Times.text(act.due().end()),
                    moved ? Times.text(act.end()) : "");
        }
        Pages.print(gateway.shell(), table, "Nothing is due.");
        if (!calls.isEmpty()) {
            gateway.shell().out().println();
            Table costs = new Table("CALL", "ROWS");
            calls.forEach(call -> costs.row(call.function().moodleName(), call.rows()));
            costs.print(gateway.shell());
        }
    }
}
