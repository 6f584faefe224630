package org.moodlegateway.intake;

/** Counts what became of messages. Called on the thread that answers; must not fail or block. */
@FunctionalInterface
public interface AnswerWatch {
    /**
     * One message was answered.
     *
     * @param shop empty unless there is such a shop, so that nobody can make up names
     * @param source {@code http}, {@code file}, {@code kafka}, or {@code api} for a question that
     *     was refused
     * @param outcome {@code stored}, {@code duplicate}, {@code conflict}, or the code of a refusal
     */
    void answered(String shop, String source, String outcome);
}
