/**
 * The process: {@link org.moodlegateway.Gateway} is its {@code main}, names the parts in the order
 * the data passes them and starts them. What comes in is the command line and the settings; what
 * goes out is an exit code. Decisions about orders, seats and Moodle belong to the packages below.
 */
package org.moodlegateway;
