package org.moodlegateway.shop;

/** A shop's answer is not what its kind makes expect. The sentence repeats nothing of it. */
public final class UnreadableAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableAnswerException(String sentence) {
        super(sentence);
    }

    public UnreadableAnswerException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
