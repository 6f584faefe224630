package org.moodlegateway;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Pauses;

/** Tells whether Moodle takes calls. Never unready: orders are taken all the same, and wait. */
final class MoodleHealth extends AbstractHealthCheck {
    private static final String NOT_KNOWN = "not known while the ledger is away";

    private final Ledger ledger;
    private final Pauses pauses;

    MoodleHealth(Ledger ledger) {
        super("gateway", "moodle");
        this.ledger = ledger;
        this.pauses = new Pauses(ledger);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.message(state()).up();
    }

    private String state() {
        if (!ledger.isReachable()) {
            return NOT_KNOWN;
        }
        try {
            return pauses.site()
                    .map(pause -> "paused since " + pause.since() + ", " + plain(pause.code()))
                    .orElse("takes calls");
        } catch (RuntimeException e) {
            // it went away meanwhile
            return NOT_KNOWN;
        }
    }

    /** Camel writes messages into JSON as they are. */
    private static String plain(String code) {
        return code.replaceAll("[^A-Za-z0-9_/:-]", "-");
    }
}
