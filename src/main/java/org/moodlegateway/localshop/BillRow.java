package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One bill as the shop has it.
 *
 * @param date its last action, or when it was made out, in Unix seconds; 0 if it has none
 * @param message the bill with its items and its customer, null if only its state was read
 */
public record BillRow(long id, String status, long date, ObjectNode message) {}
