package org.moodlegateway.ledger;

import org.moodlegateway.entitlement.Standing;

/**
 * Somebody in a course, as the ledger believes that Moodle shows it.
 *
 * @param version the newest wish; what is compared must still be this when it is acted on
 * @param userId Moodle's id of the person
 * @param held whether an earlier comparison held it
 */
public record Believed(
        long entitlementId,
        long version,
        long userId,
        String email,
        boolean held,
        Standing standing) {

    String state() {
        return held ? "HELD" : "CLEAN";
    }
}
