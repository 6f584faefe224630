package org.moodlegateway.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moodlegateway.order.OrderRejectedException;

/** Finds the orders in a CSV file: the rows of one order need not stand together. */
final class CsvFile {
    private final CsvSheet sheet;

    CsvFile(int mostRows) {
        this.sheet = new CsvSheet(CsvColumns.all(), CsvColumns.REQUIRED, mostRows);
    }

    /**
     * The orders, each with its problems.
     *
     * @param fileTime what {@code updated_at} is where the file doesn't say
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    List<FileOrder> orders(byte[] file, Instant fileTime) {
        Map<String, CsvOrder> orders = new LinkedHashMap<>();
        List<FileOrder> strays = new ArrayList<>();
        sheet.read(
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
