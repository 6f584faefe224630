package org.moodlegateway.seat;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters that handlers know, each with its other spellings. */
enum Parameter {
    COURSE_NAME("coursename"),
    COURSE_ID_NUMBER("courseidnumber"),
    ROLE("role"),
    ENROL_NAME("enrolname", "enrol", "enroltype"),
    START_TIME("starttime", "startdate"),
    END_TIME("endtime", "enddate"),
    DURATION("duration"),
    CUSTOMER_SUPPORT("customersupport"),
    SUPERVISOR("supervisor"),
    GROUP_NAME("groupname"),
    NOT_BEFORE_COURSE("notbeforecourse"),
    NOT_AFTER_COURSE("notaftercourse"),
    START_ON_ASSIGN("startonassign"),
    COURSE_LIST("courselist"),
    PACK_SIZE("packsize"),
    EXTENSION("extension", "timeshift");

    /** Two ways to name one thing, the course. */
    static final Set<Parameter> COURSE = Set.of(COURSE_NAME, COURSE_ID_NUMBER);

    /** What a handler may be told that enrols people in one course. */
    static final Set<Parameter> ENROLLING =
            Collections.unmodifiableSet(EnumSet.range(COURSE_NAME, START_ON_ASSIGN));

    private final List<String> spellings;

    Parameter(String... spellings) {
        this.spellings = List.of(spellings);
    }

    /** The first one is the usual one. */
    List<String> spellings() {
        return spellings;
    }

    /** The spellings of some. */
    static Set<String> spellings(Set<Parameter> parameters) {
        return parameters.stream()
                .flatMap(parameter -> parameter.spellings.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Optional<Parameter> spelled(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.spellings.contains(name))
                .findFirst();
    }
}
