package org.moodlegateway.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.settings.Settings;

/**
 * Refuses to start where somebody else listens. The server itself would only log that its port is
 * taken, and the gateway would go on without.
 */
final class FreePorts {
    private FreePorts() {}

    static void require(Settings settings) {
        require(settings, "gateway.host", "gateway.port");
        require(settings, "gateway.management-host", "gateway.management-port");
    }

    private static void require(Settings settings, String host, String port) {
        InetSocketAddress address =
                new InetSocketAddress(settings.text(host), settings.number(port));
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            throw new StoppedException(
                    "can't listen on "
                            + settings.text(host)
                            + ":"
                            + settings.text(port)
                            + ": another gateway may be running; else change "
                            + host
                            + " or "
                            + port);
        }
    }
}
