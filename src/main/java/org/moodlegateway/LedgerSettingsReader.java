package org.moodlegateway;

import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/** The ledger's part of the settings. */
public final class LedgerSettingsReader {
    private LedgerSettingsReader() {}

    /** Refuses a lease that a single call could outlast. */
    public static LedgerSettings read(Settings settings) {
        if (settings.duration("ledger.lease")
                        .compareTo(settings.duration("moodle.call-timeout").plusSeconds(3))
                <= 0) {
            throw new SettingsException(
                    "ledger.lease must be at least 3 s longer than moodle.call-timeout");
        }
        return new LedgerSettings(
                settings.text("ledger.url"),
                settings.text("ledger.user"),
                settings.text("ledger.password"),
                settings.duration("ledger.lease"),
                settings.duration("moodle.settle"),
                settings.number("ledger.connections"));
    }
}
