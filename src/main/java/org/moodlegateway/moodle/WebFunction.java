package org.moodlegateway.moodle;

/** The web-service functions that the gateway calls, and how their answers differ. */
public enum WebFunction {
    SITE_INFO("core_webservice_get_site_info", Shape.VALUE),
    COURSES_BY_FIELD("core_course_get_courses_by_field", Shape.VALUE),
    USERS_BY_FIELD("core_user_get_users_by_field", Shape.VALUE),
    USERS("core_user_get_users", Shape.VALUE),
    CREATE_USERS("core_user_create_users", Shape.VALUE),
    ENROL_USERS("enrol_manual_enrol_users", Shape.NOTHING),
    UNASSIGN_ROLES("core_role_unassign_roles", Shape.NOTHING),
    UNENROL_USERS("enrol_manual_unenrol_users", Shape.NOTHING),
    USERS_COURSES("core_enrol_get_users_courses", Shape.VALUE),
    ENROLLED_USERS("core_enrol_get_enrolled_users", Shape.VALUE),
    COURSE_GROUPS("core_group_get_course_groups", Shape.VALUE),
    CREATE_GROUPS("core_group_create_groups", Shape.VALUE),
    ADD_GROUP_MEMBERS("core_group_add_group_members", Shape.NOTHING),
    DELETE_GROUP_MEMBERS("core_group_delete_group_members", Shape.NOTHING);

    private enum Shape {
        VALUE,
        NOTHING
    }

    private final String moodleName;
    private final Shape shape;

    WebFunction(String moodleName, Shape shape) {
        this.moodleName = moodleName;
        this.shape = shape;
    }

    /** The name in Moodle's list of functions. */
    public String moodleName() {
        return moodleName;
    }

    boolean answersNull() {
        return shape == Shape.NOTHING;
    }

    boolean answersValue() {
        return shape == Shape.VALUE;
    }

    /**
     * Whether Moodle's {@code invalidrecord} may speak of a course or group in the call instead of
     * a missing function.
     */
    boolean namesRecords() {
        return this == ENROLLED_USERS
                || this == UNENROL_USERS
                || this == ADD_GROUP_MEMBERS
                || this == DELETE_GROUP_MEMBERS
                || this == CREATE_GROUPS
                || this == COURSE_GROUPS;
    }

    /** Whether missing rights are judged course by course. */
    boolean worksOnCourses() {
        return this == ENROL_USERS
                || this == UNASSIGN_ROLES
                || this == UNENROL_USERS
                || this == COURSE_GROUPS
                || this == CREATE_GROUPS
                || this == ADD_GROUP_MEMBERS
                || this == DELETE_GROUP_MEMBERS;
    }

    /** Whether enough goes on without it that its refusal must not stop the site. */
    boolean dispensable() {
        return this != SITE_INFO
                && this != COURSES_BY_FIELD
                && this != USERS_BY_FIELD
                && this != ENROL_USERS;
    }
}
