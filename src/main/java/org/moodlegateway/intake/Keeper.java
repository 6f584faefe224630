package org.moodlegateway.intake;

import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a message in the inbox with one commit, and has the workers look at it. */
public final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Inbox inbox;
    private final Runnable wake;

    /** {@code wake} makes the workers look for work. */
    public Keeper(Inbox inbox, Runnable wake) {
        this.inbox = inbox;
        this.wake = wake;
    }

    /** Keeps a message. When this returns, it is committed. */
    public Kept keep(Admitted message) {
        return new Kept(message.shop(), receipt(message));
    }

    Receipt receipt(Admitted message) {
        Receipt receipt;
        try {
            receipt =
                    inbox.keep(
                            new Arrival(
                                    message.shop(),
                                    message.source(),
                                    message.sender(),
                                    message.eventId(),
                                    message.kind(),
                                    message.topic(),
                                    message.body()));
        } catch (RuntimeException e) {
            throw new CannotStoreException(e);
        }
        if (receipt.kind() == Receipt.Kind.STORED) {
            wake.run();
        }
        LOG.info(
                "Message {} shop={} inbox={}",
                Answers.word(receipt.kind()),
                message.shop(),
                receipt.id());
        return receipt;
    }
}
