package org.moodlegateway.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.moodlegateway.MoodleLine;
import org.moodlegateway.Parts;
import org.moodlegateway.command.AdoptFile.Row;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.ledger.Adoption;
import org.moodlegateway.ledger.Adoption.Taken;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.moodle.Answer;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.MoodleSite.Account;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.order.Emails;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Loads enrolments that Moodle had before the gateway. */
@Command(
        name = "adopt",
        description = {
            "Loads enrolments that Moodle had before the gateway, from a table with the columns"
                    + " email, course, role, start, end, and perhaps first and last: CSV in UTF-8, or"
                    + " Excel (.xlsx).",
            "Nothing that is loaded is ever cut short by an order. The same file again changes"
                    + " nothing. Nothing is sent for what the ledger didn't know."
        })
final class AdoptCommand implements Callable<Integer> {
    private static final String ACTOR = "command line";
    private static final int AT_ONCE = 50;

    @ParentCommand private GatewayCommand gateway;

    @Parameters(index = "0", paramLabel = "FILE", description = "The table, CSV or Excel (.xlsx).")
    private Path file;

    @Option(names = "--dry-run", description = "Say what would happen; keep nothing.")
    private boolean dryRun;

    @Option(
            names = "--check-people",
            description = "Ask Moodle who of them it knows, and refuse the others.")
    private boolean checkPeople;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> accounts = new LinkedHashMap<>();
    private int refused;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        MoodleSettings moodle = Parts.moodle(settings);
        if (checkPeople && moodle.url().isEmpty()) {
            throw new StoppedException("moodle.url is empty: set it to ask Moodle about people");
        }
        List<Row> rows =
                new AdoptFile(
                                settings.zone("gateway.time-zone"),
                                moodle.roleIds().keySet(),
                                FileLimits.read(settings))
                        .read(file);
        try (Ledger ledger = gateway.ledger();
                Progress progress = new Progress(gateway.shell(), "Rows taken")) {
            Adoption adoption =
                    new Adoption(ledger, new Entitlements(settings.zone("gateway.time-zone")));
            if (checkPeople) {
                try (MoodleLine line = MoodleLine.open(settings)) {
                    RestMoodle site =
                            new RestMoodle(
                                    line.transport(),
                                    moodle.token(),
                                    (function, many, outcome, nanos) -> {});
                    take(rows, adoption, progress, part -> known(part, site));
                }
            } else {
                take(rows, adoption, progress, part -> part);
            }
            if (!dryRun) {
                adoption.note(file.getFileName().toString(), summary(), ACTOR);
            }
        }
        return refused == 0 ? 0 : 1;
    }

    private void take(
            List<Row> rows, Adoption adoption, Progress progress, UnaryOperator<List<Row>> check) {
        try (JsonList list = gateway.json() ? Json.list(gateway.shell()) : null) {
            for (int from = 0; from < rows.size(); from += AT_ONCE) {
                long done = from;
                progress.show(() -> new long[] {done, rows.size()});
                List<Row> part = rows.subList(from, Math.min(from + AT_ONCE, rows.size()));
                tell(taken(check.apply(part), adoption), list);
            }
        }
        if (!gateway.json()) {
            progress.close();
            gateway.shell().out().println(summary() + (dryRun ? " Nothing was kept." : ""));
        }
    }

    private Map<Row, String> taken(List<Row> part, Adoption adoption) {
        List<Row> good = part.stream().filter(Row::isGood).toList();
        var enrolments = good.stream().map(Row::enrolment).toList();
        List<Taken> results = dryRun ? adoption.rehearse(enrolments) : adoption.take(enrolments);
        if (!dryRun && !accounts.isEmpty()) {
            adoption.accounts(accounts);
            accounts.clear();
        }
        Map<Row, String> taken = new LinkedHashMap<>();
        part.forEach(row -> taken.put(row, "refused"));
        for (int i = 0; i < good.size(); i++) {
            taken.put(good.get(i), Words.lower(results.get(i)));
        }
        return taken;
    }

    /** The rows, with those refused whom Moodle doesn't know; one call for all. */
    private List<Row> known(List<Row> part, RestMoodle site) {
        List<String> emails =
                part.stream()
                        .filter(Row::isGood)
                        .map(row -> Emails.key(row.email()))
                        .distinct()
                        .toList();
        if (emails.isEmpty()) {
            return part;
        }
        Answer<List<Account>> answer = site.accountsByEmail(emails);
        if (answer.done().isEmpty()) {
            throw new StoppedException(
                    "Moodle doesn't say who is known: "
                            + answer.outcome().code()
                            + ". What was loaded so far stays; the same file may be loaded again");
        }
        answer.result().forEach(one -> accounts.put(Emails.key(one.email()), one.id()));
        List<Row> checked = new ArrayList<>();
        for (Row row : part) {
            boolean unknown = row.isGood() && !accounts.containsKey(Emails.key(row.email()));
            checked.add(unknown ? row.refused("Moodle knows nobody with this e-mail") : row);
        }
        return checked;
    }

    private void tell(Map<Row, String> taken, JsonList list) {
        Table table = new Table("ROW", "PERSON", "COURSE", "WHY");
        taken.forEach(
                (row, result) -> {
                    counts.merge(result, 1L, Long::sum);
                    refused += row.isGood() ? 0 : 1;
                    if (list != null) {
                        list.add(
                                Json.object()
                                        .put("row", row.number())
                                        .put("person", row.email())
                                        .put("course", row.course())
                                        .put("result", result)
                                        .put("why", row.problem()));
                    } else if (!row.isGood()) {
                        table.row(row.number(), row.email(), row.course(), row.problem());
                    }
                });
        if (!table.isEmpty()) {
            table.print(gateway.shell());
        }
    }

    private String summary() {
        return counts.isEmpty()
                ? "The file has no rows."
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ", "", "."));
    }
}
