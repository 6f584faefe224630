/**
 * What people and machines may ask a running gateway.
 *
 * <p>In come GET requests with an administrator's key. Out goes what the ledger knows of orders,
 * seats, rejected messages and pauses, as JSON. Refused is who has no key, and a question that is
 * not understood. Nothing here changes anything.
 */
package org.moodlegateway.console;
