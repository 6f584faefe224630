package org.moodlegateway.shop;

/**
 * How a kind of shop sends messages. Each text but the signature may be empty: there is no such
 * thing.
 *
 * @param ping the one field of an unsigned form that such a shop sends to try an address
 * @param event header with the event's id, which repeats keep; without it the body is the event
 * @param version JSON pointer of the body's version: a body without it says only that there is
 *     something new, so every delivery of it counts
 * @param topic header that names what happened
 * @param delivery header that is logged, and never used
 * @param domain header that must name one of the shop's own domains
 */
public record WebhookRules(
        SignatureRules signature,
        String ping,
        String event,
        String version,
        String topic,
        String delivery,
        String domain) {}
