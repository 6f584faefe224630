/**
 * What people and machines may ask a running gateway, and have it do.
 *
 * <p>In come requests with an administrator's key: questions by GET, instructions by POST. Out goes
 * what the ledger knows of orders, seats, rejected messages, shops and pauses, and what became of
 * an instruction, as JSON. Refused is who has no key, and what is not understood.
 */
package org.moodlegateway.console;
