package org.moodlegateway.orders;

import org.moodlegateway.order.Problem;

/** What became of putting somebody on a seat, or of taking somebody off. */
public sealed interface Assignment {

    /** The seat's reference, as it was given. */
    String reference();

    /** The ledger changed; Moodle follows. */
    record Assigned(String reference) implements Assignment {}

    /** It was so before. */
    record Unchanged(String reference) implements Assignment {}

    /**
     * Nothing changed.
     *
     * @param problem {@code seat-unknown}, {@code seat-cancelled}, {@code seat-over}, {@code
     *     product-unknown}, {@code line-failed}, {@code email-unusable}, {@code same-person-twice},
     *     {@code course-needed}, {@code course-not-offered}, {@code role-unknown}, {@code
     *     already-opened}, or what {@link org.moodlegateway.order.Participant#checked()} says of a
     *     name; the pointer is {@code /email}, {@code /firstName}, {@code /lastName}, {@code
     *     /course}, {@code /role} or empty
     */
    record Refused(String reference, Problem problem) implements Assignment {}

    /** For reports: {@code assigned}, {@code unchanged} or {@code refused}. */
    default String word() {
        if (this instanceof Refused) {
            return "refused";
        }
        return this instanceof Assigned ? "assigned" : "unchanged";
    }
}
