package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.SeatFilter;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.seat.SeatState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists seats, and gives them away. */
@Command(
        name = "seats",
        description = "Lists seats, and what buyers get beside them, with why one isn't in Moodle.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {SeatAssignCommand.class, SeatUnassignCommand.class, SeatLinkCommand.class})
final class SeatsCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--shop",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only those of this shop.")
    private String shop;

    @Option(
            names = "--order",
            paramLabel = "ID",
            defaultValue = "",
            description = "Only those of this order.")
    private String order;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    private SeatState state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write all of them as CSV for a spreadsheet; - for stdout.")
    private String csv;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        List<SeatView> seats;
        try (Ledger ledger = gateway.ledger()) {
            Views views = new Views(ledger, gateway.settings().zone("gateway.time-zone"));
            if (csv != null) {
                return write(views);
            }
            seats = views.seats(filter(Math.max(limit, 1), 0));
        }
        if (gateway.json()) {
            ArrayNode list = Json.array();
            seats.forEach(seat -> list.add(Lists.json(seat)));
            Json.print(gateway.shell(), list);
        } else {
            print(seats);
        }
        return 0;
    }

    private SeatFilter filter(int most, long after) {
        return new SeatFilter(shop, order, state == null ? "" : state.name(), most, after);
    }

    private int write(Views views) {
        long rows =
                SeatSheet.write(
                        csv, gateway.shell(), after -> views.seats(filter(SeatSheet.PAGE, after)));
        if (!csv.equals("-")) {
            gateway.shell().out().println(Words.count(rows, "seat") + " written to " + csv + ".");
        }
        return 0;
    }

    GatewayCommand gateway() {
        return gateway;
    }

    /** Says what became of one seat; the exit code. */
    static int tell(GatewayCommand gateway, Assignment assignment, String done) {
        if (assignment instanceof Assignment.Refused refused) {
            throw new StoppedException(refused.problem().message());
        }
        if (gateway.json()) {
            Json.print(
                    gateway.shell(),
                    Json.object()
                            .put("reference", assignment.reference())
                            .put("result", assignment.word()));
        } else {
            boolean before = assignment instanceof Assignment.Unchanged;
            gateway.shell().out().println(done + (before ? ", as before." : "."));
        }
        return 0;
    }

    private void print(List<SeatView> seats) {
        Table table =
                new Table(
                        "REFERENCE",
                        "ORDER",
                        "PERSON",
                        "COURSE",
                        "ROLE",
                        "START (UTC)",
                        "END (UTC)",
                        "STATE",
                        "WHY");
        for (SeatView seat : seats) {
            table.row(
                    seat.reference().isEmpty() ? seat.kind() : seat.reference(),
                    seat.shop() + "/" + seat.order(),
                    person(seat),
                    seat.course().isEmpty() ? "-" : seat.course(),
                    seat.role(),
                    seat.start() == null ? "-" : Times.text(seat.start()),
                    seat.start() == null ? "-" : end(seat),
                    seat.state(),
                    seat.reason());
        }
        Pages.print(gateway.shell(), table, "There are no such seats.");
    }

    /** The e-mail, or the name that the order gave without one. */
    private static String person(SeatView seat) {
        String name = (seat.firstName() + " " + seat.lastName()).strip();
        return !seat.email().isEmpty() ? seat.email() : name.isEmpty() ? "-" : name;
    }

    private static String end(SeatView seat) {
        return seat.end() == null ? "no end" : Times.text(seat.end());
    }
}
