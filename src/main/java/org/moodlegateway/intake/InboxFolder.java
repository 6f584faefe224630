package org.moodlegateway.intake;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files of orders that are put into the folders of shops. A file that was read is put away as
 * done, one that can't be read as a whole as failed, with a report beside it. Dying half-way does
 * no harm: the file is still there and its orders are known.
 */
public final class InboxFolder {
    static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);

    private final ShopFolders folders;
    private final Shops shops;
    private final FileOrders orders;
    private final OpenReports reports;
    private final FileLimits limits;
    private final Clock clock;

    /** {@code orders} takes what is found in a file, {@code reports} says later what it came to. */
    public InboxFolder(
            ShopFolders folders,
            Shops shops,
            FileOrders orders,
            OpenReports reports,
            FileLimits limits,
            Clock clock) {
        this.folders = folders;
        this.shops = shops;
        this.orders = orders;
        this.reports = reports;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes a file that is complete.
     *
     * @throws CannotStoreException if the ledger is away: the file stays, to be taken later
     */
    public void take(@Body File file) {
        Path path = file.toPath().toAbsolutePath().normalize();
        Path folder = path.getParent();
        Optional<String> shop = folders.shopOf(folder);
        if (shop.isEmpty() && !folders.isInbox(folder) && !folders.isInInbox(folder)) {
            throw new IllegalArgumentException("a file that is in no folder of a shop");
        }
        if (shop.isEmpty()) {
            refuse(folders.isInbox(folder) ? "" : folder.getFileName().toString(), path);
        } else {
            take(shop.get(), path);
        }
    }

    /** Takes a file as this shop's, wherever it lies. */
    public void take(String shop, Path file) {
        FileReport report = report(shop, file);
        try {
            take(shop, file, report);
        } catch (OrderRejectedException e) {
            report.failed(e.problem());
        }
        putAway(file, shop, report);
    }

    private void take(String shop, Path file, FileReport report) {
        String name = file.getFileName().toString();
        if (!OrderFile.isKnown(name)) {
            throw refused(
                    "file-kind-unknown",
                    "files of orders end in .csv, .xlsx, .json, .jsonl or .ndjson;"
                            + " save a spreadsheet as \"CSV UTF-8\" or \"Excel Workbook (.xlsx)\"");
        }
        List<FileOrder> found = orders.find(name, read(file));
        Optional<Path> open = begin(shop, file, found);
        orders.take(shop, name, found, report);
        if (report.isComplete()) {
            open.ifPresent(reports::end);
        }
    }

    /**
     * Where nothing can be written, orders are taken all the same: putting away will fail, loudly.
     */
    private Optional<Path> begin(String shop, Path file, List<FileOrder> found) {
        String name = file.getFileName().toString();
        try {
            Path open = report(free(folders.after(file.getParent(), DONE), name));
            reports.begin(open, shop, orders.ids(shop, name, found));
            return Optional.of(open);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private void refuse(String shop, Path file) {
        FileReport report = report(shop, file);
        report.failed(
                folders.isInbox(file.getParent())
                        ? new Problem(
                                "shop-unknown",
                                "",
                                "put files into the folder that is named like their shop")
                        : shops.find(shop).isEmpty()
                                ? new Problem(
                                        "shop-unknown",
                                        "",
                                        "there is no shop named like this folder")
                                : new Problem(
                                        "shop-elsewhere",
                                        "",
                                        "the files of this shop are taken from the folder that shops.yaml"
                                                + " names"));
        putAway(file, shop, report);
    }

    private FileReport report(String shop, Path file) {
        return new FileReport(file.getFileName().toString(), shop, clock.instant());
    }

    /**
     * What a file holds.
     *
     * @param changedAt when it was written last
     */
    record Content(byte[] bytes, Instant changedAt) {}

    private Content read(Path path) {
        if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
            throw refused("file-not-regular", "this is a link or no file; links are not followed");
        }
        try (InputStream file = Files.newInputStream(path, NOFOLLOW_LINKS)) {
            Instant changedAt = Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant();
            byte[] bytes = file.readNBytes(limits.bytes());
            if (file.read() >= 0) {
                throw refused(
                        "file-too-large", "the file has more than " + limits.bytes() + " bytes");
            }
            return new Content(bytes, changedAt);
        } catch (AccessDeniedException e) {
            throw refused("file-unreadable", "the gateway may not read this file");
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + path, e);
        }
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(new Problem(code, "", message));
    }

    /** First the report, then the file: while the file is there, it isn't done. */
    private void putAway(Path path, String shop, FileReport report) {
        Path folder = folders.after(path.getParent(), report.isFailed() ? FAILED : DONE);
        Path target = free(folder, path.getFileName().toString());
        try {
            Files.writeString(report(target), report.text());
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't put away " + path, e);
        }
        LOG.info(
                "File read shop={} file={} outcome={} orders={}",
                printable(shop),
                printable(path.getFileName().toString()),
                report.isFailed() ? FAILED : DONE,
                report.counts());
    }

    private static Path report(Path target) {
        return target.resolveSibling(target.getFileName() + ".report.json");
    }

    /** The same name, with a number where there was such a file before. */
    private static Path free(Path folder, String name) {
        int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
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
