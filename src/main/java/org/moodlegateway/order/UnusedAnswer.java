package org.moodlegateway.order;

/**
 * An answer of a shop's form that looks like a person and was not used. What was answered is not
 * kept here.
 *
 * @param line whose form it was; empty for one of the whole order
 * @param label as the form calls it
 */
public record UnusedAnswer(String line, String label) {
    /** By which problems of this kind are known. */
    public static final String CODE = "answer-unused";

    /** What it is, and what can be done about it. */
    public String hint(String shop) {
        return "%s: the answer to \"%s\" looks like a person and was not used; name this label in"
                        .formatted(line.isEmpty() ? "the order" : "line " + line, label)
                + " settings.participants of shop "
                + shop
                + " and replay the message, or give the seat by hand";
    }
}
