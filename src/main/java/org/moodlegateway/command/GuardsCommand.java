package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.Parts;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Guards;
import org.moodlegateway.ledger.Guards.Guard;
import org.moodlegateway.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists what would take access from too many people, and lets it go. */
@Command(
        name = "guards",
        description = {
            "Lists what would take access from too many people, so that it waits, the newest first.",
            "With --confirm, lets one of them go."
        })
final class GuardsCommand implements Callable<Integer> {
    private static final int MOST = 50;

    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--confirm",
            paramLabel = "ID",
            description = "Has what this guard holds sent when the gateway runs next.")
    private Long confirmed;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        try (Ledger ledger = gateway.ledger()) {
            Guards guards = Parts.guards(gateway.settings(), ledger);
            if (confirmed != null && !guards.confirm(confirmed, "command line")) {
                throw new StoppedException("no guard " + confirmed + " is open; guards lists them");
            }
            List<Guard> all = guards.all(MOST);
            if (gateway.json()) {
                ArrayNode list = Json.array();
                all.forEach(guard -> list.add(json(guard)));
                Json.print(gateway.shell(), list);
            } else {
                print(all);
            }
        }
        return 0;
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode json(Guard guard) {
        return Json.object()
                .put("id", guard.id())
                .put("since", guard.since().toString())
                .put("people", guard.people())
                .put("detail", guard.detail())
                .put("state", guard.state())
                .put("confirmedBy", guard.confirmedBy().isEmpty() ? null : guard.confirmedBy());
    }

    private void print(List<Guard> all) {
        Table table =
                new Table("GUARD", "SINCE (UTC)", "WOULD LOSE ACCESS", "STATE", "CONFIRMED BY");
        for (Guard guard : all) {
            table.row(
                    guard.id(),
                    Times.text(guard.since()),
                    guard.detail(),
                    guard.state(),
                    guard.confirmedBy().isEmpty() ? "-" : guard.confirmedBy());
        }
        Pages.print(gateway.shell(), table, "Nothing waits for a confirmation.");
    }
}
