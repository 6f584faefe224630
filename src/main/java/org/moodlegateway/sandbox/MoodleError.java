package org.moodlegateway.sandbox;

import java.util.Set;

/**
 * A refusal as Moodle words it: HTTP 200 and an object of {@code exception}, {@code errorcode} and
 * {@code message}. Debugging is off, so the message never says which value was wrong.
 */
final class MoodleError extends RuntimeException {
    private static final String MISSING_RECORD = "dml_missing_record_exception";

    private static final long serialVersionUID = 1;

    /** Classes that moved to the namespace {@code core\exception} after 4.4. */
    private static final Set<String> MOVED =
            Set.of(
                    "moodle_exception",
                    "invalid_parameter_exception",
                    "invalid_response_exception",
                    "required_capability_exception",
                    "require_login_exception",
                    "coding_exception");

    private final String type;
    private final String code;
    private final boolean workKept;

    private MoodleError(String type, String code, String message, boolean workKept) {
        super(message, null, false, false);
        this.type = type;
        this.code = code;
        this.workKept = workKept;
    }

    static MoodleError of(String type, String code, String message) {
        return new MoodleError(type, code, message, false);
    }

    static MoodleError moodle(String code, String message) {
        return of("moodle_exception", code, message);
    }

    static MoodleError invalidParameter() {
        return of(
                "invalid_parameter_exception",
                "invalidparameter",
                "Invalid parameter value detected");
    }

    static MoodleError missingRecord(String code) {
        return of(MISSING_RECORD, code, "Can't find data record in database table.");
    }

    static MoodleError coding(String detail) {
        return of(
                "coding_exception",
                "codingerror",
                "Coding error detected, it must be fixed by a programmer: " + detail);
    }

    static MoodleError write() {
        return of("dml_write_exception", "dmlwriteexception", "Error writing to database");
    }

    static MoodleError access() {
        return of("webservice_access_exception", "accessexception", "Access control exception");
    }

    static MoodleError capability(String capability) {
        return of(
                "required_capability_exception",
                "nopermissions",
                "Sorry, but you do not currently have permissions to do that ("
                        + capability
                        + ").");
    }

    static MoodleError requireLogin() {
        return of(
                "require_login_exception",
                "requireloginerror",
                "Course or activity not accessible. (Not enrolled)");
    }

    static MoodleError courseContext() {
        return moodle(
                "errorcoursecontextnotvalid",
                "You cannot execute functions in the course context.");
    }

    /** PHP's own error: it has no code. */
    static MoodleError php(String message) {
        return of("Error", null, message);
    }

    /** The refusal for a code, under the class Moodle throws it with. */
    static MoodleError byCode(String code) {
        String type =
                switch (code) {
                    case "invalidparameter" -> "invalid_parameter_exception";
                    case "accessexception" -> "webservice_access_exception";
                    case "nopermissions" -> "required_capability_exception";
                    case "requireloginerror" -> "require_login_exception";
                    case "codingerror" -> "coding_exception";
                    case "dmlwriteexception" -> "dml_write_exception";
                    case "dmlreadexception" -> "dml_read_exception";
                    case "invalidrecord", "invaliduser" -> MISSING_RECORD;
                    case "invalidresponse" -> "invalid_response_exception";
                    default -> "moodle_exception";
                };
        return of(type, code, code);
    }

    /** The same refusal, but what the call did before it stays done. */
    MoodleError keepingWork() {
        return new MoodleError(type, code, getMessage(), true);
    }

    boolean keepsWork() {
        return workKept;
    }

    String exception(Behaviour behaviour) {
        return behaviour.isFive() && MOVED.contains(type) ? "core\\exception\\" + type : type;
    }

    /** As the site words it: 5.x without debugging has one word for every record it lacks. */
    String code(Behaviour behaviour) {
        return behaviour.isFive() && type.equals(MISSING_RECORD) ? "invalidrecordunknown" : code;
    }

    /** Null for an error of PHP. */
    String code() {
        return code;
    }
}
