package org.moodlegateway.seat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.order.Participant;
import org.moodlegateway.seat.Parameters.Given;

/**
 * What the parameters of an enrolling handler say about course and roles. Every method refuses,
 * naming product, parameter and value, what can't be.
 */
final class CourseAccess {
    /** A participant with this role gets the one of parameter {@code supervisor}. */
    private static final String SUPERVISOR_SEAT = "_supervisor";

    private static final String DEFAULT_ROLE = "student";
    private static final String ONLY_METHOD = "manual";
    private static final int MAX_SHORT_NAME = 255;
    private static final int MAX_ID_NUMBER = 100;

    private final Parameters parameters;
    private final Set<String> roles;

    CourseAccess(Parameters parameters, Set<String> roles) {
        this.parameters = parameters;
        this.roles = roles;
    }

    CourseName course() {
        return courseIfNamed().orElseThrow(this::missing);
    }

    Optional<CourseName> courseIfNamed() {
        Optional<CourseName> byShortName =
                parameters
                        .find(Parameter.COURSE_NAME)
                        .map(name -> CourseName.shortName(limited(name, MAX_SHORT_NAME)));
        Optional<CourseName> byIdNumber =
                parameters
                        .find(Parameter.COURSE_ID_NUMBER)
                        .map(id -> CourseName.idNumber(limited(id, MAX_ID_NUMBER)));
        return byShortName.or(() -> byIdNumber);
    }

    private RuntimeException missing() {
        return parameters.refused(
                "parameter-missing", "coursename is missing, the short name of the course");
    }

    private String limited(Given name, int max) {
        if (name.value().length() > max) {
            throw parameters.invalid(name, "has more than " + max + " characters");
        }
        return name.value();
    }

    /** For participants that name none. */
    String role() {
        Optional<Given> given = parameters.find(Parameter.ROLE);
        if (given.isEmpty() && !roles.contains(DEFAULT_ROLE)) {
            throw parameters.refused("role-unknown", "role is missing, and student " + notARole());
        }
        return given.map(this::known).orElse(DEFAULT_ROLE);
    }

    private String known(Given role) {
        if (!roles.contains(role.value())) {
            throw parameters.refused(role, "role-unknown", notARole());
        }
        return role.value();
    }

    private String notARole() {
        return "is none of the roles " + String.join(", ", new TreeSet<>(roles));
    }

    /** Role of the buyer beside the seats, if the product wants him there. */
    Optional<String> supervisorRole() {
        return parameters.find(Parameter.SUPERVISOR).map(this::known);
    }

    /** The course where the buyer finds help, if the product has one. */
    Optional<CourseName> supportCourse() {
        return parameters
                .find(Parameter.CUSTOMER_SUPPORT)
                .map(name -> CourseName.shortName(limited(name, MAX_SHORT_NAME)));
    }

    void refuseOtherMethods() {
        Optional<Given> method = parameters.find(Parameter.ENROL_NAME);
        if (method.isPresent() && !method.get().value().equals(ONLY_METHOD)) {
            throw parameters.invalid(
                    method.get(), "can't be written by Moodle's web services, only manual can");
        }
    }

    /** The participant with the role that the product has for theirs, if it has one. */
    Participant withOwnRole(Participant participant) {
        return participant.role().equals(SUPERVISOR_SEAT)
                ? supervisorRole()
                        .map(
                                role ->
                                        new Participant(
                                                participant.email(),
                                                participant.firstName(),
                                                participant.lastName(),
                                                role))
                        .orElse(participant)
                : participant;
    }
}
