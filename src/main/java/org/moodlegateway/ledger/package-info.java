/**
 * The durable store: inbox, seats, people, entitlements, attempts, outbox, audit.
 *
 * <p>In: messages, plans, and what became of calls. Out: work that is due, claimed by one worker at
 * a time, and what is known. Refuses to open what could lose data: an H2 URL with a write delay, a
 * file in use, another Moodle's ledger.
 */
package org.moodlegateway.ledger;
