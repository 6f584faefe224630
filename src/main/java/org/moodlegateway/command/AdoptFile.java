package org.moodlegateway.command;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.intake.SheetReader;
import org.moodlegateway.ledger.ExistingEnrolment;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.seat.Period;

/**
 * A table of enrolments, CSV or Excel: the first row names the columns {@code email}, {@code
 * course}, {@code role}, {@code start}, {@code end}, and perhaps {@code first} and {@code last}. A
 * course is a short name or {@code idnumber:X}; a time is an ISO-8601 date, an instant, one without
 * a zone, or Unix seconds; an empty start is since ever, an empty end is none, as 0 is for Moodle.
 */
final class AdoptFile {
    private static final List<String> COLUMNS =
            List.of("email", "course", "role", "start", "end", "first", "last");
    private static final Set<String> REQUIRED = Set.of("email", "course", "role", "start", "end");
    private static final String IDNUMBER = "idnumber:";

    /** As a spreadsheet's own times read. */
    private static final Pattern LOCAL = Pattern.compile("[0-9-]{10}T[0-9:.]+");

    private final ZoneId zone;
    private final Set<String> roles;
    private final FileLimits limits;

    /**
     * @param zone in which a bare date begins
     * @param roles short names that may be given
     */
    AdoptFile(ZoneId zone, Set<String> roles, FileLimits limits) {
        this.zone = zone;
        this.roles = roles;
        this.limits = limits;
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

    /** All rows but blank ones. */
    List<Row> read(Path file) {
        List<Row> rows = new ArrayList<>();
        try {
            new SheetReader(COLUMNS, Set.of(), REQUIRED, limits, zone)
                    .read(file.toString(), TableFile.bytes(file), row -> rows.add(row(row)));
        } catch (OrderRejectedException e) {
            throw new StoppedException(file + ": " + e.problem().message());
        }
        return rows;
    }

    private Row row(CsvRow record) {
        String email = record.at("email");
        String course = record.at("course");
        Row bare = new Row(record.number(), email, course, null, "");
        if (!record.complete()) {
            return bare.refused("it has more cells than the first row names");
        }
        if (!Emails.usable(email)) {
            return bare.refused("Moodle takes no such e-mail");
        }
        if (course.isEmpty() || course.equals(IDNUMBER)) {
            return bare.refused("no course");
        }
        String role = record.at("role");
        if (!roles.contains(role)) {
            return bare.refused("role \"" + role + "\" is not in moodle.roles");
        }
        try {
            Instant start = time(record.at("start"), Instant.EPOCH);
            Instant end = time(record.at("end"), Period.NO_END);
            if (!start.isBefore(end)) {
                return bare.refused("it ends before it begins");
            }
            return new Row(
                    bare.number,
                    email,
                    course,
                    new ExistingEnrolment(
                            email,
                            record.at("first"),
                            record.at("last"),
                            name(course),
                            role,
                            new Period(start, end)),
                    "");
        } catch (DateTimeException | NumberFormatException e) {
            return bare.refused("a time that can't be read; write 2026-01-31 or Unix seconds");
        }
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
        if (text.length() == "2026-01-31".length()) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        return LOCAL.matcher(text).matches()
                ? LocalDateTime.parse(text).atZone(zone).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}
