package org.moodlegateway;

import org.moodlegateway.command.GatewayCommand;
import org.moodlegateway.command.Shell;

/** The gateway's {@code main}: runs one command and ends with its exit code. */
public final class Gateway {

    private Gateway() {}

    public static void main(String[] arguments) {
        keepThreadsFromHoardingBuffers();
        System.exit(GatewayCommand.execute(Shell.ofProcess(), arguments));
    }

    /**
     * Without this, every thread that once wrote a large piece of an H2 file keeps a buffer of that
     * size outside the heap for good, and under load Java runs out of them. Read by Java at the
     * first use of a file channel, so it must come first.
     */
    private static void keepThreadsFromHoardingBuffers() {
        String limit = "jdk.nio.maxCachedBufferSize";
        if (System.getProperty(limit) == null) {
            System.setProperty(limit, "262144");
        }
    }
}
