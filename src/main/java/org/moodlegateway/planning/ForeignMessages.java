package org.moodlegateway.planning;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.InboxMessage;
import org.moodlegateway.ledger.InboxParts;
import org.moodlegateway.order.Problem;
import org.moodlegateway.order.RoughOrder;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.shop.Translation;
import org.moodlegateway.shop.Translator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in a shop's own language: what they mean, and what becomes of those that are no order.
 */
public final class ForeignMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignMessages.class);

    private final Translator translator;
    private final OrderBook orders;
    private final Inbox inbox;
    private final InboxParts parts;
    private final Runnable asking;

    /** {@code asking} has shops asked for what is missing. */
    public ForeignMessages(
            Translator translator,
            OrderBook orders,
            Inbox inbox,
            InboxParts parts,
            Runnable asking) {
        this.translator = translator;
        this.orders = orders;
        this.inbox = inbox;
        this.parts = parts;
        this.asking = asking;
    }

    Translation translate(InboxMessage kept) {
        Map<String, Translator.Answer> answers = new LinkedHashMap<>();
        parts.of(kept.id())
                .forEach(
                        (name, part) ->
                                answers.put(
                                        name,
                                        new Translator.Answer(
                                                part.status(), part.body(), part.answeredAt())));
        Translation translation =
                translator.translate(
                        new Translator.Words(
                                kept.shop(),
                                kept.kind(),
                                kept.topic(),
                                kept.source(),
                                kept.body(),
                                answers));
        return translation instanceof Translation.Canonical order
                        && order.sellsNothing()
                        && !orders.isKnown(kept.shop(), order.order().path("id").asText())
                ? new Translation.Ignored("none of its lines is sold through the gateway")
                : translation;
    }

    /** Which order a message is about that can't be taken; empty if nothing says so. */
    String orderOf(InboxMessage kept) {
        if (!kept.kind().isEmpty() && translate(kept) instanceof Translation.Canonical order) {
            return RoughOrder.idIn(order.order());
        }
        return RoughOrder.idIn(kept.body());
    }

    /** Has the shop asked for what is missing, or settles what means nothing for anybody's seat. */
    void settle(InboxMessage kept, Translation translation) {
        if (translation instanceof Translation.Ignored ignored) {
            inbox.ignore(kept.id(), ignored.why());
            LOG.info("Message means nothing here inbox={} because={}", kept.id(), ignored.why());
        } else if (translation instanceof Translation.Fetch fetch) {
            String order = RoughOrder.idIn(kept.body());
            inbox.about(kept.id(), order);
            if (parts.want(kept.id(), fetch.paths())) {
                LOG.info(
                        "Shop is asked for more shop={} inbox={} parts={}",
                        kept.shop(),
                        kept.id(),
                        fetch.paths().keySet());
                asking.run();
            } else {
                inbox.reject(
                        kept.id(),
                        order,
                        new Problem(
                                "mapping-failed",
                                "",
                                "the mapping of kind "
                                        + kept.kind()
                                        + " asks for the same again and again"));
            }
        }
    }
}
