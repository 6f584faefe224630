package org.moodlegateway.intake;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.moodlegateway.order.OrderJson;

/** Finds the orders in files, whatever their format. */
public final class OrderFile {
    private static final Pattern JSON = Pattern.compile("(?is).*\\.(json|jsonl|ndjson)");

    private final JsonFile json;
    private final CsvFile csv;

    /** {@code zone} is where dates in workbooks are meant. */
    public OrderFile(FileLimits limits, ZoneId zone) {
        this.json = new JsonFile(new OrderJson(limits.bytes()));
        this.csv = new CsvFile(limits, zone);
    }

    /** Whether it is a table, be it CSV or Excel. */
    static boolean isTable(String name) {
        return SheetReader.isCsv(name) || SheetReader.isExcel(name);
    }

    /** Whether there may be orders in it. */
    static boolean isKnown(String name) {
        return isTable(name) || JSON.matcher(name).matches();
    }

    /**
     * The orders, of which any may turn out to be none.
     *
     * @param name of the file: its ending says what it is
     * @param fileTime when the orders changed last, where the file doesn't say
     * @throws org.moodlegateway.order.OrderRejectedException if the file as a whole can't be read
     */
    public List<FileOrder> orders(String name, byte[] file, Instant fileTime) {
        return isTable(name) ? csv.orders(name, file, fileTime) : json.orders(file);
    }
}
