package org.moodlegateway.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.moodlegateway.Gateway;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.process.JarProcess;

/** A gateway in a process of its own that dies at a crash point. */
final class DyingGateway {
    private DyingGateway() {}

    /** Its exit code. The fixture's own gateway must be closed: an H2 ledger is for one. */
    static int at(String crashPoint, GatewayFixture fixture, Path directory)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dgateway.crash-at=" + crashPoint,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Gateway.class.getName(),
                        "run");
        Map<String, String> environment = builder.environment();
        environment.putAll(fixture.environment());
        environment.put("GATEWAY_PORT", String.valueOf(JarProcess.freePort()));
        environment.put("GATEWAY_MANAGEMENT_PORT", String.valueOf(JarProcess.freePort()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(directory.resolve("dying.log").toFile());
        Process process = builder.start();
        try {
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }
}
