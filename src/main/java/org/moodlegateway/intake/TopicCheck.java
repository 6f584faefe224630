package org.moodlegateway.intake;

import java.util.Arrays;
import java.util.List;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.order.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a record which shop speaks in it, and whether it is an order or a subscription of that
 * shop. A topic vouches for the shops that name it in {@code shops.yaml}, and for no other. Nothing
 * is sent back to anybody: what can't be taken is kept with the reason.
 */
final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final String SOURCE = "kafka";
    private static final String SHOP = "shop";
    private static final int LONGEST_BODY = 1 << 20;

    private final Shops shops;
    private final OrderCheck check;

    TopicCheck(Shops shops, OrderCheck check) {
        this.shops = shops;
        this.check = check;
    }

    /** Whether any shop may speak there. */
    boolean isNamed(String topic) {
        return shops.names().stream().anyMatch(name -> speaks(name, topic));
    }

    /** What is to be kept of it. */
    Arrival arrival(TopicRecord record) {
        String shop = Inbox.NO_SHOP;
        try {
            Admitted unread = message(record, "");
            shop = shop(record, unread);
            return check.check(message(record, shop)).arrival();
        } catch (RefusedException e) {
            return refused(record, shop, e.problems().get(0));
        } catch (RuntimeException e) {
            LOG.error("A record can't be read because of a mistake in the gateway: {}", record, e);
            return refused(
                    record,
                    shop,
                    new Problem("unexpected", "", "the gateway failed on it; its log says more"));
        }
    }

    private static Admitted message(TopicRecord record, String shop) {
        EventHeaders event = record.event();
        if (event.isBatch()) {
            throw new RefusedException(422, "event-invalid", "a record holds one event, no list");
        }
        return new Admitted(
                Arrival.canonical(shop, SOURCE, record.sender(), eventId(record), record.body()),
                event);
    }

    /** Of its header {@code id}; without one, equal bytes are the same event. */
    private static String eventId(TopicRecord record) {
        List<String> ids = record.header("id");
        if (ids.size() != 1 || ids.get(0).isEmpty()) {
            return "";
        }
        String id = ids.get(0);
        return id.matches("[\\x21-\\x7e]{1,200}") ? id : "sha256 " + Inbox.contentId(id);
    }

    private String shop(TopicRecord record, Admitted unread) {
        List<String> speaking =
                shops.names().stream().filter(name -> speaks(name, record.topic())).toList();
        List<String> said = record.header(SHOP);
        if (said.size() > 1) {
            throw new RefusedException(422, "shop-unknown", "the header shop stands twice");
        }
        String name = said.isEmpty() ? "" : said.get(0);
        if (name.isEmpty() && speaking.size() == 1) {
            // who it is, is sure; whether the order says the same is checked with the order
            return speaking.get(0);
        }
        if (name.isEmpty()) {
            name = check.shopOf(unread);
        }
        if (!speaking.contains(name)) {
            throw new RefusedException(
                    422,
                    name.isEmpty() ? "shop-missing" : "shop-unknown",
                    name.isEmpty()
                            ? "nothing says which shop it is"
                            : "the shop that it names may not speak in this topic");
        }
        return name;
    }

    private boolean speaks(String shop, String topic) {
        return shops.find(shop).flatMap(Shop::kafkaTopic).filter(topic::equals).isPresent();
    }

    /** As much of the body as any ledger can hold. */
    private static Arrival refused(TopicRecord record, String shop, Problem problem) {
        byte[] body = record.body();
        boolean fits = body.length <= LONGEST_BODY;
        String size = fits ? "" : "; kept are the first " + LONGEST_BODY + " of " + body.length;
        return Arrival.refused(
                shop,
                SOURCE,
                record.sender(),
                fits ? body : Arrays.copyOf(body, LONGEST_BODY),
                new Problem(
                        problem.code(),
                        problem.pointer().replaceAll("\\p{Cntrl}", "?"),
                        problem.message() + size));
    }
}
