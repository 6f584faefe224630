package org.moodlegateway.intake;

/** The ledger can't keep a message now: nothing was promised, the sender tries again. */
public final class CannotStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotStoreException(Throwable cause) {
        super("the ledger can't keep the message", cause);
    }
}
