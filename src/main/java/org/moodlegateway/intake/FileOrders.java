package org.moodlegateway.intake;

import java.util.List;
import java.util.Optional;
import org.moodlegateway.intake.InboxFolder.Content;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Receipt;
import org.moodlegateway.order.Problem;

/** Takes the orders of a file one by one, one inbox row each: a bad one stops no other. */
public final class FileOrders {
    private static final int LONGEST_SENDER = 200;
    private static final String SOURCE = "file";

    private final Shops shops;
    private final OrderCheck check;
    private final Keeper keeper;
    private final Inbox inbox;
    private final AnswerWatch watch;
    private final OrderFile file;

    public FileOrders(
            Shops shops,
            OrderCheck check,
            Keeper keeper,
            Inbox inbox,
            AnswerWatch watch,
            OrderFile file) {
        this.shops = shops;
        this.check = check;
        this.keeper = keeper;
        this.inbox = inbox;
        this.watch = watch;
        this.file = file;
    }

    /**
     * What is in a file, of which any may turn out to be no order.
     *
     * @throws org.moodlegateway.order.OrderRejectedException if it can't be read as a whole
     */
    List<FileOrder> find(String name, Content content) {
        return file.orders(name, content.bytes(), content.changedAt());
    }

    /** The ids of those that are the gateway's own orders and can be read. */
    List<String> ids(String shop, String name, List<FileOrder> found) {
        boolean canonical = OrderFile.isTable(name) || shops.kind(shop).isEmpty();
        return canonical
                ? found.stream().flatMap(order -> id(shop, order).stream()).toList()
                : List.of();
    }

    private Optional<String> id(String shop, FileOrder order) {
        if (!order.problems().isEmpty() || !order.order().isEmpty()) {
            return Optional.of(order.order()).filter(id -> !id.isEmpty());
        }
        try {
            return Optional.of(check.orderId(shop, order.body()));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** {@code name} is the file's, to be kept as the sender. */
    void take(String shop, String name, List<FileOrder> found, FileReport report) {
        String sender = "file " + name;
        String shortSender =
                sender.length() <= LONGEST_SENDER ? sender : sender.substring(0, LONGEST_SENDER);
        // a table is always the gateway's own; JSON is what the shop itself would send
        String kind = OrderFile.isTable(name) ? "" : shops.kind(shop);
        found.forEach(order -> take(shop, shortSender, kind, order, report));
    }

    private void take(String shop, String sender, String kind, FileOrder order, FileReport report) {
        boolean canonical = kind.isEmpty();
        List<Problem> problems = order.problems();
        if (problems.isEmpty()) {
            try {
                String id = canonical ? check.orderId(shop, order.body()) : "";
                Receipt receipt = keep(shop, sender, order, kind);
                report.kept(order, id, receipt);
                watch.answered(shop, SOURCE, Answers.word(receipt.kind()));
                return;
            } catch (RefusedException e) {
                problems = e.problems();
            }
        }
        report.rejected(order, problems);
        watch.answered(shop, SOURCE, problems.get(0).code());
    }

    /** An event that came before is the same, even if the file's time has made its body another. */
    private Receipt keep(String shop, String sender, FileOrder order, String kind) {
        Optional<Receipt> before =
                order.eventId().isEmpty() ? Optional.empty() : find(shop, order.eventId());
        return before.orElseGet(
                () ->
                        keeper.receipt(
                                new Arrival(
                                        shop,
                                        SOURCE,
                                        sender,
                                        order.eventId(),
                                        kind,
                                        "",
                                        order.body())));
    }

    private Optional<Receipt> find(String shop, String eventId) {
        try {
            return inbox.find(shop, eventId);
        } catch (RuntimeException e) {
            throw new CannotStoreException(e);
        }
    }
}
