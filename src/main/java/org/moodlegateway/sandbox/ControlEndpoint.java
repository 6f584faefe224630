package org.moodlegateway.sandbox;

import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;

/** The paths below {@code /sandbox/}, which no Moodle has. JSON in and out. */
final class ControlEndpoint {
    private final MoodleSite site;
    private final Administrator administrator;

    /** When cron runs and what it does; null for now, and for the site's setting. */
    record Cron(Instant at, ExpiredAction action) {}

    /** Somebody opens a course. */
    record Visit(String user, String course, Instant at) {}

    ControlEndpoint(MoodleSite site) {
        this.site = site;
        this.administrator = new Administrator(site);
    }

    /** Status 200, 400 for what can't be read or names something unknown, 404 for other paths. */
    Answer answer(String method, String path, MultiMap query, String body) {
        try {
            Object value = value(method + " " + path, query, body);
            return value instanceof Answer answer ? answer : Answer.json(SandboxJson.write(value));
        } catch (JsonProcessingException e) {
            return refusal(400, e.getOriginalMessage());
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            return refusal(400, e.getMessage());
        } catch (MoodleError e) {
            return refusal(400, e.getMessage());
        }
    }

    private Object value(String request, MultiMap query, String body)
            throws JsonProcessingException {
        return switch (request) {
            case "GET /sandbox/state" -> state(query.get("course"), query.get("user"));
            case "GET /sandbox/journal" -> site.journal(number(query.get("after")));
            case "GET /sandbox/calls" -> site.calls();
            case "GET /sandbox/callers" -> site.callers();
            case "GET /sandbox/dials" -> site.dials();
            case "PUT /sandbox/dials" -> turn(body);
            case "POST /sandbox/reset" -> {
                site.reset();
                yield Fields.with("reset", true).map();
            }
            case "POST /sandbox/cron" -> cron(body);
            case "POST /sandbox/courses" ->
                    names(body)
                            ? changeCourse(body)
                            : administrator.saveCourse(read(body, SandboxSettings.Course.class));
            case "POST /sandbox/users" ->
                    names(body)
                            ? changeUser(body)
                            : administrator.saveUser(read(body, SandboxSettings.Person.class));
            case "DELETE /sandbox/users" -> {
                administrator.deleteUser(wanted(query, "user"));
                yield Fields.with("deleted", true).map();
            }
            case "POST /sandbox/groups" ->
                    administrator.saveGroup(read(body, SandboxSettings.Group.class));
            case "DELETE /sandbox/groups" -> {
                administrator.deleteGroup(wanted(query, "course"), wanted(query, "name"));
                yield Fields.with("deleted", true).map();
            }
            case "POST /sandbox/callers" -> saveCaller(body);
            case "POST /sandbox/enrolments" -> {
                administrator.enrol(read(body, SandboxSettings.Enrolment.class));
                yield Fields.with("enrolled", true).map();
            }
            case "DELETE /sandbox/enrolments" -> {
                administrator.unenrol(wanted(query, "user"), wanted(query, "course"));
                yield Fields.with("enrolled", false).map();
            }
            case "POST /sandbox/visits" -> visit(body);
            default -> refusal(404, "no such control: " + request);
        };
    }

    /** Whether the body says which row it changes, by id. */
    private static boolean names(String body) throws JsonProcessingException {
        return SandboxJson.JSON.readTree(body).has("id");
    }

    /** Keys that are sent replace those that are set, the short name among them. */
    private MoodleCourse changeCourse(String body) throws JsonProcessingException {
        long id = SandboxJson.JSON.readTree(body).path("id").asLong();
        MoodleCourse known =
                site.state().courses().stream()
                        .filter(course -> course.id() == id)
                        .findFirst()
                        .orElseThrow(() -> new NoSuchElementException("no course with id " + id));
        return administrator.changeCourse(merge(known, body, MoodleCourse.class));
    }

    private MoodleUser changeUser(String body) throws JsonProcessingException {
        long id = SandboxJson.JSON.readTree(body).path("id").asLong();
        MoodleUser known =
                site.state().users().stream()
                        .filter(user -> user.id() == id && !user.deleted())
                        .findFirst()
                        .orElseThrow(() -> new NoSuchElementException("no user with id " + id));
        return administrator.changeUser(merge(known, body, MoodleUser.class));
    }

    private SandboxState state(String course, String user) {
        SandboxState all = site.state();
        return new SandboxState(
                all.users().stream()
                        .filter(row -> user == null || row.username().equals(user))
                        .toList(),
                all.courses().stream()
                        .filter(row -> course == null || row.shortname().equals(course))
                        .toList(),
                all.enrolments().stream()
                        .filter(row -> course == null || row.course().equals(course))
                        .filter(row -> user == null || row.username().equals(user))
                        .toList(),
                all.groups().stream()
                        .filter(row -> course == null || row.course().equals(course))
                        .filter(row -> user == null || row.members().contains(user))
                        .toList());
    }

    /** Keys that are sent replace those that are set; counters of faults start again. */
    private Dials turn(String body) throws JsonProcessingException {
        site.turn(merge(site.dials(), body, Dials.class));
        return site.dials();
    }

    private Map<String, Object> cron(String body) throws JsonProcessingException {
        Cron cron = body.isBlank() ? new Cron(null, null) : read(body, Cron.class);
        return Fields.with(
                        "changed",
                        site.cron(
                                requireNonNullElseGet(cron.at(), site::now),
                                requireNonNullElseGet(cron.action(), site::expiredAction)))
                .map();
    }

    private Caller saveCaller(String body) throws JsonProcessingException {
        String name = SandboxJson.JSON.readTree(body).path("name").asText();
        Caller known = site.caller(name).orElse(Caller.gateway(name, name + "-token", null));
        Caller caller = withToken(merge(known, body, Caller.class), known.token());
        site.save(caller);
        return caller;
    }

    private Map<String, Object> visit(String body) throws JsonProcessingException {
        Visit visit = read(body, Visit.class);
        administrator.openCourse(
                visit.user(), visit.course(), requireNonNullElseGet(visit.at(), site::now));
        return Fields.with("opened", true).map();
    }

    /** The token is written but never shown, so it is missing after a merge. */
    private static Caller withToken(Caller caller, String token) {
        return caller.token() == null ? caller.withToken(token) : caller;
    }

    private static <T> T merge(T known, String body, Class<T> type) throws JsonProcessingException {
        ObjectNode merged = SandboxJson.JSON.valueToTree(known);
        JsonNode patch = SandboxJson.JSON.readTree(body);
        if (!patch.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        merged.setAll((ObjectNode) patch);
        return SandboxJson.JSON.treeToValue(merged, type);
    }

    private static <T> T read(String body, Class<T> type) throws JsonProcessingException {
        return SandboxJson.JSON.readValue(body, type);
    }

    private static String wanted(MultiMap query, String name) {
        if (!query.contains(name)) {
            throw new IllegalArgumentException(name + " is missing in the query");
        }
        return query.get(name);
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    private static Answer refusal(int status, String why) {
        return new Answer(
                status,
                "application/json; charset=utf-8",
                Map.of(),
                SandboxJson.write(Fields.with("error", why).map()),
                true);
    }
}
