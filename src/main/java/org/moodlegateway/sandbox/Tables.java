package org.moodlegateway.sandbox;

/**
 * The site's rows. Not safe for several threads: the site's lock guards them. Rows are changed
 * through a {@link Transaction} only.
 */
record Tables(
        UserTable users,
        CourseTable courses,
        EnrolmentTable enrolments,
        RoleTable roles,
        GroupTable groups) {

    static Tables empty() {
        return new Tables(
                new UserTable(),
                new CourseTable(),
                new EnrolmentTable(),
                new RoleTable(),
                new GroupTable());
    }
}
