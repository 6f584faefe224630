package org.moodlegateway.intake;

import java.util.List;
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
        return new Kept(message.shop(), receipt(message.arrival()));
    }

    /** Keeps all events of a message. When this returns, they are committed. */
    public KeptBatch keepAll(AdmittedBatch batch) {
        List<Arrival> arrivals = batch.events().stream().map(Admitted::arrival).toList();
        return new KeptBatch(batch.shop(), receipts(arrivals));
    }

    Receipt receipt(Arrival arrival) {
        return receipts(List.of(arrival)).get(0);
    }

    /** Keeps all of them in one commit. */
    List<Receipt> receipts(List<Arrival> arrivals) {
        List<Receipt> receipts;
        try {
            receipts = inbox.keep(arrivals);
        } catch (RuntimeException e) {
            throw new CannotStoreException(e);
        }
        if (receipts.stream().anyMatch(receipt -> receipt.kind() == Receipt.Kind.STORED)) {
            wake.run();
        }
        for (int i = 0; i < receipts.size(); i++) {
            LOG.info(
                    "Message {} shop={} inbox={}",
                    Answers.word(receipts.get(i).kind()),
                    arrivals.get(i).shop(),
                    receipts.get(i).id());
        }
        return receipts;
    }
}
