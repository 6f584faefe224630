package org.moodlegateway.settings;

/**
 * A setting that can't be used; the message names the key, the file and what is wrong, never the
 * value of a secret.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
