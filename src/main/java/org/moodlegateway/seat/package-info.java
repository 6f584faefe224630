/**
 * Seats: what a paid order means.
 *
 * <p>In come an order and the catalogue; out go, per line, role, dates, group and companions, then
 * one planned seat per paid place, and references. All of it depends on the order alone, never on
 * when it is computed. Refused are orders whose lines or parameters contradict themselves or their
 * product; each refusal names product, parameter and value.
 */
package org.moodlegateway.seat;
