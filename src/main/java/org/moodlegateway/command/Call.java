package org.moodlegateway.command;

import org.moodlegateway.moodle.WebFunction;

/**
 * One call to Moodle as it is expected.
 *
 * @param rows entries in its list
 */
record Call(WebFunction function, int rows) {}
