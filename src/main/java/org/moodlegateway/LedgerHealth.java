package org.moodlegateway;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.moodlegateway.ledger.Ledger;

/** Ready while the ledger answers: without it nothing can be taken. */
final class LedgerHealth extends AbstractHealthCheck {
    private final Ledger ledger;

    LedgerHealth(Ledger ledger) {
        super("gateway", "ledger");
        this.ledger = ledger;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        if (ledger.isReachable()) {
            result.up();
        } else {
            result.message("the ledger doesn't answer").down();
        }
    }
}
