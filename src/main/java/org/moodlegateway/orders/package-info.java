/**
 * Applies orders to the ledger and puts people on seats.
 *
 * <p>In: the plan of an order's newest event, and people who are assigned by hand. Out: seats,
 * renewals and due entitlements, each order or seat in one transaction. Refuses an older event, and
 * a move that takes a course from somebody who has opened it.
 */
package org.moodlegateway.orders;
