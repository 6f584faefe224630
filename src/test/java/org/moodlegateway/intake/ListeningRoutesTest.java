package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every route keeps to that listens on the public port, as its file says. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListeningRoutesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> FOR_EVERYBODY =
            Set.of("answer-openapi", "answer-schema", "answer-handshake");

    /** A route under its id. */
    record Named(String id, JsonNode route) {
        @Override
        public String toString() {
            return id;
        }

        List<JsonNode> steps() {
            return StreamSupport.stream(route.at("/from/steps").spliterator(), false).toList();
        }

        /** The place of the first such step; {@code steps().size()} if there is none. */
        int placeOf(String what) {
            for (int i = 0; i < steps().size(); i++) {
                if (steps().get(i).toString().contains(what)) {
                    return i;
                }
            }
            return steps().size();
        }
    }

    static Stream<Named> listening() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files
                    .filter(file -> file.toString().endsWith(".camel.yaml"))
                    .flatMap(ListeningRoutesTest::routes)
                    .filter(
                            named ->
                                    named.route
                                            .at("/from/uri")
                                            .asText()
                                            .startsWith("platform-http:"))
                    .toList()
                    .stream();
        }
    }

    private static Stream<Named> routes(Path file) {
        try {
            return StreamSupport.stream(YAML.readTree(file.toFile()).spliterator(), false)
                    .filter(element -> element.has("route"))
                    .map(element -> element.path("route"))
                    .map(route -> new Named(route.path("id").asText(), route));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("listening")
    void it_takes_one_method_tells_nothing_of_failures_and_gives_up_in_time(Named named) {
        JsonNode parameters = named.route.at("/from/parameters");

        assertThat(parameters.path("httpMethodRestrict").asText()).isIn("GET", "POST", "OPTIONS");
        assertThat(parameters.path("muteException").asBoolean()).isTrue();
        assertThat(parameters.path("returnHttpRequestHeaders").asBoolean(true)).isFalse();
        assertThat(parameters.path("matchOnUriPrefix").asBoolean()).isFalse();
        assertThat(parameters.path("requestTimeout").asInt()).isBetween(1, 10_000);
        assertThat(named.route.path("routeConfigurationId").asText())
                .isIn("answer-refusals", "answer-with-a-page");
    }

    @ParameterizedTest
    @MethodSource("listening")
    void it_drops_the_callers_headers_before_anything_is_done(Named named) {
        int dropped = named.placeOf("{\"removeHeaders\":{\"pattern\":\"*\"}}");

        assertThat(dropped).isLessThanOrEqualTo(1);
        assertThat(dropped).isLessThan(named.steps().size());
    }

    @ParameterizedTest
    @MethodSource("listening")
    void it_lets_nobody_in_unseen(Named named) {
        boolean guarded = named.placeOf("\"method\":\"admit\"") == 2;

        assertThat(guarded).isNotEqualTo(FOR_EVERYBODY.contains(named.id));
    }
}
