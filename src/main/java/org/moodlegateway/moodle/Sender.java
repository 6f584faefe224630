package org.moodlegateway.moodle;

import java.util.Map;
import org.moodlegateway.ledger.Claims;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.ledger.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first and last step of the sending route: claims what is due, and writes down what became of
 * it.
 */
public final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Ledger ledger;
    private final Claims claims;
    private final Results book;
    private final SiteGate gate;
    private final MoodleSite moodle;
    private final MoodleSettings settings;

    public Sender(
            Ledger ledger,
            Claims claims,
            Results book,
            SiteGate gate,
            MoodleSite moodle,
            MoodleSettings settings) {
        this.ledger = ledger;
        this.claims = claims;
        this.book = book;
        this.gate = gate;
        this.moodle = moodle;
        this.settings = settings;
    }

    /** Whether Moodle takes calls now; a paused site is probed when its time has come. */
    public boolean siteIsOpen() {
        return gate.open(moodle);
    }

    /** The next batch; empty when nothing is due. */
    public Batch claim() {
        return Batch.of(claims.claim(settings.batch()), ledger.clock().instant());
    }

    /** Writes down the results of a whole batch. */
    public Batch record(Batch batch) {
        Map<Work, Result> results = batch.results();
        book.record(batch.claim().id(), results, batch.startedAt());
        long applied =
                results.values().stream()
                        .filter(result -> result instanceof Result.Applied)
                        .count();
        if (applied > 0) {
            LOG.info("Entitlements applied count={} claim={}", applied, batch.claim().id());
        }
        results.forEach(Sender::tell);
        return batch;
    }

    private static void tell(Work work, Result result) {
        long id = work.entitlementId();
        if (result instanceof Result.Parked parked) {
            LOG.error(
                    "Entitlement parked: {} entitlement={} code={}",
                    parked.hint(),
                    id,
                    parked.code());
        } else if (result instanceof Result.Held held) {
            LOG.error("Entitlement held: {} entitlement={} code={}", held.hint(), id, held.code());
        } else if (result instanceof Result.Unknown unknown) {
            LOG.warn(
                    "No telling whether it took effect, sent again once it has settled entitlement={} code={}",
                    id,
                    unknown.code());
        } else if (result instanceof Result.Later later) {
            LOG.warn(
                    "Not done, sent again in {} entitlement={} code={}",
                    later.delay(),
                    id,
                    later.code());
        }
    }
}
