package org.moodlegateway.command;

import org.moodlegateway.LedgerSettingsReader;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerException;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Option;

/** Which desk a command goes to: the ledger, unless a running gateway has it for itself. */
final class DeskChoice {
    private static final String KEY = "GATEWAY_ADMIN_KEY";

    @Option(
            names = "--api",
            paramLabel = "URL",
            defaultValue = "",
            description =
                    "Ask the running gateway at this address, with the key in GATEWAY_ADMIN_KEY"
                            + " (gateway.host and gateway.port, if it has the ledger for itself).")
    private String api;

    SeatDesk open(GatewayCommand gateway) {
        Settings settings = gateway.settings();
        String key = gateway.shell().variable(KEY);
        if (!api.isEmpty()) {
            if (key.isEmpty()) {
                throw new StoppedException(
                        "--api needs the key of an administrator in GATEWAY_ADMIN_KEY; key new"
                                + " --admin makes one");
            }
            return new ApiDesk(api, key);
        }
        try {
            return new LedgerDesk(settings, Ledger.open(LedgerSettingsReader.read(settings)));
        } catch (LedgerException e) {
            if (!e.getMessage().startsWith("another process uses this ledger")) {
                throw e;
            }
            String running =
                    "http://" + settings.text("gateway.host") + ":" + settings.text("gateway.port");
            if (key.isEmpty()) {
                throw new StoppedException(
                        "another process uses this ledger, and an H2 ledger is for one: put the key"
                                + " of an administrator into GATEWAY_ADMIN_KEY, and the gateway at "
                                + running
                                + " is asked instead");
            }
            return new ApiDesk(running, key);
        }
    }
}
