/**
 * Renewals: what is to be done for a seat before and at its end, and when.
 *
 * <p>In: a seat's terms, its end, what was done for it so far, its subscription. Out: what is due
 * now (more time, a question, a reminder, its expiry) and when to look again. The run does what is
 * due, in transactions of some hundred seats; whatever wakes it twice, late or never changes
 * nothing. Refuses nothing.
 */
package org.moodlegateway.renewal;
