package org.moodlegateway.sandbox;

import java.util.Set;

/** Moodle's names of the rights the sandbox knows. */
final class Capabilities {
    static final String USE_REST = "webservice/rest:use";
    static final String COURSE_VIEW = "moodle/course:view";
    static final String VIEW_HIDDEN_COURSES = "moodle/course:viewhiddencourses";
    static final String ENROL = "enrol/manual:enrol";
    static final String UNENROL = "enrol/manual:unenrol";
    static final String ROLE_ASSIGN = "moodle/role:assign";
    static final String ROLE_REVIEW = "moodle/role:review";
    static final String USER_CREATE = "moodle/user:create";
    static final String USER_UPDATE = "moodle/user:update";
    static final String USER_VIEW_DETAILS = "moodle/user:viewdetails";
    static final String USER_VIEW_ALL_DETAILS = "moodle/user:viewalldetails";
    static final String VIEW_USER_IDENTITY = "moodle/site:viewuseridentity";
    static final String MANAGE_GROUPS = "moodle/course:managegroups";
    static final String ACCESS_ALL_GROUPS = "moodle/site:accessallgroups";
    static final String ENROL_REVIEW = "moodle/course:enrolreview";
    static final String VIEW_PARTICIPANTS = "moodle/course:viewparticipants";
    static final String COURSE_UPDATE = "moodle/course:update";
    static final String MESSAGE_ANY_USER = "moodle/site:messageanyuser";
    static final String MAINTENANCE_ACCESS = "moodle/site:maintenanceaccess";
    static final String COHORT_MANAGE = "moodle/cohort:manage";

    /** The least rights of a gateway's account, its optional ones included. */
    static final Set<String> GATEWAY =
            Set.of(
                    USE_REST,
                    COURSE_VIEW,
                    VIEW_HIDDEN_COURSES,
                    ENROL,
                    UNENROL,
                    ROLE_ASSIGN,
                    USER_CREATE,
                    USER_UPDATE,
                    USER_VIEW_DETAILS,
                    USER_VIEW_ALL_DETAILS,
                    VIEW_USER_IDENTITY,
                    MANAGE_GROUPS,
                    ENROL_REVIEW,
                    COURSE_UPDATE,
                    MESSAGE_ANY_USER);

    private Capabilities() {}
}
