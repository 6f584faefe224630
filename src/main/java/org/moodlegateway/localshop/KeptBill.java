package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A bill to be kept.
 *
 * @param message for the inbox; null if the bill is only to be remembered
 */
public record KeptBill(long id, SeenBill seen, ObjectNode message) {}
