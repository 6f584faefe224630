package org.moodlegateway.moodle;

import java.time.Duration;
import java.util.Optional;
import org.moodlegateway.ledger.Claim;
import org.moodlegateway.ledger.Claims;

/**
 * Lets no call leave that could outlast its claim: another worker might hold the same people by
 * then.
 */
public final class Leases {
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Claims claims;
    private final Duration callTimeout;

    public Leases(Claims claims, Duration callTimeout) {
        this.claims = claims;
        this.callTimeout = callTimeout;
    }

    /**
     * The batch with time enough for one more call.
     *
     * @throws LeaseLostException if the claim was taken away meanwhile
     */
    Batch hold(Batch batch) {
        if (Claims.left(batch.claim()).compareTo(callTimeout.plus(MARGIN)) > 0) {
            return batch;
        }
        Optional<Claim> prolonged = claims.prolong(batch.claim());
        return batch.with(prolonged.orElseThrow(LeaseLostException::new));
    }

    /** Somebody else holds a part of the claim: nothing more may be sent for it. */
    public static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLostException() {
            super("the lease of a batch ran out; it will be sent again once it has settled");
        }
    }
}
