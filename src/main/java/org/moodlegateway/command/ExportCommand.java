package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.PersonExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints what the ledger keeps of somebody. */
@Command(
        name = "export",
        description = "Prints everything that the ledger keeps of somebody, as JSON.")
final class ExportCommand implements Callable<Integer> {
    private static final String ACTOR = "command line";

    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--email",
            paramLabel = "E-MAIL",
            required = true,
            description = "The person's e-mail.")
    private String email;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        ObjectNode all;
        try (Ledger ledger = gateway.ledger()) {
            all = new PersonExport(ledger).of(email, ACTOR);
        }
        Json.print(gateway.shell(), all);
        return 0;
    }
}
