/**
 * How calls go out over HTTP: to Moodle, to those who are told, and to the APIs of shops.
 *
 * <p>Each of them has a line of its own with its own deadline, which routes name. In go calls, and
 * out come whole answers within the deadline, or an exception that says whether the time was up or
 * the answer too long.
 */
package org.moodlegateway.line;
