package org.moodlegateway.ledger;

import java.time.Instant;

/**
 * A notice as people see it.
 *
 * @param state NEW, SENT, DROPPED: nobody needs to be told any more, or DEAD: given up after too
 *     many attempts
 * @param dueAt when it is tried again; null for at once, and when it is not
 * @param trouble why the last attempt failed, empty if none did
 * @param sentAt null while it is not sent
 */
public record NoticeView(
        long id,
        String state,
        Notice.Channel channel,
        String kind,
        String recipient,
        String shop,
        String order,
        String messageId,
        Instant notedAt,
        Instant dueAt,
        int attempts,
        String trouble,
        Instant sentAt) {}
