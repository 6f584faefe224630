package org.moodlegateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/** How the gateway listens: one port for shops and the API, one for health and metrics. */
final class Serving {
    private Serving() {}

    static void configure(Settings settings, Map<String, String> camel) {
        camel.put("camel.server.enabled", "true");
        camel.put("camel.server.host", settings.text("gateway.host"));
        camel.put("camel.server.port", settings.text("gateway.port"));
        camel.put("camel.server.path", "/");
        camel.put("camel.server.max-body-size", settings.text("intake.max-body"));
        camel.put("camel.server.file-upload-enabled", "false");
        camel.put("camel.server.static-enabled", "false");
        camel.put("camel.management.enabled", "true");
        camel.put("camel.management.host", settings.text("gateway.management-host"));
        camel.put("camel.management.port", settings.text("gateway.management-port"));
        camel.put("camel.management.health-check-enabled", "true");
        camel.put("camel.management.health-path", "/health");
        camel.put("camel.management.metrics-enabled", "true");
        camel.put("camel.metrics.path", "/metrics");
        camel.put("camel.metrics.enabled", "true");
        camel.put("camel.metrics.binders", "processor,file-descriptor,jvm-memory,jvm-gc");
        camel.put("camel.health.exposure-level", "full");
        // orders are taken while a route or a folder has trouble: only the ledger decides
        camel.put("camel.health.routes-enabled", "false");
        camel.put("camel.health.consumers-enabled", "false");
    }

    /**
     * Makes sure that both ports are free: the server itself would only warn, and start deaf.
     *
     * @throws SettingsException naming the key of the one that isn't
     */
    static void checkPorts(Settings settings) {
        checkPort(settings, "gateway.host", "gateway.port");
        checkPort(settings, "gateway.management-host", "gateway.management-port");
    }

    private static void checkPort(Settings settings, String hostKey, String portKey) {
        String host = settings.text(hostKey);
        int port = settings.number(portKey);
        try {
            new ServerSocket(port, 1, InetAddress.getByName(host)).close();
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    portKey + ": can't listen on " + host + ":" + port + ", " + e.getMessage());
        }
    }
}
