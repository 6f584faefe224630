/**
 * Renewals: more time that orders buy, what subscriptions say, and what is due before and at the
 * end of a seat.
 *
 * <p>In: renewing lines, subscription events, seats whose time has come. Out: extensions of seats,
 * questions, reminders, expiries. The run does what is due, in transactions of some hundred seats;
 * whatever wakes it twice, late or never changes nothing. Refuses nothing.
 */
package org.moodlegateway.renewal;
