package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.RenewalView;
import org.moodlegateway.ledger.RenewalViews;
import org.moodlegateway.ledger.RenewalViews.Coming;
import org.moodlegateway.seat.Due;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists what falls due for seats, and renewals that wait. */
@Command(
        name = "renewals",
        description =
                "Lists what falls due for seats by their dates, and renewals that wait for their"
                        + " seat.")
final class RenewalsCommand implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofDays(30);

    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--shop",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only those of this shop.")
    private String shop;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "From then on; without it also what is overdue.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "Before then; without it, in the next 30 days.")
    private Instant to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write all that falls due as CSV for a spreadsheet; - for stdout.")
    private String csv;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        List<Coming> coming;
        List<RenewalView> waiting;
        try (Ledger ledger = gateway.ledger()) {
            RenewalViews views =
                    new RenewalViews(ledger, gateway.settings().zone("gateway.time-zone"));
            int most = Math.max(limit, 1);
            Instant last = to == null ? ledger.clock().instant().plus(USUAL) : to;
            if (csv != null) {
                return write(views, from == null ? Instant.EPOCH : from, last);
            }
            coming = views.coming(shop, from == null ? Instant.EPOCH : from, last, most);
            waiting = views.waiting(shop, most);
        }
        if (gateway.json()) {
            ObjectNode lists = Json.object();
            ArrayNode due = lists.putArray("due");
            coming.forEach(seat -> due.add(RenewalJson.of(seat)));
            ArrayNode waits = lists.putArray("waiting");
            waiting.forEach(renewal -> waits.add(RenewalJson.of(renewal)));
            Json.print(gateway.shell(), lists);
        } else {
            print(coming);
            print(waiting, coming.isEmpty());
        }
        return 0;
    }

    private int write(RenewalViews views, Instant first, Instant last) {
        long rows;
        try (CsvSheet sheet =
                CsvSheet.to(
                        csv,
                        gateway.shell(),
                        "due",
                        "what",
                        "shop",
                        "order",
                        "reference",
                        "product",
                        "email",
                        "course",
                        "end")) {
            views.eachComing(shop, first, last, seat -> row(sheet, seat));
            sheet.whole();
            rows = sheet.rows();
        }
        if (!csv.equals("-")) {
            gateway.shell().out().println(Words.count(rows, "seat") + " written to " + csv + ".");
        }
        return 0;
    }

    private static void row(CsvSheet sheet, Coming seat) {
        sheet.row(
                seat.at(),
                words(seat),
                seat.shop(),
                seat.order(),
                seat.reference(),
                seat.product(),
                seat.person(),
                seat.course(),
                seat.end());
    }

    private static String words(Coming seat) {
        return String.join(", ", seat.due().stream().map(Due::word).distinct().toList());
    }

    private void print(List<Coming> coming) {
        Table table =
                new Table(
                        "DUE (UTC)", "WHAT", "REFERENCE", "ORDER", "PERSON", "COURSE", "END (UTC)");
        for (Coming seat : coming) {
            table.row(
                    Times.text(seat.at()),
                    words(seat),
                    seat.reference().isEmpty() ? "-" : seat.reference(),
                    seat.shop() + "/" + seat.order(),
                    seat.person(),
                    seat.course(),
                    Times.text(seat.end()));
        }
        Pages.print(gateway.shell(), table, "Nothing falls due.");
    }

    private void print(List<RenewalView> waiting, boolean first) {
        if (waiting.isEmpty()) {
            return;
        }
        if (!first) {
            gateway.shell().out().println();
        }
        Table table =
                new Table("RENEWAL WAITS", "LINE", "PRODUCT", "FOR", "PURCHASED (UTC)", "WHY");
        for (RenewalView renewal : waiting) {
            table.row(
                    renewal.shop() + "/" + renewal.order(),
                    renewal.line(),
                    renewal.product(),
                    renewal.target(),
                    Times.text(renewal.purchasedAt()),
                    renewal.reason());
        }
        table.print(gateway.shell());
    }
}
