/**
 * What Moodle must show for one person in one course: all live seats folded into one wish.
 *
 * <p>In: the seats' roles and periods. Out: one set of roles and one period, with the time at which
 * it must be folded again. Refuses nothing: no seat is no wish.
 */
package org.moodlegateway.entitlement;
