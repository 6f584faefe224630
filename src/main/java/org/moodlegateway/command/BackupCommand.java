package org.moodlegateway.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.moodlegateway.ledger.LedgerBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Backs an H2 ledger up. */
@Command(
        name = "backup",
        description = {
            "Copies an H2 ledger into one zip file, while no gateway runs. To restore it, unpack"
                    + " the file where the ledger was.",
            "A PostgreSQL ledger is backed up with pg_dump, while the gateway runs."
        })
final class BackupCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Parameters(index = "0", paramLabel = "FILE", description = "The zip file to write.")
    private Path file;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        gateway.unlessInUse(
                gateway.settings(),
                ledger -> {
                    LedgerBackup.write(ledger, file);
                    return file;
                });
        if (gateway.json()) {
            Json.print(gateway.shell(), Json.object().put("file", file.toString()));
        } else {
            gateway.shell().out().println("The ledger is copied to " + file + ".");
        }
        return 0;
    }
}
