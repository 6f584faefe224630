package org.moodlegateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.moodlegateway.order.OrderJson;

/** Finds the orders in files, whatever their format. */
public final class OrderFile {
    private final JsonFile json;
    private final CsvFile csv;

    public OrderFile(FileLimits limits) {
        this.json = new JsonFile(new OrderJson(limits.bytes()));
        this.csv = new CsvFile(limits.rows());
    }

    static boolean isCsv(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /**
     * The orders, of which any may turn out to be none.
     *
     * @param name of the file: its ending says what it is
     * @param fileTime when the orders changed last, where the file doesn't say
     * @throws org.moodlegateway.order.OrderRejectedException if the file as a whole can't be read
     */
    public List<FileOrder> orders(String name, byte[] file, Instant fileTime) {
        return isCsv(name) ? csv.orders(file, fileTime) : json.orders(file);
    }
}
