package org.moodlegateway.order;

/**
 * Who sits on a seat.
 *
 * @param email as the shop wrote it
 * @param role role short name, empty for the product's own
 */
public record Participant(String email, String firstName, String lastName, String role) {
    private static final String EMAIL_UNUSABLE = "email-unusable";

    /**
     * Why Moodle would not take this person: {@code email-unusable}, {@code name-too-long}, {@code
     * name-has-tags}, or empty. Says nothing of somebody who is named without an e-mail.
     */
    public String wrong() {
        if (!email.isEmpty() && !Emails.usable(email)) {
            return EMAIL_UNUSABLE;
        }
        String first = Texts.wrongWithName(firstName);
        return first.isEmpty() ? Texts.wrongWithName(lastName) : first;
    }

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
                    EMAIL_UNUSABLE, "/email", "the e-mail is none that Moodle takes");
        }
        return new Participant(
                address,
                Texts.checkedName(firstName, "/firstName"),
                Texts.checkedName(lastName, "/lastName"),
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
