package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays what a real Moodle 4.4 was seen to answer, case by case, over HTTP. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SandboxContractTest {
    private static final Map<String, String> TOKENS =
            Map.of("", "admin-token", "gateway", "gateway-token", "badtoken", "nonsense");

    private static Sandbox sandbox;
    private static Map<String, Object> symbols;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(site(), Clock.systemUTC(), 0);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void reset() {
        sandbox.reset();
        symbols = symbols();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_sandbox_answers_as_moodle_did(String name, JsonNode contractCase) throws Exception {
        for (JsonNode given : contractCase.path("given")) {
            call("", given);
        }

        JsonNode answer = call(contractCase.path("caller").asText(), contractCase);

        checkAnswer(contractCase.get("expect"), answer);
        contractCase.get("expect").path("state").forEach(SandboxContractTest::checkState);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> cases() throws Exception {
        try (InputStream in =
                SandboxContractTest.class.getResourceAsStream("/moodle-contract/cases.json")) {
            JsonNode cases = RestClient.JSON.readTree(in);
            assertThat(cases).hasSize(102);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(
                            one ->
                                    org.junit.jupiter.params.provider.Arguments.of(
                                            one.get("name").asText(), one));
        }
    }

    private static SandboxSettings site() {
        return SandboxSettings.builder()
                .caller(Caller.gateway("gateway", "gateway-token", Set.of("student")))
                .courses("SCI", "MATH")
                .course(course("HIDDEN", false, ManualEnrolment.ENABLED))
                .course(course("NOMAN", true, ManualEnrolment.NONE))
                .course(course("DISABLED", true, ManualEnrolment.DISABLED))
                .person(person("alice"))
                .person(person("bob"))
                .person(person("carol"))
                .person(person("susp").withSuspended())
                .person(person("gone").withDeleted())
                .group(new SandboxSettings.Group("SCI", "Group A", "group-a", List.of()))
                .build();
    }

    private static SandboxSettings.Course course(
            String shortname, boolean visible, ManualEnrolment manual) {
        return new SandboxSettings.Course(shortname, null, null, null, visible, manual, null);
    }

    private static SandboxSettings.Person person(String name) {
        return new SandboxSettings.Person(
                name,
                name + "@example.org",
                name,
                "Example",
                null,
                null,
                "id-" + name,
                null,
                null,
                false,
                false);
    }

    private static Map<String, Object> symbols() {
        SandboxState state = sandbox.state();
        Map<String, Object> symbols = new HashMap<>();
        for (MoodleUser user : state.users()) {
            String name = user.deleted() ? "gone" : user.username();
            symbols.put("$user." + name, user.id());
            symbols.put("$username." + name, user.username());
            symbols.put("$email." + name, user.email());
            symbols.put("$EMAIL." + name, user.email().toUpperCase(Locale.ROOT));
            symbols.put("$idnumber." + name, user.idnumber());
        }
        for (MoodleCourse course : state.courses()) {
            String name = course.shortname();
            symbols.put("$course." + name, course.id());
            symbols.put("$shortname." + name, name);
            symbols.put("$shortname_lower." + name, name.toLowerCase(Locale.ROOT));
        }
        for (MoodleRole role : SandboxSettings.STOCK_ROLES) {
            symbols.put("$role." + role.shortname(), role.id());
        }
        SandboxState.Group group = state.groups().get(0);
        symbols.put("$group.A", group.id());
        symbols.put("$groupname.A", group.name());
        symbols.put("$groupidnumber.A", group.idnumber());
        symbols.put("$user.nobody", 999_999L);
        symbols.put("$course.NONE", 999_999L);
        symbols.put("$role.none", 999L);
        symbols.put("$group.none", 999_999L);
        return symbols;
    }

    private static JsonNode call(String caller, JsonNode call) throws Exception {
        Map<String, Object> parameters =
                RestClient.JSON.convertValue(
                        resolve(call.get("params")), new TypeReference<Map<String, Object>>() {});
        return new RestClient(sandbox, TOKENS.get(caller))
                .call(call.get("function").asText(), parameters);
    }

    private static JsonNode resolve(JsonNode node) {
        if (node.isTextual() && symbols.containsKey(node.textValue())) {
            return RestClient.JSON.valueToTree(symbols.get(node.textValue()));
        }
        assertThat(node.isTextual() && node.textValue().startsWith("$")).isFalse();
        if (node.isArray()) {
            var resolved = RestClient.JSON.createArrayNode();
            node.forEach(entry -> resolved.add(resolve(entry)));
            return resolved;
        }
        if (node.isObject()) {
            ObjectNode resolved = RestClient.JSON.createObjectNode();
            node.fields().forEachRemaining(e -> resolved.set(e.getKey(), resolve(e.getValue())));
            return resolved;
        }
        return node;
    }

    private static void checkAnswer(JsonNode expect, JsonNode answer) {
        if (!expect.get("ok").asBoolean()) {
            assertThat(answer.path("exception").asText())
                    .isEqualTo(expect.get("exception").asText());
            JsonNode code = expect.get("errorcode");
            if (code.isNull()) {
                assertThat(answer.has("errorcode")).isFalse();
            } else if (!code.asText().equals("*")) {
                assertThat(answer.path("errorcode").asText()).isEqualTo(code.asText());
            }
            assertThat(answer.path("message").asText()).isNotEmpty();
        } else {
            assertThat(answer.has("exception")).as(answer.toString()).isFalse();
            if (expect.has("result")) {
                assertMatches(resolve(expect.get("result")), answer);
            }
        }
    }

    /** Lists have the same length and order, objects hold at least what is expected. */
    private static void assertMatches(JsonNode expected, JsonNode actual) {
        if (expected.isArray()) {
            assertThat(actual).as(actual.toString()).hasSize(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertMatches(expected.get(i), actual.get(i));
            }
        } else if (expected.isObject()) {
            expected.fields()
                    .forEachRemaining(e -> assertMatches(e.getValue(), actual.path(e.getKey())));
        } else {
            assertThat(actual.asText()).isEqualTo(expected.asText());
        }
    }

    private static void checkState(JsonNode expected) {
        SandboxState state = sandbox.state();
        if (expected.has("username")) {
            assertThat(state.user(expected.get("username").asText()).isPresent())
                    .isEqualTo(expected.get("exists").asBoolean());
            return;
        }
        JsonNode row = resolve(expected.deepCopy());
        var enrolment =
                state.enrolments().stream()
                        .filter(
                                one ->
                                        one.userid() == row.get("user").asLong()
                                                && one.courseid() == row.get("course").asLong())
                        .findFirst();
        assertThat(enrolment.isPresent()).isEqualTo(row.get("present").asBoolean());
        if (row.has("timestart")) {
            assertThat(enrolment.orElseThrow().timestart())
                    .isEqualTo(row.get("timestart").asLong());
        }
        if (row.has("timeend")) {
            assertThat(enrolment.orElseThrow().timeend()).isEqualTo(row.get("timeend").asLong());
        }
        if (row.has("suspended")) {
            assertThat(enrolment.orElseThrow().suspended())
                    .isEqualTo(row.get("suspended").asBoolean());
        }
        if (row.has("roles")) {
            assertThat(enrolment.orElseThrow().roles())
                    .containsExactlyInAnyOrderElementsOf(
                            RestClient.JSON.convertValue(
                                    row.get("roles"), new TypeReference<List<String>>() {}));
        }
    }
}
