package org.moodlegateway.ledger;

import java.time.Instant;
import java.util.Map;

/**
 * One fact to be told to one recipient by one channel.
 *
 * @param recipient an e-mail address or a shop's name; empty where the channel leads to one place
 * @param language tag such as {@code fr}
 * @param shop empty if it is about no order
 * @param messageId the same however often it is delivered: 32 hexadecimal digits
 * @param data of the fact, see {@link Outbox.Fact}
 * @param notedAt when the fact became true
 * @param attempts failed ones so far
 */
public record Notice(
        long id,
        Channel channel,
        String kind,
        String recipient,
        String language,
        String shop,
        String orderId,
        String messageId,
        Map<String, String> data,
        Instant notedAt,
        int attempts) {
    public Notice {
        data = Map.copyOf(data);
    }

    /** A way to tell. One that is down delays no other. */
    public enum Channel {
        LOG,
        MAIL,
        /** The administrator's own address for alerts. */
        WEBHOOK,
        /** The shop's address for news of its orders. */
        CALL_BACK,
        /** The shop's own orders. */
        WRITE_BACK,
        EVENT
    }

    /** Where a fact must be told. */
    public record Address(Channel channel, String recipient, String language) {}

    @Override
    public String toString() {
        return "Notice[" + id + " " + channel + " " + kind + "]";
    }
}
