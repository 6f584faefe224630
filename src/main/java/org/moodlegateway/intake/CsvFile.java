package org.moodlegateway.intake;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moodlegateway.order.OrderRejectedException;

/** Finds the orders in a CSV file or a workbook: the rows of one order need not stand together. */
final class CsvFile {
    private final SheetReader sheet;

    CsvFile(FileLimits limits, ZoneId zone) {
        this.sheet =
                new SheetReader(
                        CsvColumns.all(), CsvColumns.TIMES, CsvColumns.REQUIRED, limits, zone);
    }

    /**
     * The orders, each with its problems.
     *
     * @param name of the file: its ending says what it is
     * @param fileTime what {@code updated_at} is where the file doesn't say
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    List<FileOrder> orders(String name, byte[] file, Instant fileTime) {
        Map<String, CsvOrder> orders = new LinkedHashMap<>();
        List<FileOrder> strays = new ArrayList<>();
        sheet.read(
                name,
                file,
                row -> {
                    if (row.at(CsvColumns.ORDER).isEmpty()) {
                        strays.add(row.withoutOrder());
                    } else {
                        orders.computeIfAbsent(row.at(CsvColumns.ORDER), CsvOrder::new).add(row);
                    }
                });
        List<FileOrder> all =
                new ArrayList<>(
                        orders.values().stream().map(order -> order.finish(fileTime)).toList());
        all.addAll(strays);
        return all;
    }
}
