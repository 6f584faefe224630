package org.moodlegateway.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call, checked in Moodle's order: token, maintenance, suspension, right to the protocol,
 * function, service. Guarded by the site's lock.
 */
final class Gatekeeper {
    private final Map<String, Caller> callers = new LinkedHashMap<>();

    Gatekeeper(List<Caller> start) {
        start.forEach(this::save);
    }

    /** Adds the caller, or replaces the one of its name. */
    void save(Caller caller) {
        callers.put(caller.name(), caller);
    }

    Optional<Caller> find(String name) {
        return Optional.ofNullable(callers.get(name));
    }

    List<Caller> all() {
        return List.copyOf(callers.values());
    }

    Caller authenticate(String token, Instant at, boolean siteMaintenance) {
        Caller caller =
                callers.values().stream()
                        .filter(known -> known.token().equals(token) && !known.revoked())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        MoodleError.moodle(
                                                "invalidtoken", "Invalid token - token not found"));
        if (caller.isExpiredAt(at)) {
            callers.remove(caller.name());
            throw MoodleError.access();
        }
        if (siteMaintenance && !caller.can(Capabilities.MAINTENANCE_ACCESS)) {
            throw MoodleError.moodle(
                    "sitemaintenance",
                    "The site is undergoing maintenance and is currently not available");
        }
        if (caller.suspended()) {
            throw MoodleError.moodle(
                    "wsaccessusersuspended", "Refused web service access for suspended username");
        }
        if (!caller.can(Capabilities.USE_REST)) {
            throw MoodleError.access();
        }
        return caller;
    }

    MoodleFunction function(String name, Caller caller, FunctionTable functions) {
        if (name.isEmpty()) {
            throw MoodleError.invalidParameter();
        }
        MoodleFunction function =
                functions.find(name).orElseThrow(() -> MoodleError.missingRecord("invalidrecord"));
        if (!function.inService() || caller.withoutFunctions().contains(name)) {
            throw MoodleError.access();
        }
        return function;
    }

    /** What site_info is spared: a forced password change, a site policy that is not accepted. */
    void checkAccount(Caller caller, MoodleFunction function) {
        if (function.name().equals(SiteFunctions.SITE_INFO)) {
            return;
        }
        if (caller.passwordChange()) {
            throw MoodleError.moodle(
                    "forcepasswordchangenotice", "You must change your password to proceed.");
        }
        if (!caller.policyAgreed()) {
            throw MoodleError.moodle("sitepolicynotagreed", "You have not agreed to the policy.");
        }
    }
}
