package org.moodlegateway.catalogue;

/**
 * How a product names its course in Moodle. Both kinds are compared case-sensitively, as Moodle
 * does.
 *
 * @param field which of the course's names is meant
 */
public record CourseName(Field field, String value) {
    /** The course fields that a product may use. */
    public enum Field {
        SHORTNAME,
        IDNUMBER,
        /** No course but the site itself: who is "in" it has an account. */
        SITE,
        /** Moodle's own number, for a course that no other name leads to; no product uses it. */
        ID
    }

    /** Having an account, and no more. */
    public static final CourseName ACCOUNT = new CourseName(Field.SITE, "account");

    public static CourseName shortName(String value) {
        return new CourseName(Field.SHORTNAME, value);
    }

    public static CourseName idNumber(String value) {
        return new CourseName(Field.IDNUMBER, value);
    }

    /** A course by Moodle's own number. */
    public static CourseName id(long number) {
        return new CourseName(Field.ID, String.valueOf(number));
    }

    /** The text shown to people: the bare short name, {@code idnumber:X} or {@code id:X}. */
    @Override
    public String toString() {
        return switch (field) {
            case IDNUMBER -> "idnumber:" + value;
            case ID -> "id:" + value;
            case SHORTNAME, SITE -> value;
        };
    }
}
