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
        SITE
    }

    /** Having an account, and no more. */
    public static final CourseName ACCOUNT = new CourseName(Field.SITE, "account");

    public static CourseName shortName(String value) {
        return new CourseName(Field.SHORTNAME, value);
    }

    public static CourseName idNumber(String value) {
        return new CourseName(Field.IDNUMBER, value);
    }

    /** The text shown to people: the bare short name, or {@code idnumber:X}. */
    @Override
    public String toString() {
        return field == Field.IDNUMBER ? "idnumber:" + value : value;
    }
}
