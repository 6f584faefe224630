package org.moodlegateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.settings.Settings;

/** Puts the files of a folder into the inbox, in the order of their names. */
final class Samples {
    private final OrderJson json;
    private final Inbox inbox;

    Samples(Settings settings, Inbox inbox) {
        this.json = new OrderJson(settings.number("intake.max-body"));
        this.inbox = inbox;
    }

    void keep(Path folder) {
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".json")) {
                keepJson(file);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + folder, e);
        }
    }

    private void keepJson(Path file) {
        byte[] body = bytes(file);
        JsonNode order = json.parse(body);
        inbox.keep(order.path("shop").asText(), "file", file.getFileName().toString(), "", body);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
