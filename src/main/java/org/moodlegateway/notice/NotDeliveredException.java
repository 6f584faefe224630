package org.moodlegateway.notice;

/** A notice was not delivered; the message is a word such as {@code http-500}, never an address. */
final class NotDeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Hope hope;

    /** Whether another attempt may help. */
    enum Hope {
        /** This one, later. */
        LATER,
        /** The receiver is down: nothing else reaches it now either. */
        RECEIVER_DOWN,
        /** Never: it was refused for good. */
        NONE,
        /** It needs none: what it says is true no more. */
        OUTDATED
    }

    NotDeliveredException(Hope hope, String trouble, Throwable cause) {
        super(trouble, cause);
        this.hope = hope;
    }

    Hope hope() {
        return hope;
    }
}
