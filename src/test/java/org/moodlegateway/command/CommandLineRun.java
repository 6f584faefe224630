package org.moodlegateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a shell would, in the project's folder, and keeps what they printed. */
final class CommandLineRun {
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private boolean terminal;
    private int code = -1;

    CommandLineRun() {
        environment.put("GATEWAY_LOG_LEVEL", "INFO");
    }

    CommandLineRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CommandLineRun onTerminal() {
        terminal = true;
        return this;
    }

    CommandLineRun run(String... arguments) {
        Clock clock = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);
        code =
                GatewayCommand.execute(
                        new Shell(
                                new PrintWriter(out),
                                new PrintWriter(err),
                                environment,
                                clock,
                                terminal),
                        arguments);
        return this;
    }

    int code() {
        return code;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(out());
    }
}
