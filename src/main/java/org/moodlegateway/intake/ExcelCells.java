package org.moodlegateway.intake;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.Row;

/**
 * The cells of a row as text. Excel keeps dates as numbers and knows them by their format; in a
 * column of times every number is one, whatever its format.
 */
final class ExcelCells implements SheetColumns.Cells {
    /** More digits than these are noise of binary fractions; Excel shows none of them. */
    private static final MathContext SHOWN = new MathContext(15);

    private static final int LONGEST = 40;

    /** What in a format stands for itself: quoted, escaped, a colour, a filler. */
    private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*]|[\\\\_*].");

    private static final Pattern DATE = Pattern.compile("(?i)[ymdhs]");

    private final Row row;
    private final ZoneId zone;

    /** {@code zone} is where the dates are meant. */
    ExcelCells(Row row, ZoneId zone) {
        this.row = row;
        this.zone = zone;
    }

    @Override
    public int size() {
        return row.getCellCount();
    }

    @Override
    public String text(int index) {
        Cell cell = row.getCell(index);
        if (cell == null || cell.getValue() == null) {
            return "";
        }
        if (cell.getValue() instanceof BigDecimal number) {
            return isDate(cell) ? date(cell, number) : shown(number);
        }
        return cell.getText();
    }

    @Override
    public String time(int index) {
        Cell cell = row.getCell(index);
        return cell != null && cell.getValue() instanceof BigDecimal number
                ? instant(cell, number)
                : text(index);
    }

    private static boolean isDate(Cell cell) {
        String format = cell.getDataFormatString();
        if (format == null) {
            return cell.getDataFormatId() != null && isAsianDate(cell.getDataFormatId());
        }
        return !format.equalsIgnoreCase("General")
                && DATE.matcher(LITERAL.matcher(format).replaceAll("")).find();
    }

    /** Formats that East Asian versions imply. */
    private static boolean isAsianDate(int format) {
        return (format >= 27 && format <= 36) || (format >= 50 && format <= 58);
    }

    private String instant(Cell cell, BigDecimal number) {
        try {
            LocalDateTime local = local(cell);
            return local.atZone(zone).toInstant().toString();
        } catch (DateTimeException | ArithmeticException e) {
            return shown(number);
        }
    }

    private static String date(Cell cell, BigDecimal number) {
        try {
            LocalDateTime local = local(cell);
            return local.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? local.toLocalDate().toString()
                    : local.toString();
        } catch (DateTimeException | ArithmeticException e) {
            return shown(number);
        }
    }

    /** To the second: a fraction of a day hits none exactly. */
    private static LocalDateTime local(Cell cell) {
        return cell.asDate().plus(500, ChronoUnit.MILLIS).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String shown(BigDecimal number) {
        BigDecimal rounded = number.round(SHOWN).stripTrailingZeros();
        boolean readable = Math.abs((long) rounded.scale()) <= LONGEST;
        return readable ? rounded.toPlainString() : rounded.toString();
    }
}
