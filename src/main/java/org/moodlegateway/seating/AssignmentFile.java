package org.moodlegateway.seating;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.intake.CsvSheet;
import org.moodlegateway.order.OrderRejectedException;

/** A CSV file that says who sits where: one row for each seat. */
public final class AssignmentFile {
    public static final String REFERENCE = "reference";
    public static final String EMAIL = "email";
    public static final String FIRST = "first";
    public static final String LAST = "last";
    public static final String COURSE = "course";
    public static final String ROLE = "role";

    /** All columns, in the order in which to write them. */
    public static final List<String> COLUMNS = List.of(REFERENCE, EMAIL, FIRST, LAST, COURSE, ROLE);

    private AssignmentFile() {}

    /**
     * The rows of a file, blank ones left out.
     *
     * @throws OrderRejectedException if the file as a whole can't be read, or is longer than {@code
     *     mostRows}
     */
    public static List<CsvRow> rows(byte[] file, int mostRows) {
        List<CsvRow> rows = new ArrayList<>();
        new CsvSheet(COLUMNS, Set.of(REFERENCE, EMAIL), mostRows).read(file, rows::add);
        return rows;
    }
}
