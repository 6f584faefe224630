package org.moodlegateway.ledger;

import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Emails;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Period;
import org.moodlegateway.seat.Terms;

/**
 * An enrolment that Moodle had before the gateway.
 *
 * @param email one that Moodle takes
 * @param firstName empty if not known
 * @param lastName empty if not known
 */
public record ExistingEnrolment(
        String email,
        String firstName,
        String lastName,
        CourseName course,
        String role,
        Period period) {
    private static final int ID_LENGTH = 32;

    /** The order that stands for it: the same for the same enrolment, whatever file it is in. */
    String orderId() {
        String all =
                String.join(
                        "\n",
                        Emails.key(email),
                        course.toString(),
                        role,
                        period.startInclusive().toString(),
                        period.endExclusive().toString());
        return Inbox.contentId(all).substring(0, ID_LENGTH);
    }

    Terms terms() {
        return new Terms(
                period.startInclusive(),
                period.hasEnd() ? new Length.Until(period.endExclusive()) : new Length.Unlimited(),
                false,
                false);
    }
}
