package org.moodlegateway.order;

/**
 * Who sits on a seat.
 *
 * @param email as the shop wrote it
 * @param role role short name, empty for the product's own
 */
public record Participant(String email, String firstName, String lastName, String role) {

    /**
     * The same person without white space around.
     *
     * @throws OrderRejectedException for a name that Moodle can't take, with pointer {@code
     *     /firstName} or {@code /lastName}, and for an e-mail that could be nobody's, with {@code
     *     /email}
     */
    public Participant checked() {
        String address = Texts.strip(email);
        if (!Emails.usable(address)) {
            throw new OrderRejectedException(
                    "email-unusable", "/email", "the e-mail is none that Moodle takes");
        }
        return new Participant(
                address,
                Texts.name(firstName, "/firstName"),
                Texts.name(lastName, "/lastName"),
                Texts.strip(role));
    }

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
