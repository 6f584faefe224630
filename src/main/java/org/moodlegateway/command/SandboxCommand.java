package org.moodlegateway.command;

import java.util.concurrent.Callable;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the Moodle in memory by itself. */
@Command(
        name = "sandbox",
        description =
                "Runs a Moodle in memory, as config/sandbox.yaml says, until it is told to end.")
final class SandboxCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8090",
            description =
                    "Where it listens on this machine (${DEFAULT-VALUE}); 0 takes a free port.")
    private int port;

    @Override
    public Integer call() {
        SandboxSettings settings = SandboxFile.read(gateway.configDirectory());
        Shell shell = gateway.shell();
        try (Ending ending = Ending.listen();
                Sandbox sandbox = Sandbox.start(settings, shell.clock(), port)) {
            String token = SandboxFile.token(settings);
            if (gateway.json()) {
                Json.print(
                        shell,
                        Json.object()
                                .put("ready", true)
                                .put("moodle", sandbox.baseUri().toString())
                                .put("token", token));
            } else {
                shell.out()
                        .printf(
                                "Ready: a Moodle in memory, MOODLE_URL=%s MOODLE_TOKEN=%s%n",
                                sandbox.baseUri(), token);
            }
            shell.out().flush();
            ending.await();
        }
        return 0;
    }
}
