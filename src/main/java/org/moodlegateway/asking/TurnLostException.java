package org.moodlegateway.asking;

/** Somebody else asks the shop meanwhile: what this one still has to do is his. */
final class TurnLostException extends Exception {
    private static final long serialVersionUID = 1L;

    TurnLostException(String shop) {
        super("it took too long to ask the shop " + shop + ", and another has taken over");
    }
}
