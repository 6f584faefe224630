package org.moodlegateway.ledger;

import java.time.Instant;

/**
 * A link with which a buyer names the participants of one order. What makes it valid, its
 * signature, is not kept.
 *
 * @param id 32 hexadecimal digits; not secret
 * @param expires the first instant at which it leads nowhere, in whole seconds
 * @param language of the buyer, as the shop says; empty if unknown
 */
public record ClaimLink(String id, String shop, String order, Instant expires, String language) {}
