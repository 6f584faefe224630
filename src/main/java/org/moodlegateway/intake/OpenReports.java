package org.moodlegateway.intake;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports beside files whose orders are not planned yet. Each has a mark in the folder {@code
 * .open} beside it, with what its orders were before; so whoever looks next, after whatever
 * happened, completes it.
 */
public final class OpenReports {
    private static final Logger LOG = LoggerFactory.getLogger(OpenReports.class);
    private static final String FOLDER = ".open";

    /** How often what is known so far is written down of a file of which something is missing. */
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    /** What has no answer by then, such as from a shop, gets none here. */
    private static final Duration MOST = Duration.ofDays(30);

    private final ShopFolders folders;
    private final Shops shops;
    private final OrderReports orders;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Path, Reading> readings = new HashMap<>();

    public OpenReports(ShopFolders folders, Shops shops, OrderReports orders, Clock clock) {
        this.folders = folders;
        this.shops = shops;
        this.orders = orders;
        this.clock = clock;
    }

    /** What is remembered of a mark between two looks. */
    private record Reading(List<Long> waiting, Instant readAt) {}

    /**
     * Notes what the orders of a file are before it is taken. What was noted before of the same
     * file stands: it was taken half.
     *
     * @throws CannotStoreException if the ledger is away
     */
    void begin(Path report, String shop, Collection<String> orderIds) {
        Path mark = mark(report);
        try {
            ObjectNode before = before(shop, orderIds);
            if (Files.exists(mark)) {
                before.setAll((ObjectNode) json.readTree(Files.readAllBytes(mark)));
            }
            Files.createDirectories(mark.getParent());
            write(mark, before);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + mark, e);
        }
    }

    private ObjectNode before(String shop, Collection<String> orderIds) {
        try {
            return orders.before(shop, orderIds);
        } catch (RuntimeException e) {
            throw new CannotStoreException(e);
        }
    }

    /** Nothing is open about this one. */
    void end(Path report) {
        try {
            Files.deleteIfExists(mark(report));
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + mark(report), e);
        }
    }

    private static Path mark(Path report) {
        return report.resolveSibling(FOLDER).resolve(report.getFileName());
    }

    /** Completes what can be completed. */
    public synchronized void look() {
        for (String shop : shops.names()) {
            Path marks = folders.done(shop).resolve(FOLDER);
            for (Path mark : marks(marks)) {
                look(shop, mark);
            }
        }
        readings.keySet().removeIf(mark -> !Files.exists(mark));
    }

    private static List<Path> marks(Path folder) {
        if (Files.isSymbolicLink(folder.getParent())
                || !Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> marks = Files.list(folder)) {
            return marks.filter(mark -> mark.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + folder, e);
        }
    }

    private void look(String shop, Path mark) {
        Path report = mark.getParent().resolveSibling(mark.getFileName());
        try {
            Reading known = readings.get(mark);
            boolean due = known == null || !known.readAt.plus(BETWEEN).isAfter(clock.instant());
            if (due || orders.areSettled(known.waiting)) {
                read(shop, mark, report);
            }
        } catch (NoSuchFileException e) {
            forget(mark);
        } catch (IOException e) {
            throw new UncheckedIOException("can't complete " + report, e);
        }
    }

    private void read(String shop, Path mark, Path report) throws IOException {
        ObjectNode text = (ObjectNode) json.readTree(Files.readAllBytes(report));
        ObjectNode before = (ObjectNode) json.readTree(Files.readAllBytes(mark));
        List<Long> waiting = orders.tell(shop, text, before);
        text.put("complete", waiting.isEmpty());
        write(report, text);
        if (waiting.isEmpty()) {
            Files.deleteIfExists(mark);
            LOG.info(
                    "File planned shop={} report={} orders={}",
                    shop,
                    report.getFileName().toString().replaceAll("\\p{Cntrl}", "?"),
                    text.path("counts"));
        } else {
            readings.put(mark, new Reading(waiting, clock.instant()));
            forgetIfOld(mark);
        }
    }

    /** While there is no report, its file is still being taken, or somebody deleted it. */
    private void forget(Path mark) {
        try {
            forgetIfOld(mark);
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + mark, e);
        }
    }

    private void forgetIfOld(Path mark) throws IOException {
        Instant made = Files.getLastModifiedTime(mark).toInstant();
        if (made.plus(MOST).isBefore(clock.instant())) {
            Files.deleteIfExists(mark);
        }
    }

    private static void write(Path file, ObjectNode text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(draft, text.toPrettyString() + "\n");
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
