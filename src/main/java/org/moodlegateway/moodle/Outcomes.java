package org.moodlegateway.moodle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.moodlegateway.line.DeadlineExceededException;
import org.moodlegateway.moodle.Outcome.Blame;

/**
 * Decides what an answer of Moodle means: by HTTP status and {@code errorcode}, never by message or
 * exception class, which change with language and version. What can't be read is unknown, never
 * success.
 */
public final class Outcomes {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Pattern XML_CODE =
            Pattern.compile("<ERRORCODE>([a-z0-9_]{1,60})</ERRORCODE>", Pattern.CASE_INSENSITIVE);
    private static final int TOO_LARGE = 413;

    private static final Set<String> SITE =
            Set.of(
                    "invalidtoken",
                    "sitemaintenance",
                    "upgraderunning",
                    "forcepasswordchangenotice",
                    "sitepolicynotagreed",
                    "restrictedcontextexception",
                    "wsaccessuserdeleted",
                    "wsaccessuserunconfirmed",
                    "wsaccessusersuspended",
                    "wsaccessuserexpired",
                    "wsaccessusernologin",
                    "invalidtimedtoken",
                    "dbconnectionfailed",
                    "dmlreadexception");

    private static final Map<String, Blame> ITEM =
            Map.ofEntries(
                    Map.entry("requireloginerror", Blame.COURSE),
                    Map.entry("errorcoursecontextnotvalid", Blame.COURSE),
                    Map.entry("wsnoinstance", Blame.COURSE),
                    Map.entry("wsusercannotassign", Blame.ROLE),
                    Map.entry("codingerror", Blame.PERSON),
                    Map.entry("invaliduser", Blame.PERSON),
                    Map.entry("invalidrecordunknown", Blame.PERSON),
                    Map.entry("userdeleted", Blame.PERSON),
                    Map.entry("usernotconfirmed", Blame.PERSON),
                    Map.entry("guestsarenotallowed", Blame.PERSON),
                    Map.entry("dmlwriteexception", Blame.DATABASE));

    private Outcomes() {}

    /** The outcome of a call that got an answer. */
    public static Outcome of(WebFunction function, Reply reply) {
        if (reply.status() == 200) {
            return ofBody(function, reply.body().strip());
        }
        String code = "http-" + reply.status();
        if (reply.status() == TOO_LARGE) {
            return new Outcome.ItemRefused(code, Blame.ROW);
        }
        boolean mayHaveRun = reply.status() >= 500 && reply.status() != 503;
        return mayHaveRun
                ? new Outcome.Unknown(code)
                : new Outcome.SiteRefused(code, false, retryAfter(reply.retryAfter()));
    }

    private static Duration retryAfter(String header) {
        return header.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Long.parseLong(header))
                : Duration.ZERO;
    }

    private static Outcome ofBody(WebFunction function, String body) {
        Matcher xml = XML_CODE.matcher(body);
        if (body.startsWith("<?xml") && xml.find()) {
            return refused(function, xml.group(1));
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new Outcome.Unknown("unreadable-answer");
        }
        if (answer == null || answer.isMissingNode()) {
            return new Outcome.Unknown("empty-answer");
        }
        if (answer.has("exception")) {
            return answer.path("errorcode").isTextual()
                    ? refused(function, answer.path("errorcode").textValue())
                    : new Outcome.Unknown("error-without-code");
        }
        boolean expected =
                answer.isNull()
                        ? function.answersNull()
                        : answer.isContainerNode() && function.answersValue();
        return expected ? new Outcome.Done(answer) : new Outcome.Unknown("unexpected-answer");
    }

    /** Moodle 5.0 has a word of its own for a record that isn't there. */
    private static Outcome refused(WebFunction function, String code) {
        boolean newWord =
                code.equals("invalidrecordunknown") && function != WebFunction.ENROL_USERS;
        String errorcode = newWord ? "invalidrecord" : code;
        if (SITE.contains(errorcode)) {
            return new Outcome.SiteRefused(errorcode, false, Duration.ZERO);
        }
        if (errorcode.equals("invalidresponse")) {
            return new Outcome.Unknown(errorcode);
        }
        boolean missing =
                errorcode.equals("accessexception")
                        || (errorcode.equals("invalidrecord") && !function.namesRecords());
        if (missing || (errorcode.equals("nopermissions") && !function.worksOnCourses())) {
            return new Outcome.SiteRefused(errorcode, function.dispensable(), Duration.ZERO);
        }
        if (errorcode.equals("nopermissions")) {
            return new Outcome.ItemRefused(errorcode, Blame.COURSE);
        }
        String plain = errorcode.matches("[A-Za-z0-9_/-]{1,64}") ? errorcode : "localised-refusal";
        return new Outcome.ItemRefused(plain, blame(function, errorcode, newWord));
    }

    /**
     * Two functions word a refusal unlike all others: a role, and a course that is gone. The new
     * word doesn't tell a course from an account, so each row has to be asked about.
     */
    private static Blame blame(WebFunction function, String errorcode, boolean newWord) {
        if (function == WebFunction.UNASSIGN_ROLES && errorcode.equals("invalidparameter")) {
            return Blame.ROLE;
        }
        if (function == WebFunction.UNENROL_USERS && errorcode.equals("invalidrecord")) {
            return newWord ? Blame.ROW : Blame.COURSE;
        }
        return ITEM.getOrDefault(errorcode, Blame.ROW);
    }

    /** The outcome of a call that got no answer. */
    public static Outcome of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeadlineExceededException) {
                return new Outcome.Unknown("deadline");
            }
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof ConnectionRequestTimeoutException) {
                return new Outcome.NotSent("unreachable");
            }
            if (cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException
                    || cause instanceof CertificateException) {
                return new Outcome.NotSent("tls-refused");
            }
        }
        return new Outcome.Unknown("no-answer");
    }
}
