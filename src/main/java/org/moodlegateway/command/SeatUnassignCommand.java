package org.moodlegateway.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Takes somebody off a seat. */
@Command(
        name = "unassign",
        description = {
            "Takes somebody off a seat, so that it is free again.",
            "Possible until that person opens the course for the first time."
        })
final class SeatUnassignCommand implements Callable<Integer> {
    @ParentCommand private SeatsCommand seats;

    @Mixin private DeskChoice desk;

    @Parameters(index = "0", paramLabel = "REF", description = "The seat's reference.")
    private String reference;

    @Option(
            names = "--force",
            description = "Also if the person opened the course; stands in the audit.")
    private boolean force;

    @Override
    public Integer call() {
        GatewayCommand gateway = seats.gateway();
        gateway.logOnlyErrors();
        try (SeatDesk open = desk.open(gateway)) {
            return SeatsCommand.tell(
                    gateway, open.unassign(reference, force), "Seat " + reference + " is free");
        }
    }
}
