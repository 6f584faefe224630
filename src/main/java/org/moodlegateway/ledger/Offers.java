package org.moodlegateway.ledger;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.seat.Length;
import org.moodlegateway.seat.Offer;
import org.moodlegateway.seat.Sold;
import org.moodlegateway.seat.Terms;

/** What a seat was sold as, in the columns of the table {@code seat}. */
final class Offers {
    private static final String BETWEEN_COURSES = "\n";

    private Offers() {}

    /** Null while the product is unknown. */
    static Offer read(ResultSet row) throws SQLException {
        Instant start = Rows.instant(row, "starts_at");
        if (start == null) {
            return null;
        }
        String field = row.getString("course_field");
        String renewal = Rows.text(row, "renewal");
        return new Offer(
                field == null
                        ? null
                        : new CourseName(
                                CourseName.Field.valueOf(field), row.getString("course_name")),
                courses(Rows.text(row, "course_list")),
                new Terms(
                        start,
                        Length.parse(Rows.text(row, "length")),
                        row.getBoolean("not_before_course"),
                        row.getBoolean("start_on_assign")),
                row.getString("group_name"),
                Ending.valueOf(row.getString("on_cancel")),
                renewal.isEmpty() ? null : RenewalTerms.parse(renewal),
                sold(row));
    }

    /** Null for a seat that was sold before this was written down. */
    private static Sold sold(ResultSet row) throws SQLException {
        String parameters = row.getString("sold_parameters");
        return parameters == null
                ? null
                : new Sold(parameters, Rows.text(row, "sold_role"), Rows.text(row, "sold_group"));
    }

    private static List<CourseName> courses(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(BETWEEN_COURSES)).map(CourseName::shortName).toList();
    }

    /** Binds the columns that {@link #read} reads; {@code offer} may be null. */
    static void bind(SqlStatement<?> statement, Offer offer) {
        boolean known = offer != null;
        CourseName course = known ? offer.courseName() : null;
        Terms terms = known ? offer.terms() : null;
        Sold sold = known ? offer.sold() : null;
        statement
                .bind("courseField", course == null ? null : course.field().name())
                .bind("courseName", course == null ? null : course.value())
                .bind(
                        "courseList",
                        known
                                ? offer.choices().stream()
                                        .map(CourseName::value)
                                        .collect(joining(BETWEEN_COURSES))
                                : "")
                .bindByType("start", known ? terms.start() : null, Instant.class)
                .bind("length", known ? terms.length().text() : null)
                .bind("notBefore", known && terms.notBeforeCourse())
                .bind("onAssign", known && terms.startOnAssign())
                .bind("group", known ? offer.group() : "")
                .bind("onCancel", (known ? offer.onCancel() : Ending.SUSPEND).name())
                .bind("renewal", known ? offer.renewed().map(RenewalTerms::text).orElse("") : "")
                .bind("soldParameters", sold == null ? null : sold.parameters())
                .bind("soldRole", sold == null ? null : sold.role())
                .bind("soldGroup", sold == null ? null : sold.group());
    }
}
