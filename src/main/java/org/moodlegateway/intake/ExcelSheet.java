package org.moodlegateway.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.moodlegateway.order.OrderRejectedException;

/**
 * The first sheet of a workbook that one sees, as a table: {@code .xlsx}, read row by row. A
 * formula is what it came to when the workbook was saved.
 *
 * <p>Source: ECMA-376, and what Excel and LibreOffice make of it.
 */
final class ExcelSheet {
    private static final String SAVE_AS = "save it as \"Excel Workbook (.xlsx)\" or \"CSV UTF-8\"";
    private static final int HEADER = 8;

    private ExcelSheet() {}

    /**
     * Hands over row after row.
     *
     * @param zone in which its dates are meant
     * @throws OrderRejectedException if the file as a whole can't be read
     */
    static void read(byte[] file, FileLimits limits, ZoneId zone, SheetReader.Rows rows) {
        if (file.length >= HEADER && ReadableWorkbook.isOLE2Header(file)) {
            throw refused("the workbook has a password, or is of an older Excel; " + SAVE_AS);
        }
        try {
            WorkbookMeasure.check(file, limits);
            read(file, zone, rows);
        } catch (OrderRejectedException e) {
            throw e;
        } catch (Exception e) {
            // a broken one is told by many, some of which the readers don't declare
            throw refused("the workbook is broken, or is none; " + SAVE_AS);
        }
    }

    private static void read(byte[] file, ZoneId zone, SheetReader.Rows rows) throws IOException {
        try (ReadableWorkbook workbook =
                        new ReadableWorkbook(
                                new ByteArrayInputStream(file), new ReadingOptions(true, true));
                Stream<Row> sheet = first(workbook).openStream()) {
            sheet.forEach(row -> rows.row(row.getRowNum(), new ExcelCells(row, zone)));
        }
    }

    private static Sheet first(ReadableWorkbook workbook) {
        return workbook.getSheets()
                .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst()
                .orElseThrow(() -> refused("the workbook has no sheet that one sees"));
    }

    private static OrderRejectedException refused(String message) {
        return new OrderRejectedException("xlsx-unreadable", "", message);
    }
}
