package org.moodlegateway.moodle;

import java.io.IOException;

/** Carries one encoded form to Moodle and brings back what came, once: no repeats, no redirects. */
public interface Transport {

    /**
     * Sends a call.
     *
     * @param form the encoded body, token included
     * @throws IOException when no answer came
     */
    Reply send(WebFunction function, String form) throws IOException;
}
