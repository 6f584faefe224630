package org.moodlegateway.ledger;

/**
 * The ledger can't be used as asked: stop, or we would forget what we did. The message is a
 * sentence for an administrator.
 */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerException(String message) {
        super(message);
    }

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
