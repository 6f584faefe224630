/**
 * Follows what changes in Moodle about people and courses: a course name that leads elsewhere, an
 * e-mail that was changed or passes to somebody else, an account that was deleted and made again.
 *
 * <p>In: what Moodle shows of names, e-mails and ids, and what an administrator decides. Out: seats
 * and entitlements that count for the right person in the right course, due where Moodle has lost
 * them, and one alert for each change that people must hear of. Asks Moodle nothing itself.
 */
package org.moodlegateway.enrolment;
