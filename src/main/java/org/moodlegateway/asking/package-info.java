/**
 * Asking shops: what changed, and what their messages leave out; and writing into their orders that
 * all seats are in. Also says how each shop stands.
 *
 * <p>A worker takes a shop's turn in the ledger, so that one question at a time goes to a shop over
 * all nodes, and asks it either for all orders that changed (a poll, whose orders become messages
 * in the inbox) or for the parts that are missing of its messages. Every question goes through the
 * route {@code ask-shop}, below the address that is configured for the shop. A shop that gives no
 * answer is left alone for a while, and is asked again; nothing that it said is lost.
 */
package org.moodlegateway.asking;
