package org.moodlegateway.lives;

/**
 * What the shop of these lives sells. Each stands on several shelves, with a course of its own on
 * each, so that no course holds the people of all lives.
 */
enum Ware {
    /** Thirty days. */
    WEEKS("SCI", "student", 30),
    /** Three hundred days in the same course. */
    LONG("SCI", "student", 300),
    /** A class with a group, who pays watches over it, and finds help. */
    CLASS("MATH", "student", 300),
    /** For people who teach, without end; who is cancelled is taken out. */
    TEACH("TEACH", "teacher", 0),
    /** Sixty days, and thirty more with each renewal. */
    CLUB("CLUB", "student", 60),
    /** One seat, whatever the quantity: for the one who is named, else for the buyer. */
    SELF("LANG", "student", 90),
    /** In no catalogue. */
    NOPE("", "", 0);

    static final String HELP = "HELP";
    static final String SUPERVISOR = "teacher";
    static final int RENEWAL_DAYS = 30;

    private final String course;
    private final String role;
    private final int days;

    Ware(String course, String role, int days) {
        this.course = course;
        this.role = role;
        this.days = days;
    }

    String course() {
        return course;
    }

    String role() {
        return role;
    }

    /** 0 for no end. */
    int days() {
        return days;
    }

    boolean countsSeats() {
        return this != SELF;
    }

    boolean watched() {
        return this == CLASS;
    }

    String code(int shelf) {
        return this + "-" + shelf;
    }

    /** All products of a shelf, as {@code products.yaml} has them. */
    static String shelf(int shelf) {
        StringBuilder yaml = new StringBuilder();
        for (Ware ware : values()) {
            if (ware != NOPE) {
                yaml.append(ware.product(shelf));
            }
        }
        return yaml.toString();
    }

    private String product(int shelf) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("  - code: ").append(code(shelf)).append('\n');
        yaml.append("    handler: ")
                .append(countsSeats() ? "setupcoursesession" : "enrolonecourse")
                .append('\n');
        yaml.append("    parameters:\n");
        yaml.append("      coursename: ").append(course).append('-').append(shelf).append('\n');
        yaml.append("      role: ").append(role).append('\n');
        if (days > 0) {
            yaml.append("      duration: ").append(days).append('\n');
        }
        if (watched()) {
            yaml.append("      groupname: \"Class {order}\"\n");
            yaml.append("      supervisor: ").append(SUPERVISOR).append('\n');
            yaml.append("      customersupport: ").append(HELP).append('-').append(shelf);
            yaml.append('\n');
        }
        if (countsSeats()) {
            yaml.append("    seats: true\n");
        }
        if (this == TEACH) {
            yaml.append("    on-cancel: unenrol\n");
        }
        if (this == CLUB) {
            yaml.append("    renewable: true\n");
            yaml.append("    renewal: { mode: on-order, period: P")
                    .append(RENEWAL_DAYS)
                    .append("D, lead: P7D }\n");
        }
        return yaml.toString();
    }
}
