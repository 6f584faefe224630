package org.moodlegateway.intake;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Body;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder where files of orders are put, one folder in it for each shop. A file that was read
 * moves to {@code done/SHOP}, one that can't be read as a whole to {@code failed/SHOP}, with a
 * report beside it. Dying half-way does no harm: the file is still there and its orders are known.
 */
public final class InboxFolder {
    private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);

    private final Path root;
    private final Shops shops;
    private final FileOrders orders;
    private final FileLimits limits;
    private final Clock clock;

    /** {@code orders} takes what is found in a file. */
    public InboxFolder(Path root, Shops shops, FileOrders orders, FileLimits limits, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.shops = shops;
        this.orders = orders;
        this.limits = limits;
        this.clock = clock;
    }

    /** Makes a folder for every shop, for people to find. */
    public void prepare() {
        shops.names().forEach(shop -> makeFolder(root.resolve(shop)));
    }

    /**
     * Takes a file that is complete.
     *
     * @throws CannotStoreException if the ledger is away: the file stays, to be taken later
     */
    public void take(@Body File file) {
        Path path = file.toPath().toAbsolutePath().normalize();
        Path place = root.relativize(path);
        if (place.getNameCount() != 2 || place.startsWith("..")) {
            throw new IllegalArgumentException("a file that is not in a folder of the inbox");
        }
        String shop = place.getName(0).toString();
        FileReport report = new FileReport(path.getFileName().toString(), shop, clock.instant());
        try {
            orders.take(shop, path.getFileName().toString(), read(shop, path), report);
        } catch (OrderRejectedException e) {
            report.failed(e.problem());
        }
        putAway(path, shop, report);
        LOG.info(
                "File read shop={} file={} outcome={} orders={}",
                printable(shop),
                printable(path.getFileName().toString()),
                report.isFailed() ? "failed" : "done",
                report.counts());
    }

    /**
     * What a file holds.
     *
     * @param changedAt when it was written last
     */
    record Content(byte[] bytes, Instant changedAt) {}

    private Content read(String shop, Path path) {
        if (shops.find(shop).isEmpty()) {
            throw refused("shop-unknown", "there is no shop named like this folder");
        }
        if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
            throw refused("file-not-regular", "this is a link or no file; links are not followed");
        }
        try {
            if (Files.size(path) > limits.bytes()) {
                throw refused(
                        "file-too-large", "the file has more than " + limits.bytes() + " bytes");
            }
            Instant changedAt = Files.getLastModifiedTime(path).toInstant();
            return new Content(Files.readAllBytes(path), changedAt);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + path, e);
        }
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(new Problem(code, "", message));
    }

    /** First the report, then the file: while the file is there, it isn't done. */
    private void putAway(Path path, String shop, FileReport report) {
        Path folder = root.resolve(report.isFailed() ? "failed" : "done").resolve(shop);
        makeFolder(folder);
        Path target = free(folder, path.getFileName().toString());
        try {
            Files.writeString(folder.resolve(target.getFileName() + ".report.json"), report.text());
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't put away " + path, e);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("can't make the folder " + folder, e);
        }
    }

    /** The same name, with a number where there was such a file before. */
    private static Path free(Path folder, String name) {
        int dot = name.lastIndexOf('.');
        Path target = folder.resolve(name);
        for (int number = 2; Files.exists(target, NOFOLLOW_LINKS); number++) {
            target = folder.resolve(name.substring(0, dot) + "-" + number + name.substring(dot));
        }
        return target;
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
