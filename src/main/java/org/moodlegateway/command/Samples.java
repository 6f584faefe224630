package org.moodlegateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.intake.FileOrder;
import org.moodlegateway.intake.InboxFolder;
import org.moodlegateway.intake.OrderFile;
import org.moodlegateway.settings.Settings;

/** Puts the files of a folder into the inbox folder, each for its shop, in the order of names. */
final class Samples {
    private final Path inbox;
    private final InboxFolder intake;
    private final OrderFile reader;

    Samples(Settings settings, InboxFolder intake) {
        this.inbox = Path.of(settings.text("intake.inbox"));
        this.intake = intake;
        this.reader = new OrderFile(FileLimits.read(settings), settings.zone("gateway.time-zone"));
    }

    void take(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                String shop = shop(file);
                Path inTheInbox = Files.createDirectories(inbox.resolve(shop));
                intake.take(shop, Files.copy(file, inTheInbox.resolve(file.getFileName())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the samples in " + folder, e);
        }
    }

    /** The shop that the first order in the file names. */
    private String shop(Path file) throws IOException {
        List<FileOrder> orders =
                reader.orders(file.toString(), Files.readAllBytes(file), Instant.EPOCH);
        if (orders.isEmpty()) {
            throw new StoppedException(file + " holds no order");
        }
        try {
            JsonNode first = new ObjectMapper().readTree(orders.get(0).body());
            String shop = first.path("data").path("shop").asText(first.path("shop").asText());
            return shop.matches("[a-z0-9_-]{1,64}") ? shop : "unknown";
        } catch (JsonProcessingException e) {
            throw new StoppedException(file + " is not JSON");
        }
    }
}
