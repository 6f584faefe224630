package org.moodlegateway.sandbox;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * An account that calls the web service with a token, and what it may do.
 *
 * @param name how dials, journal and control calls name it
 * @param token its web-service token
 * @param admin a site administrator: every right, every role that exists in courses
 * @param capabilities rights at site level; null means the least rights of a gateway
 * @param assignable short names of the roles it may assign; null means student
 * @param withheld rights taken away in single courses, by short name
 * @param withoutFunctions functions taken out of its service
 * @param expires end of the token, null for none; the first call after it deletes the token
 * @param revoked the token is unknown to the site
 * @param suspended the account is suspended: no call gets through
 * @param passwordChange the account must change its password: only site_info gets through
 * @param policyAgreed false: the site policy is not accepted, only site_info gets through
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Caller(
        String name,
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String token,
        boolean admin,
        Set<String> capabilities,
        Set<String> assignable,
        Map<String, Set<String>> withheld,
        Set<String> withoutFunctions,
        Instant expires,
        boolean revoked,
        boolean suspended,
        boolean passwordChange,
        Boolean policyAgreed) {

    public Caller {
        capabilities = capabilities == null ? Capabilities.GATEWAY : Set.copyOf(capabilities);
        assignable = assignable == null ? Set.of("student") : Set.copyOf(assignable);
        withheld = withheld == null ? Map.of() : Map.copyOf(withheld);
        withoutFunctions = withoutFunctions == null ? Set.of() : Set.copyOf(withoutFunctions);
        policyAgreed = requireNonNullElse(policyAgreed, true);
    }

    /** A site administrator. */
    public static Caller administrator(String name, String token) {
        return new Caller(
                name, token, true, null, null, null, null, null, false, false, false, true);
    }

    /** An account with the least rights of a gateway that may assign these roles. */
    public static Caller gateway(String name, String token, Set<String> assignable) {
        return new Caller(
                name, token, false, null, assignable, null, null, null, false, false, false, true);
    }

    /** This caller with other rights at site level. */
    public Caller withCapabilities(Set<String> others) {
        return new Caller(
                name,
                token,
                admin,
                others,
                assignable,
                withheld,
                withoutFunctions,
                expires,
                revoked,
                suspended,
                passwordChange,
                policyAgreed);
    }

    /** This caller with another token. */
    public Caller withToken(String other) {
        return new Caller(
                name,
                other,
                admin,
                capabilities,
                assignable,
                withheld,
                withoutFunctions,
                expires,
                revoked,
                suspended,
                passwordChange,
                policyAgreed);
    }

    boolean can(String capability) {
        return admin || capabilities.contains(capability);
    }

    boolean canIn(MoodleCourse course, String capability) {
        return admin
                || (capabilities.contains(capability)
                        && !withheld.getOrDefault(course.shortname(), Set.of())
                                .contains(capability));
    }

    /** Whether the course lets the caller in without being enrolled. */
    boolean mayEnter(MoodleCourse course) {
        return canIn(course, Capabilities.COURSE_VIEW)
                && (course.visible() || canIn(course, Capabilities.VIEW_HIDDEN_COURSES));
    }

    boolean mayAssign(MoodleRole role, MoodleCourse course) {
        return role.course()
                && canIn(course, Capabilities.ROLE_ASSIGN)
                && (admin || assignable.contains(role.shortname()));
    }

    @JsonIgnore
    boolean isExpiredAt(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
