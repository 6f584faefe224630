package org.moodlegateway;

import org.moodlegateway.command.GatewayCommand;
import org.moodlegateway.command.Shell;

/** The gateway's {@code main}: runs one command and ends with its exit code. */
public final class Gateway {

    private Gateway() {}

    public static void main(String[] arguments) {
        System.exit(GatewayCommand.execute(Shell.ofProcess(), arguments));
    }
}
