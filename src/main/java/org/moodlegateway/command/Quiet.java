package org.moodlegateway.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Turns the gateway's log down, for commands that say themselves what happened. */
final class Quiet {
    private Quiet() {}

    static void onlyErrors() {
        set("org.moodlegateway");
        set("org.apache.camel");
    }

    private static void set(String name) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(Level.ERROR);
        }
    }
}
