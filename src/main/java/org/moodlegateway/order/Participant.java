package org.moodlegateway.order;

/**
 * Who sits on a seat.
 *
 * @param email as the shop wrote it
 * @param role role short name, empty for the product's own
 */
public record Participant(String email, String firstName, String lastName, String role) {}
