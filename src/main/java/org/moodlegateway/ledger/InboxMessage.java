package org.moodlegateway.ledger;

import java.time.Instant;

/**
 * One kept message.
 *
 * @param kind of shop in whose language it is; empty for the gateway's own orders
 * @param topic what the sender said has happened, empty if nothing
 * @param body the raw bytes as they came
 * @param receivedAt when it was stored; decides between events of one order that are equal
 *     otherwise
 */
public record InboxMessage(
        long id,
        String shop,
        String source,
        String kind,
        String topic,
        byte[] body,
        Instant receivedAt) {}
