package org.moodlegateway.ledger;

import java.time.Instant;
import org.moodlegateway.order.Problem;

/**
 * A kept message that can't be applied, with the reason. {@code orderId} is empty if it couldn't be
 * read.
 */
public record RejectedMessage(
        long id,
        String shop,
        String orderId,
        String state,
        String sender,
        Instant receivedAt,
        Problem problem) {}
