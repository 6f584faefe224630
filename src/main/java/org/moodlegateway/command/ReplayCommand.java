package org.moodlegateway.command;

import java.util.concurrent.Callable;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.orders.OrderBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Has something tried again. */
@Command(
        name = "replay",
        description = {
            "Has a rejected message, or what is parked of an order, tried again when the gateway"
                    + " runs next; an order whose seats are not what it says follows that again.",
            "What went through before is not done twice."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final String ACTOR = "command line";

    @ParentCommand private GatewayCommand gateway;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The inbox number of a rejected message, or SHOP/ORDER.")
    private String id;

    @Option(
            names = "--overwrite",
            description =
                    "With SHOP/ORDER: also set the paid dates over access that somebody gave by"
                            + " hand.")
    private boolean overwrite;

    @Option(
            names = "--same-order",
            description =
                    "With the inbox number of a message that was rejected as number-used-again: it is"
                            + " an edit of the order that bears its number, with another buyer.")
    private boolean sameOrder;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        try (Ledger ledger = gateway.ledger()) {
            return id.matches("[0-9]{1,18}") ? message(ledger) : order(ledger);
        }
    }

    private int message(Ledger ledger) {
        boolean queued = new RejectedMessages(ledger).replay(Long.parseLong(id), sameOrder, ACTOR);
        if (!queued) {
            throw new StoppedException(
                    "no rejected message has the inbox number " + id + "; rejected lists them");
        }
        return done(1, "Message " + id + " is read again when the gateway runs next.");
    }

    private int order(Ledger ledger) {
        if (sameOrder) {
            throw new StoppedException(
                    "--same-order goes with the inbox number of a rejected message, not with an"
                            + " order; rejected lists them");
        }
        int slash = id.indexOf('/');
        if (slash < 1 || slash == id.length() - 1) {
            throw new StoppedException("an ID is an inbox number or SHOP/ORDER, not " + id);
        }
        String shop = id.substring(0, slash);
        String order = id.substring(slash + 1);
        Entitlements entitlements = new Entitlements(gateway.settings().zone("gateway.time-zone"));
        int due = new Results(ledger, entitlements).retry(shop, order, overwrite, ACTOR);
        boolean differs = new OrderBook(ledger, entitlements).planAgain(shop, order, ACTOR);
        if (differs) {
            return done(
                    due,
                    "Order "
                            + id
                            + " follows its newest event once more when the gateway runs next.");
        }
        if (due == 0) {
            throw new StoppedException(
                    "order "
                            + id
                            + " has nothing parked, and its seats are what it says"
                            + (overwrite ? " or held" : "")
                            + "; seats --order says what its seats wait for");
        }
        return done(
                due,
                Words.count(due, "enrolment")
                        + " of order "
                        + id
                        + " sent again when the gateway runs next.");
    }

    private int done(int due, String sentence) {
        if (gateway.json()) {
            Json.print(gateway.shell(), Json.object().put("id", id).put("due", due));
        } else {
            gateway.shell().out().println(sentence);
        }
        return 0;
    }
}
