package org.moodlegateway.notice;

import java.time.Duration;

/** A notice was not delivered; the message is a word such as {@code http-500}, never an address. */
final class NotDeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Hope hope;
    private final transient Duration least;

    /** Whether another attempt may help. */
    enum Hope {
        /** This one, later. */
        LATER,
        /** Nothing was tried, for what it is about is changing just now; others may go. */
        UNSETTLED,
        /** Nothing was tried: nothing else can reach the receiver now either. */
        NOT_YET,
        /** The receiver is down: nothing else reaches it now either. */
        RECEIVER_DOWN,
        /** Never: it was refused for good. */
        NONE,
        /** It needs none: what it says is true no more. */
        OUTDATED
    }

    NotDeliveredException(Hope hope, String trouble, Throwable cause) {
        this(hope, trouble, Duration.ZERO, cause);
    }

    private NotDeliveredException(Hope hope, String trouble, Duration least, Throwable cause) {
        super(trouble, cause);
        this.hope = hope;
        this.least = least;
    }

    /** Nothing was tried, nor will be before this time is over. */
    static NotDeliveredException notYet(Duration wait) {
        return new NotDeliveredException(Hope.NOT_YET, "not-yet", wait, null);
    }

    /** What it is about is changing just now. */
    static NotDeliveredException unsettled() {
        return new NotDeliveredException(Hope.UNSETTLED, "unsettled", null);
    }

    /** What it says is true no more. */
    static NotDeliveredException outdated() {
        return new NotDeliveredException(Hope.OUTDATED, "outdated", null);
    }

    /** The receiver is down, and wants no question before this time is over. */
    static NotDeliveredException away(String trouble, Duration wait) {
        return new NotDeliveredException(Hope.RECEIVER_DOWN, trouble, wait, null);
    }

    Hope hope() {
        return hope;
    }

    /** How long to wait at least. */
    Duration least() {
        return least;
    }
}
