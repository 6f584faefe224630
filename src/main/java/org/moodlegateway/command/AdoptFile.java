package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.ExistingEnrolment;
import org.moodlegateway.order.Emails;
import org.moodlegateway.seat.Period;

/**
 * A CSV file of enrolments: the first row names the columns {@code email}, {@code course}, {@code
 * role}, {@code start}, {@code end}, and perhaps {@code first} and {@code last}. A course is a
 * short name or {@code idnumber:X}; a time is an ISO-8601 date, an instant or Unix seconds; an
 * empty start is since ever, an empty end is none, as 0 is for Moodle.
 */
final class AdoptFile {
    private static final List<String> REQUIRED = List.of("email", "course", "role", "start", "end");
    private static final Set<String> KNOWN =
            Set.of("email", "course", "role", "start", "end", "first", "last");
    private static final String IDNUMBER = "idnumber:";

    private final ZoneId zone;
    private final Set<String> roles;
    private final int mostRows;

    /**
     * @param zone in which a bare date begins
     * @param roles short names that may be given
     */
    AdoptFile(ZoneId zone, Set<String> roles, int mostRows) {
        this.zone = zone;
        this.roles = roles;
        this.mostRows = mostRows;
    }

    /**
     * A row, as a spreadsheet numbers it.
     *
     * @param enrolment null if it can't be taken
     * @param problem why it can't be taken, empty if it can
     */
    record Row(
            long number, String email, String course, ExistingEnrolment enrolment, String problem) {
        boolean isGood() {
            return problem.isEmpty();
        }

        Row refused(String why) {
            return new Row(number, email, course, null, why);
        }
    }

    List<Row> read(Path file) throws IOException {
        CSVFormat format =
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .setIgnoreHeaderCase(true)
                        .setTrim(true)
                        .setIgnoreEmptyLines(true)
                        .setDelimiter(delimiter(file))
                        .get();
        try (Reader reader = Files.newBufferedReader(file, UTF_8);
                CSVParser parser = CSVParser.parse(reader, format)) {
            checkColumns(parser.getHeaderNames());
            List<Row> rows = new ArrayList<>();
            for (CSVRecord record : parser) {
                if (rows.size() == mostRows) {
                    throw new StoppedException(
                            file + " has more than " + mostRows + " rows (intake.max-rows)");
                }
                rows.add(row(record));
            }
            return rows;
        } catch (UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new StoppedException(file + " can't be read as CSV: " + e.getMessage());
        }
    }

    private static String delimiter(Path file) throws IOException {
        try (var lines = Files.lines(file, UTF_8)) {
            String first = lines.findFirst().orElse("");
            return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ";" : ",";
        } catch (UncheckedIOException e) {
            throw new StoppedException(file + " is not UTF-8; save it as \"CSV UTF-8\"");
        }
    }

    private static void checkColumns(List<String> columns) {
        List<String> names = columns.stream().map(AdoptFile::plain).toList();
        for (String column : REQUIRED) {
            if (!names.contains(column)) {
                throw new StoppedException("the file's first row doesn't name column " + column);
            }
        }
        for (String column : names) {
            if (!KNOWN.contains(column)) {
                throw new StoppedException("the file has a column that is not known: " + column);
            }
        }
    }

    private static String plain(String column) {
        return column.replace("\uFEFF", "").strip().toLowerCase(java.util.Locale.ROOT);
    }

    private Row row(CSVRecord record) {
        String email = cell(record, "email");
        String course = cell(record, "course");
        Row bare = new Row(record.getRecordNumber() + 1, email, course, null, "");
        if (!record.isConsistent()) {
            return bare.refused("it has " + record.size() + " cells");
        }
        if (!Emails.usable(email)) {
            return bare.refused("Moodle takes no such e-mail");
        }
        if (course.isEmpty() || course.equals(IDNUMBER)) {
            return bare.refused("no course");
        }
        String role = cell(record, "role");
        if (!roles.contains(role)) {
            return bare.refused("role \"" + role + "\" is not in moodle.roles");
        }
        try {
            Instant start = time(cell(record, "start"), Instant.EPOCH);
            Instant end = time(cell(record, "end"), Period.NO_END);
            if (!start.isBefore(end)) {
                return bare.refused("it ends before it begins");
            }
            return new Row(
                    bare.number,
                    email,
                    course,
                    new ExistingEnrolment(
                            email,
                            cell(record, "first"),
                            cell(record, "last"),
                            name(course),
                            role,
                            new Period(start, end)),
                    "");
        } catch (DateTimeException | NumberFormatException e) {
            return bare.refused("a time that can't be read; write 2026-01-31 or Unix seconds");
        }
    }

    private static String cell(CSVRecord record, String column) {
        return record.getParser() != null && record.isSet(column) ? record.get(column) : "";
    }

    private static CourseName name(String course) {
        return course.startsWith(IDNUMBER)
                ? CourseName.idNumber(course.substring(IDNUMBER.length()))
                : CourseName.shortName(course);
    }

    private Instant time(String text, Instant ifNone) {
        if (text.isEmpty() || text.equals("0")) {
            return ifNone;
        }
        if (text.matches("[0-9]{1,12}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        return text.length() == "2026-01-31".length()
                ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}
