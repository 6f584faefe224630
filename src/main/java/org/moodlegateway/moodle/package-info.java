/**
 * Everything that is said to Moodle, and what its answers mean.
 *
 * <p>In: claimed entitlements. Out: calls in batches through one route, and one of five outcomes
 * for each. Refuses nothing by itself; what Moodle refuses waits, in its scope, or is parked with a
 * hint.
 */
package org.moodlegateway.moodle;
