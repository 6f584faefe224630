/**
 * From a kept message to seats in the ledger.
 *
 * <p>In: inbox messages, and orders that waited for a product. Out: orders, seats and due
 * entitlements, each order in one transaction. Refuses, with code, JSON pointer and sentence, what
 * can't be read or planned; such a message is kept.
 */
package org.moodlegateway.planning;
