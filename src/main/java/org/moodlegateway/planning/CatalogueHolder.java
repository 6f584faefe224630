package org.moodlegateway.planning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueProblem;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.catalogue.CatalogueUnreadableException;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.orders.OrderBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue in force. A changed file is taken up by swap; one that can't be read changes
 * nothing and is reported once. Orders that waited for a product which is there now are planned
 * again.
 */
public final class CatalogueHolder implements Supplier<Catalogue> {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueHolder.class);

    private final Path file;
    private final CatalogueReader reader;
    private final OrderBook orders;
    private volatile Catalogue catalogue;
    private FileTime seen;

    /** Reads the file for the first time: it must be readable. */
    public CatalogueHolder(Path file, CatalogueReader reader, OrderBook orders) {
        this.file = file;
        this.reader = reader;
        this.orders = orders;
        this.seen = modified();
        take(reader.read(file));
    }

    @Override
    public Catalogue get() {
        return catalogue;
    }

    /** Takes up the file if it changed; true if it did. */
    public synchronized boolean look() {
        FileTime now = modified();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        try {
            take(reader.read(file));
            LOG.info(
                    "Catalogue taken up products={} problems={}",
                    catalogue.products().size(),
                    catalogue.problems().size());
            return true;
        } catch (CatalogueUnreadableException e) {
            LOG.error(
                    "The changed catalogue is not taken up, the old one stays in force: {}",
                    e.getMessage());
            return false;
        }
    }

    private void take(Catalogue read) {
        for (CatalogueProblem problem : read.problems()) {
            LOG.error(
                    "A product can't be sold until it is corrected: {}",
                    problem.problem().message());
        }
        catalogue = read;
        orders.planAgain(read.products().stream().map(Product::code).toList());
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
