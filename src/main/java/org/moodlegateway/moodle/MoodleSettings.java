package org.moodlegateway.moodle;

import java.time.Duration;
import java.util.Map;

/**
 * How to speak to Moodle.
 *
 * @param token of the web service; goes into the body of a call and nowhere else
 * @param callTimeout for a whole call, from the first byte sent to the last byte read
 * @param batch most enrolments, people or group members in one call
 * @param roleIds Moodle's role id by short name
 * @param holdForeign whether access that the ledger knows nothing of is left alone
 * @param ownCredentials whether Moodle makes and mails passwords; else a random one is set and
 *     forgotten
 * @param courseRecheck how long to wait before asking again for a course that Moodle doesn't know
 * @param accountRecheck how long Moodle's word is believed that an account has an e-mail
 */
public record MoodleSettings(
        String url,
        String token,
        Duration callTimeout,
        int batch,
        Map<String, Integer> roleIds,
        boolean holdForeign,
        boolean ownCredentials,
        Duration courseRecheck,
        Duration accountRecheck) {
    public MoodleSettings {
        roleIds = Map.copyOf(roleIds);
    }

    @Override
    public String toString() {
        return "MoodleSettings[url="
                + url
                + ", callTimeout="
                + callTimeout
                + ", batch="
                + batch
                + "]";
    }
}
