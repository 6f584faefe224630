package org.moodlegateway.localshop;

/**
 * The shop's database can't be used now; the message says why in one sentence, without a password.
 */
public final class LocalShopException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalShopException(String sentence) {
        super(sentence);
    }

    LocalShopException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
