package org.moodlegateway.order;

/**
 * Who sits on a seat.
 *
 * @param email as the shop wrote it
 * @param role role short name, empty for the product's own
 */
public record Participant(String email, String firstName, String lastName, String role) {

    /**
     * The same person with both names, which Moodle insists on: a missing first name becomes the
     * part of the e-mail before the {@code @}, a missing last name a dash.
     */
    public Participant named() {
        String first = firstName.isEmpty() ? email.split("@", 2)[0] : firstName;
        return new Participant(
                email, first.isEmpty() ? "-" : first, lastName.isEmpty() ? "-" : lastName, role);
    }
}
