package org.moodlegateway.moodle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.line.DeadlineExceededException;
import org.moodlegateway.moodle.Outcome.Blame;

/** Every row of what Moodle is known to answer, and what it is taken for. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OutcomesTest {

    @ParameterizedTest(name = "{0} of {1} is {2} {3}")
    @CsvSource(
            textBlock =
                    """
                    # the caller and the site
                    invalidtoken,               ENROL_USERS,       SITE,
                    accessexception,            ENROL_USERS,       SITE,
                    accessexception,            USERS_BY_FIELD,    SITE,
                    accessexception,            COURSES_BY_FIELD,  SITE,
                    accessexception,            SITE_INFO,         SITE,
                    wsaccessusersuspended,      ENROL_USERS,       SITE,
                    wsaccessuserdeleted,        ENROL_USERS,       SITE,
                    wsaccessuserunconfirmed,    ENROL_USERS,       SITE,
                    wsaccessuserexpired,        ENROL_USERS,       SITE,
                    wsaccessusernologin,        ENROL_USERS,       SITE,
                    forcepasswordchangenotice,  ENROL_USERS,       SITE,
                    sitepolicynotagreed,        ENROL_USERS,       SITE,
                    restrictedcontextexception, ENROL_USERS,       SITE,
                    sitemaintenance,            ENROL_USERS,       SITE,
                    sitemaintenance,            CREATE_USERS,      SITE,
                    upgraderunning,             ENROL_USERS,       SITE,
                    # a function
                    invalidrecord,              ENROL_USERS,       SITE,
                    invalidrecord,              CREATE_USERS,      FUNCTION,
                    accessexception,            CREATE_USERS,      FUNCTION,
                    accessexception,            COURSE_GROUPS,     FUNCTION,
                    accessexception,            CREATE_GROUPS,     FUNCTION,
                    accessexception,            ADD_GROUP_MEMBERS, FUNCTION,
                    accessexception,            USERS_COURSES,     FUNCTION,
                    accessexception,            ENROLLED_USERS,    FUNCTION,
                    nopermissions,              CREATE_USERS,      FUNCTION,
                    nopermissions,              ENROLLED_USERS,    FUNCTION,
                    nopermissions,              USERS_BY_FIELD,    SITE,
                    accessexception,            UNASSIGN_ROLES,    FUNCTION,
                    invalidrecord,              UNASSIGN_ROLES,    FUNCTION,
                    accessexception,            UNENROL_USERS,     FUNCTION,
                    accessexception,            DELETE_GROUP_MEMBERS, FUNCTION,
                    # a course
                    nopermissions,              ENROL_USERS,       ITEM,     COURSE
                    requireloginerror,          ENROL_USERS,       ITEM,     COURSE
                    wsnoinstance,               ENROL_USERS,       ITEM,     COURSE
                    errorcoursecontextnotvalid, CREATE_GROUPS,     ITEM,     COURSE
                    nopermissions,              UNASSIGN_ROLES,    ITEM,     COURSE
                    requireloginerror,          UNASSIGN_ROLES,    ITEM,     COURSE
                    nopermissions,              UNENROL_USERS,     ITEM,     COURSE
                    requireloginerror,          UNENROL_USERS,     ITEM,     COURSE
                    wsnoinstance,               UNENROL_USERS,     ITEM,     COURSE
                    invalidrecord,              UNENROL_USERS,     ITEM,     COURSE
                    nopermissions,              DELETE_GROUP_MEMBERS, ITEM,  COURSE
                    errorcoursecontextnotvalid, DELETE_GROUP_MEMBERS, ITEM,  COURSE
                    # a role
                    invalidparameter,           UNASSIGN_ROLES,    ITEM,     ROLE
                    wsusercannotassign,         ENROL_USERS,       ITEM,     ROLE
                    # a person, before and after the account check of 5.1.3
                    codingerror,                ENROL_USERS,       ITEM,     PERSON
                    invaliduser,                ENROL_USERS,       ITEM,     PERSON
                    invaliduser,                ADD_GROUP_MEMBERS, ITEM,     PERSON
                    userdeleted,                ENROL_USERS,       ITEM,     PERSON
                    usernotconfirmed,           ENROL_USERS,       ITEM,     PERSON
                    guestsarenotallowed,        ENROL_USERS,       ITEM,     PERSON
                    invaliduser,                UNENROL_USERS,     ITEM,     PERSON
                    userdeleted,                UNENROL_USERS,     ITEM,     PERSON
                    invaliduser,                DELETE_GROUP_MEMBERS, ITEM,  PERSON
                    # a value
                    invalidparameter,           UNENROL_USERS,     ITEM,     ROW
                    invalidrecordunknown,       UNENROL_USERS,     ITEM,     ROW
                    invalidrecord,              DELETE_GROUP_MEMBERS, ITEM,  ROW
                    errorremovenotpermitted,    DELETE_GROUP_MEMBERS, ITEM,  ROW
                    invalidparameter,           ENROL_USERS,       ITEM,     ROW
                    invalidparameter,           CREATE_USERS,      ITEM,     ROW
                    invalidparameter,           ADD_GROUP_MEMBERS, ITEM,     ROW
                    idnumbertaken,              CREATE_GROUPS,     ITEM,     ROW
                    keyalreadyset,              USERS,             ITEM,     ROW
                    formatnotsupported,         CREATE_USERS,      ITEM,     ROW
                    invalidrecord,              ADD_GROUP_MEMBERS, ITEM,     ROW
                    invalidrecord,              ENROLLED_USERS,    ITEM,     ROW
                    dmlwriteexception,          ENROL_USERS,       ITEM,     DATABASE
                    dmlwriteexception,          CREATE_USERS,      ITEM,     DATABASE
                    dmlwriteexception,          UNENROL_USERS,     ITEM,     DATABASE
                    dmlwriteexception,          UNASSIGN_ROLES,    ITEM,     DATABASE
                    something_new,              ENROL_USERS,       ITEM,     ROW
                    # done, but the answer can't be shown
                    invalidresponse,            CREATE_USERS,      UNKNOWN,
                    """)
    void an_errorcode(String code, WebFunction function, String kind, Blame blame) {
        String oldClass =
                "{\"exception\":\"moodle_exception\",\"errorcode\":\""
                        + code
                        + "\",\"message\":\"any\"}";
        String newClass =
                "{\"exception\":\"core\\\\exception\\\\moodle_exception\",\"errorcode\":\""
                        + code
                        + "\",\"message\":\"n'importe quoi\",\"debuginfo\":\"x\"}";

        assertThat(kind(Outcomes.of(function, new Reply(200, oldClass, ""))))
                .isEqualTo(kind + " " + blame);
        assertThat(kind(Outcomes.of(function, new Reply(200, newClass, ""))))
                .isEqualTo(kind + " " + blame);
    }

    @ParameterizedTest(name = "HTTP {0} with {1} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | null                                                    | DONE
                    200 | ' null '                                                | DONE
                    200 | []                                                      | UNKNOWN
                    200 | {}                                                      | UNKNOWN
                    200 | true                                                    | UNKNOWN
                    200 | ''                                                      | UNKNOWN
                    200 | nul                                                     | UNKNOWN
                    200 | null null                                               | UNKNOWN
                    200 | <html><body>Error</body></html>                         | UNKNOWN
                    200 | <br/>Notice: x null                                     | UNKNOWN
                    200 | {"exception":"Error","message":"x"}                     | UNKNOWN
                    200 | {"exception":"moodle_exception","errorc                 | UNKNOWN
                    200 | {"exception":"e","errorcode":"<div>Too short</div>"}    | ITEM
                    200 | <?xml version="1.0"?><EXCEPTION><ERRORCODE>invalidtoken</ERRORCODE></EXCEPTION> | SITE
                    301 | ''                                                      | SITE
                    302 | ''                                                      | SITE
                    401 | ''                                                      | SITE
                    403 | ''                                                      | SITE
                    404 | not here                                                | SITE
                    413 | <html>too large</html>                                  | ITEM
                    429 | ''                                                      | SITE
                    500 | ''                                                      | UNKNOWN
                    502 | bad gateway                                             | UNKNOWN
                    503 | <html>maintenance</html>                                | SITE
                    504 | ''                                                      | UNKNOWN
                    """)
    void an_answer_to_an_enrolment(int status, String body, String kind) {
        Outcome outcome = Outcomes.of(WebFunction.ENROL_USERS, new Reply(status, body, ""));

        assertThat(kind(outcome).split(" ")[0]).isEqualTo(kind);
    }

    @ParameterizedTest(name = "what is taken back by {0} is done by null only")
    @EnumSource(names = {"UNASSIGN_ROLES", "UNENROL_USERS", "DELETE_GROUP_MEMBERS"})
    void an_answer_to_taking_back(WebFunction function) {
        assertThat(kind(Outcomes.of(function, new Reply(200, "null", "")))).startsWith("DONE");
        for (String other : List.of("[]", "{}", "true", "", "<html></html>")) {
            assertThat(kind(Outcomes.of(function, new Reply(200, other, ""))))
                    .startsWith("UNKNOWN");
        }
    }

    @ParameterizedTest(name = "a look-up answered with {0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []        | DONE
                    [{"id":1}]| DONE
                    {}        | DONE
                    null      | UNKNOWN
                    7         | UNKNOWN
                    """)
    void an_answer_to_a_look_up(String body, String kind) {
        Outcome outcome = Outcomes.of(WebFunction.USERS_BY_FIELD, new Reply(200, body, ""));

        assertThat(kind(outcome).split(" ")[0]).isEqualTo(kind);
    }

    @Test
    void moodle_says_how_long_it_wants_to_be_left_alone() {
        Outcome outcome = Outcomes.of(WebFunction.ENROL_USERS, new Reply(503, "", "300"));

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.SiteRefused(
                                "http-503", false, java.time.Duration.ofMinutes(5)));
    }

    @Test
    void what_never_reached_moodle_is_not_sent() {
        assertThat(Outcomes.of(new ConnectException("refused")))
                .isInstanceOf(Outcome.NotSent.class);
        assertThat(Outcomes.of(new ConnectTimeoutException("slow")))
                .isInstanceOf(Outcome.NotSent.class);
        assertThat(Outcomes.of(new UnknownHostException("who")))
                .isInstanceOf(Outcome.NotSent.class);
        assertThat(Outcomes.of(new ConnectionRequestTimeoutException("pool")))
                .isInstanceOf(Outcome.NotSent.class);
        assertThat(Outcomes.of(new SSLHandshakeException("cert")))
                .isInstanceOf(Outcome.NotSent.class);
        assertThat(Outcomes.of(new IOException("wrapped", new ConnectException("refused"))))
                .isInstanceOf(Outcome.NotSent.class);
    }

    @Test
    void what_may_have_reached_moodle_is_unknown() {
        assertThat(Outcomes.of(new SocketTimeoutException("read")))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(Outcomes.of(new SocketException("reset"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(Outcomes.of(new NoHttpResponseException("gone")))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(Outcomes.of(new DeadlineExceededException(null)))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(Outcomes.of(new IllegalStateException("odd")))
                .isInstanceOf(Outcome.Unknown.class);
    }

    private static String kind(Outcome outcome) {
        if (outcome instanceof Outcome.SiteRefused refused) {
            return (refused.functionOnly() ? "FUNCTION" : "SITE") + " null";
        }
        if (outcome instanceof Outcome.ItemRefused refused) {
            return "ITEM " + refused.blame();
        }
        return (outcome instanceof Outcome.Done
                        ? "DONE"
                        : outcome instanceof Outcome.Unknown ? "UNKNOWN" : "NOT-SENT")
                + " null";
    }
}
