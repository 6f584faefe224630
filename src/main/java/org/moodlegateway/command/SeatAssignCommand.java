package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.seating.AssignedRow;
import org.moodlegateway.seating.AssignmentFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Puts people on seats. */
@Command(
        name = "assign",
        description = {
            "Puts somebody on a seat, or somebody else; the same person again changes nothing.",
            "Somebody else may take a seat until the person on it opens the course for the first"
                    + " time.",
            "With --file: everybody whom a table names, CSV or Excel (.xlsx), with a report for each row."
        })
final class SeatAssignCommand implements Callable<Integer> {
    @ParentCommand private SeatsCommand seats;

    @Spec private CommandSpec spec;

    @Mixin private DeskChoice desk;

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "REF",
            description = "The seat's reference; seats lists them.")
    private String reference;

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Who sits there.")
    private String email;

    @Option(names = "--first", paramLabel = "NAME", defaultValue = "", description = "First name.")
    private String first;

    @Option(names = "--last", paramLabel = "NAME", defaultValue = "", description = "Last name.")
    private String last;

    @Option(
            names = "--course",
            paramLabel = "NAME",
            defaultValue = "",
            description = "One of the seat's courses, where there is a choice.")
    private String course;

    @Option(
            names = "--role",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Another role than the seat's own.")
    private String role;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "Columns reference,email,first,last,course,role; the first two are needed.")
    private Path file;

    @Option(
            names = "--force",
            description =
                    "Also take a seat from somebody who opened the course; stands in the audit.")
    private boolean force;

    @Override
    public Integer call() {
        GatewayCommand gateway = seats.gateway();
        gateway.logOnlyErrors();
        boolean one = !reference.isEmpty() && !email.isEmpty();
        boolean anyOfOne = !(reference + email + first + last + course + role).isEmpty();
        if (file == null ? !one : anyOfOne) {
            throw new ParameterException(
                    spec.commandLine(), "assign needs REF and --email, or --file and neither");
        }
        return file == null ? assignOne(gateway) : assignAll(gateway);
    }

    private int assignOne(GatewayCommand gateway) {
        try (SeatDesk open = desk.open(gateway)) {
            Participant person = new Participant(email, first, last, role);
            Assignment assignment = open.assign(reference, person, course, force);
            return SeatsCommand.tell(gateway, assignment, email + " sits on seat " + reference);
        }
    }

    private int assignAll(GatewayCommand gateway) {
        List<CsvRow> rows =
                AssignmentFile.rows(
                        file.toString(),
                        TableFile.bytes(file),
                        FileLimits.read(gateway.settings()));
        List<AssignedRow> report = new ArrayList<>();
        try (SeatDesk open = desk.open(gateway);
                Progress progress = new Progress(gateway.shell(), "Assigning")) {
            for (int from = 0; from < rows.size(); from += open.rowsAtOnce()) {
                int to = Math.min(from + open.rowsAtOnce(), rows.size());
                report.addAll(open.assignAll(rows.subList(from, to), force));
                progress.show(() -> new long[] {report.size(), rows.size()});
            }
        }
        print(gateway, report);
        return report.stream().anyMatch(AssignedRow::isRefused) ? 1 : 0;
    }

    private static void print(GatewayCommand gateway, List<AssignedRow> report) {
        if (gateway.json()) {
            ArrayNode list = Json.array();
            report.forEach(row -> list.add(json(row)));
            Json.print(gateway.shell(), list);
            return;
        }
        Table table = new Table("ROW", "REFERENCE", "RESULT", "CODE", "WHY");
        report.forEach(
                row ->
                        table.row(
                                row.row(),
                                row.reference(),
                                row.result(),
                                row.code(),
                                row.message()));
        Pages.print(gateway.shell(), table, "The file has no rows.");
    }

    private static ObjectNode json(AssignedRow row) {
        return Json.object()
                .put("row", row.row())
                .put("reference", row.reference())
                .put("result", row.result())
                .put("code", row.code())
                .put("message", row.message());
    }
}
