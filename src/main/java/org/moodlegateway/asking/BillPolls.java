package org.moodlegateway.asking;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Turn;
import org.moodlegateway.localshop.BillCursor;
import org.moodlegateway.localshop.BillMemory;
import org.moodlegateway.localshop.BillPoll;
import org.moodlegateway.localshop.KeptBill;
import org.moodlegateway.localshop.LedgerBills;
import org.moodlegateway.localshop.LocalShopException;
import org.moodlegateway.localshop.LocalShopSource;
import org.moodlegateway.localshop.SeenBill;
import org.moodlegateway.localshop.ShopDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the bills of Moodle's own shop that are new or have changed, from its database. */
final class BillPolls {
    private static final Logger LOG = LoggerFactory.getLogger(BillPolls.class);

    private final Ledger ledger;
    private final ShopReadings readings;
    private final Runnable kept;

    /** {@code kept} has the messages looked at that a poll brought. */
    BillPolls(Ledger ledger, ShopReadings readings, Runnable kept) {
        this.ledger = ledger;
        this.readings = readings;
        this.kept = kept;
    }

    /** Polls once; ends the turn unless it fails. */
    void poll(Turn turn, ShopDatabase database, Duration every)
            throws NoAnswerException, TurnLostException {
        BillPoll.Done done;
        try {
            done =
                    BillPoll.run(
                            new LocalShopSource(database),
                            new OneTurn(turn),
                            ledger.clock(),
                            BillPoll.Manner.DEFAULT);
        } catch (LocalShopException e) {
            throw new NoAnswerException("shop-away", e.getMessage(), null);
        } catch (LostException e) {
            throw new TurnLostException(turn.shop());
        }
        Instant changedAt = readings.of(turn).changedAt();
        if (!readings.wholly(turn, changedAt == null ? turn.began() : changedAt, every)) {
            throw new TurnLostException(turn.shop());
        }
        if (done.bills() > 0) {
            LOG.info(
                    "Shop polled shop={} pages={} bills={}",
                    turn.shop(),
                    done.pages(),
                    done.bills());
            kept.run();
        }
    }

    /** What is in the ledger, for as long as the turn is ours. */
    private final class OneTurn implements BillMemory {
        private final Turn turn;
        private final BillMemory bills;

        OneTurn(Turn turn) {
            this.turn = turn;
            this.bills = new LedgerBills(ledger, turn.shop());
        }

        @Override
        public Optional<BillCursor> cursor() {
            return bills.cursor();
        }

        @Override
        public Map<Long, SeenBill> seen(Collection<Long> ids) {
            return bills.seen(ids);
        }

        @Override
        public Map<Long, SeenBill> seenBetween(long first, long last) {
            if (!readings.prolong(turn)) {
                throw new LostException();
            }
            return bills.seenBetween(first, last);
        }

        @Override
        public void keep(List<KeptBill> some, BillCursor cursor) {
            if (!readings.prolong(turn)) {
                throw new LostException();
            }
            bills.keep(some, cursor);
        }
    }

    /** Goes through what knows no turns. */
    private static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
