package org.moodlegateway.ledger;

import java.time.Instant;

/**
 * One kept message.
 *
 * @param body the raw bytes as they came
 * @param receivedAt when it was stored; decides between events of one order that are equal
 *     otherwise
 */
public record InboxMessage(long id, String shop, String source, byte[] body, Instant receivedAt) {}
