package org.moodlegateway.seating;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.intake.SheetReader;
import org.moodlegateway.order.OrderRejectedException;

/** A table, CSV or Excel, that says who sits where: one row for each seat. */
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
     * @param name of the file; what doesn't end in {@code .xlsx} is CSV
     * @throws OrderRejectedException if the file as a whole can't be read, or is larger than {@code
     *     limits}
     */
    public static List<CsvRow> rows(String name, byte[] file, FileLimits limits) {
        List<CsvRow> rows = new ArrayList<>();
        new SheetReader(COLUMNS, Set.of(), Set.of(REFERENCE, EMAIL), limits, ZoneOffset.UTC)
                .read(name, file, rows::add);
        return rows;
    }
}
