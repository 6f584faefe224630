/**
 * The canonical order: what every shop's message becomes before anything is decided.
 *
 * <p>In come bytes: JSON of the canonical form, bare or in an envelope. Out go an {@link
 * org.moodlegateway.order.Order}, and canonical JSON again. Refused are bytes that are no JSON,
 * JSON that is no order, and orders whose texts Moodle would refuse; each with a code, a JSON
 * pointer and a sentence.
 */
package org.moodlegateway.order;
