package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One thing that an examination of Moodle found.
 *
 * @param code a stable word to look up, such as {@code role-not-assignable}
 * @param action what an administrator has to do; empty if nothing
 */
record Finding(Mark mark, String code, String message, String action) {
    /** How it stands. */
    enum Mark {
        GOOD,
        /** Orders would wait because of it. */
        BAD,
        /** To be known, or to be looked at by a person. */
        NOTE
    }

    static Finding good(String code, String message) {
        return new Finding(Mark.GOOD, code, message, "");
    }

    static Finding bad(String code, String message, String action) {
        return new Finding(Mark.BAD, code, message, action);
    }

    static Finding note(String code, String message, String action) {
        return new Finding(Mark.NOTE, code, message, action);
    }

    ObjectNode json() {
        return Json.object()
                .put("mark", mark.name().toLowerCase(Locale.ROOT))
                .put("code", code)
                .put("message", message)
                .put("action", action);
    }

    void print(Shell shell) {
        String sign =
                switch (mark) {
                    case GOOD -> shell.good("✔");
                    case BAD -> shell.bad("✘");
                    case NOTE -> shell.careful("!");
                };
        shell.out().println(sign + " " + message);
        if (!action.isEmpty()) {
            shell.out().println("    " + action);
        }
    }
}
