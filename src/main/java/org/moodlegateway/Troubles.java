package org.moodlegateway;

import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a piece of work failed. The work itself is in the ledger and comes up again when its
 * lease is over.
 */
public final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    /** Reports a failure once, with its cause. */
    public boolean report(
            @ExchangeException Exception failure,
            @ExchangeProperties java.util.Map<String, Object> properties) {
        LOG.error(
                "Work failed and will be taken up again route={}",
                properties.get(org.apache.camel.Exchange.FAILURE_ROUTE_ID),
                failure);
        return false;
    }
}
