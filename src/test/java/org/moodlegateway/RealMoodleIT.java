package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.settings.Settings;

/**
 * The gateway against a Moodle of yours, at {@code MOODLE_URL} with {@code MOODLE_TOKEN}, in its
 * course {@code MOODLE_COURSE} (SCI). It makes accounts under {@code @gateway-test.example} there
 * and leaves them.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfEnvironmentVariable(named = "MOODLE_URL", matches = "http.*")
class RealMoodleIT {
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        for (String file : List.of("application.properties", "shops.yaml")) {
            Files.copy(Path.of("config", file), config.resolve(file));
        }
        String course = System.getenv().getOrDefault("MOODLE_COURSE", "SCI");
        Files.writeString(
                config.resolve("products.yaml"),
                """
                products:
                  - { code: HERE, handler: setupcoursesession, parameters: "coursename=%1$s&duration=180", seats: true }
                  - { code: GROUP, handler: setupcoursesession, parameters: "coursename=%1$s&duration=180&groupname={order}", seats: true }
                  - { code: NOWHERE, handler: setupcoursesession, parameters: "coursename=no-such-%2$s", seats: true }
                """
                        .formatted(course, run));
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put(
                "LEDGER_URL",
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0");
        environment.remove("LEDGER_USER");
        environment.remove("LEDGER_PASSWORD");
        gateway =
                RunningGateway.start(
                        Settings.read(config, Path.of("routes"), environment), null, false);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void an_order_of_a_hundred_and_twenty_seats_is_enrolled_and_grouped_in_few_calls() {
        String[] people = IntStream.range(0, 120).mapToObj(this::person).toArray(String[]::new);

        take(Orders.order("R-" + run).line("GROUP", 120, people));

        assertThat(states("seat")).hasSize(120).containsOnly("ACTIVE");
        assertThat(states("membership")).hasSize(120).containsOnly("DONE");
        long calls = gateway.calls().counts().values().stream().mapToLong(Long::longValue).sum();
        assertThat(calls).isLessThanOrEqualTo(1 + 3 * 3 + 2 + 3);
    }

    @Test
    void a_renewed_payment_of_known_people_is_one_call_and_an_unchanged_one_none() {
        Instant paid = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        take(
                Orders.order("A-" + run)
                        .paidAt(paid.toString())
                        .line("HERE", 2, person(200), person(201)));
        long before = calls();

        take(
                Orders.order("B-" + run)
                        .paidAt(paid.plus(30, ChronoUnit.DAYS).toString())
                        .line("HERE", 2, person(200), person(201)));
        long extended = calls();
        take(
                Orders.order("C-" + run)
                        .paidAt(paid.plus(10, ChronoUnit.DAYS).toString())
                        .line("HERE", 1, person(200)));

        assertThat(extended - before).isOne();
        assertThat(calls()).isEqualTo(extended);
        assertThat(states("seat")).containsOnly("ACTIVE");
    }

    @Test
    void a_course_that_moodle_does_not_have_holds_up_nothing_else() {
        take(Orders.order("D-" + run).line("NOWHERE", 1, person(300)).line("HERE", 1, person(301)));

        assertThat(states("seat")).containsExactlyInAnyOrder("WAITING", "ACTIVE");
    }

    private void take(Orders order) {
        new Inbox(gateway.ledger())
                .keep("web", "http", "test", UUID.randomUUID().toString(), order.json());
        gateway.workUntilNothingIsDue();
    }

    private long calls() {
        return gateway.calls().counts().values().stream().mapToLong(Long::longValue).sum();
    }

    private String person(int number) {
        return "p" + number + "-" + run + "@gateway-test.example";
    }

    private List<String> states(String table) {
        return gateway.ledger()
                .read(
                        handle ->
                                handle.select("select state from " + table)
                                        .mapTo(String.class)
                                        .list());
    }
}
