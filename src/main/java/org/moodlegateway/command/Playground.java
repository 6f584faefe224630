package org.moodlegateway.command;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.settings.Settings;

/**
 * An empty ledger and inbox that are gone at the end, and, unless a Moodle is named, a sandbox
 * Moodle with them. A Moodle that is named keeps what it was sent, of which the next empty ledger
 * knows nothing: so access that is there already is not held.
 */
final class Playground implements AutoCloseable {
    private final TemporaryFolder folder;
    private final Sandbox sandbox;
    private final Settings settings;

    private Playground(TemporaryFolder folder, Sandbox sandbox, Settings settings) {
        this.folder = folder;
        this.sandbox = sandbox;
        this.settings = settings;
    }

    /** Opens one; its Moodle is that of the settings, or a sandbox if they name none. */
    static Playground open(Settings settings, Clock clock) {
        TemporaryFolder folder = TemporaryFolder.make();
        Map<String, String> changed = new HashMap<>();
        changed.put("ledger.url", folder.ledgerUrl());
        changed.put("ledger.user", "gateway");
        changed.put("ledger.password", "");
        changed.put("intake.inbox", folder.path().resolve("inbox").toString());
        Sandbox sandbox = null;
        try {
            if (settings.text("moodle.url").isEmpty()) {
                SandboxSettings moodle = SandboxFile.read(settings.configDirectory());
                sandbox = Sandbox.start(moodle, clock, 0);
                changed.put("moodle.url", sandbox.baseUri().toString());
                changed.put("moodle.token", SandboxFile.token(moodle));
            } else {
                changed.put("moodle.foreign-enrolments", "overwrite");
            }
            return new Playground(folder, sandbox, settings.with(changed));
        } catch (RuntimeException e) {
            if (sandbox != null) {
                sandbox.close();
            }
            folder.close();
            throw e;
        }
    }

    Settings settings() {
        return settings;
    }

    Path folder() {
        return folder.path();
    }

    /** Null if the settings name another Moodle. */
    Sandbox sandbox() {
        return sandbox;
    }

    @Override
    public void close() {
        if (sandbox != null) {
            sandbox.close();
        }
        folder.close();
    }
}
