package org.moodlegateway.command;

import java.util.concurrent.Callable;
import org.moodlegateway.RunningGateway;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Runs the gateway until the process is told to end. */
@Command(
        name = "run",
        description = "Takes orders and keeps Moodle as they say, until it is told to end.")
final class RunCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Override
    public Integer call() {
        Settings settings = gateway.settings();
        FreePorts.require(settings);
        try (Ending ending = Ending.listen()) {
            if (settings.text("moodle.url").isEmpty()) {
                runWithSandbox(settings, ending);
            } else {
                run(settings, false, ending);
            }
        }
        return 0;
    }

    private void runWithSandbox(Settings settings, Ending ending) {
        try (Playground playground = Playground.open(settings, gateway.shell().clock())) {
            gateway.shell()
                    .err()
                    .println(
                            "moodle.url is empty: this run has a sandbox Moodle, and a ledger and"
                                    + " inbox in "
                                    + playground.folder()
                                    + ", all gone when it ends.");
            run(playground.settings(), true, ending);
        }
    }

    private void run(Settings settings, boolean sandbox, Ending ending) {
        try (RunningGateway running = RunningGateway.start(settings, null, true)) {
            tellReady(settings, sandbox);
            ending.await();
        }
    }

    private void tellReady(Settings settings, boolean sandbox) {
        Shell shell = gateway.shell();
        String orders = address(settings, "gateway.host", "gateway.port");
        String management = address(settings, "gateway.management-host", "gateway.management-port");
        if (gateway.json()) {
            Json.print(
                    shell,
                    Json.object()
                            .put("ready", true)
                            .put("gateway", orders)
                            .put("management", management)
                            .put("moodle", settings.text("moodle.url"))
                            .put("inbox", settings.text("intake.inbox"))
                            .put("sandbox", sandbox));
        } else {
            shell.out()
                    .printf(
                            "Ready: orders to %s/orders/SHOP or into %s/SHOP, health at %s/health,"
                                    + " Moodle at %s%n",
                            orders,
                            settings.text("intake.inbox"),
                            management,
                            settings.text("moodle.url"));
        }
        shell.out().flush();
    }

    private static String address(Settings settings, String host, String port) {
        return "http://" + settings.text(host) + ":" + settings.text(port);
    }
}
