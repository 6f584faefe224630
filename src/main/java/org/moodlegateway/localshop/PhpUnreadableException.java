package org.moodlegateway.localshop;

/**
 * Bytes that are not PHP's {@code serialize}, or more than data. The message is the end of a
 * sentence, such as {@code ends too early at byte 12}; it repeats nothing of the bytes.
 */
public final class PhpUnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    PhpUnreadableException(String message) {
        super(message);
    }
}
