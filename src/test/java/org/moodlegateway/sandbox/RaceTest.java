package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Calls that overlap in time. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RaceTest {
    private static final int CLIENTS = 8;
    private static final int ROWS = 25;
    private static final int ROUNDS = 6;

    private Sandbox sandbox;
    private RestClient client;
    private SandboxState start;

    @BeforeEach
    void start() {
        SandboxSettings.Builder site = SandboxSettings.builder().courses("SCI", "MATH");
        for (int i = 0; i < CLIENTS * ROWS * ROUNDS; i++) {
            site.people("p" + i);
        }
        site.group(new SandboxSettings.Group("SCI", "A", "a", List.of()));
        sandbox = Sandbox.start(site.build(), Clock.systemUTC(), 0);
        sandbox.turn(sandbox.dials().withLatency(400, 0));
        client = new RestClient(sandbox, "admin-token");
        start = sandbox.state();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void eight_clients_with_people_of_their_own_meet_no_error() {
        sandbox.turn(sandbox.dials().withLatency(2, 0));
        List<CompletableFuture<List<String>>> clients =
                IntStream.range(0, CLIENTS).mapToObj(this::enrolInRounds).toList();
        List<String> answers = clients.stream().flatMap(one -> one.join().stream()).toList();

        assertThat(answers).hasSize(CLIENTS * ROUNDS).containsOnly("null");
        assertThat(sandbox.state().enrolments()).hasSize(CLIENTS * ROWS * ROUNDS);
        assertThat(sandbox.journal())
                .hasSize(2 * CLIENTS * ROWS * ROUNDS)
                .extracting(Effect::number)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(sandbox.journal().stream().map(Effect::request).distinct())
                .hasSize(CLIENTS * ROUNDS);
        assertThat(sandbox.calls().collisions()).isZero();
    }

    @Test
    void the_effects_of_one_batch_stand_together() {
        sandbox.turn(sandbox.dials().withLatency(2, 0));
        IntStream.range(0, CLIENTS)
                .mapToObj(this::enrolInRounds)
                .toList()
                .forEach(CompletableFuture::join);

        List<Long> requests = sandbox.journal().stream().map(Effect::request).toList();
        long changes =
                IntStream.range(1, requests.size())
                        .filter(i -> !requests.get(i).equals(requests.get(i - 1)))
                        .count();
        assertThat(changes).isEqualTo(CLIENTS * ROUNDS - 1);
    }

    @Test
    void of_four_writes_about_the_same_people_one_gets_through() {
        String form = enrolForm(0, ROWS);

        List<String> answers = together(List.of(form, form, form, form));

        assertThat(answers.stream().filter("null"::equals)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.contains("dmlwriteexception"))).hasSize(3);
        assertThat(sandbox.state().enrolments()).hasSize(ROWS);
        assertThat(sandbox.calls().collisions()).isEqualTo(3);
    }

    @Test
    void without_the_race_all_get_through() {
        sandbox.turn(sandbox.dials().withRace(false));
        String form = enrolForm(0, ROWS);

        assertThat(together(List.of(form, form, form))).containsOnly("null");
    }

    @Test
    void two_creates_of_one_email_both_succeed() {
        List<String> answers = together(List.of(create("x1", "x@o.org"), create("x2", "X@o.org")));

        assertThat(answers).noneMatch(answer -> answer.contains("exception"));
        assertThat(sandbox.state().users())
                .filteredOn(user -> user.email().equalsIgnoreCase("x@o.org"))
                .hasSize(2);
    }

    @Test
    void two_creates_of_one_user_name_end_in_one_write_error() {
        List<String> answers = together(List.of(create("x", "x1@o.org"), create("x", "x2@o.org")));

        assertThat(answers).anyMatch(answer -> answer.contains("dmlwriteexception"));
        assertThat(sandbox.state().users())
                .filteredOn(user -> user.username().equals("x"))
                .hasSize(1);
    }

    @Test
    void one_after_the_other_the_second_create_is_an_invalid_parameter() throws Exception {
        client.send(create("x", "x1@o.org"));

        assertThat(client.send(create("x", "x2@o.org")).body()).contains("invalidparameter");
        assertThat(client.send(create("y", "X1@o.org")).body()).contains("invalidparameter");
    }

    @Test
    void two_groups_of_one_idnumber_can_come_up_at_once() {
        String form =
                client.form(
                        "core_group_create_groups",
                        Map.of(
                                "groups",
                                List.of(
                                        Map.of(
                                                "courseid", courseId(),
                                                "name", "ORDER-1",
                                                "description", "",
                                                "idnumber", "order-1"))));

        List<String> answers = together(List.of(form, form));

        assertThat(answers).noneMatch(answer -> answer.contains("exception"));
        assertThat(sandbox.state().groups()).hasSize(3);
    }

    @Test
    void losing_a_race_takes_its_time() {
        sandbox.turn(new Dials(400, 0, 1000, 8L << 20, 0, true, 300, 300, 1, List.of()));
        String form = enrolForm(0, 1);

        long started = System.nanoTime();
        together(List.of(form, form));

        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(700_000_000L);
    }

    private CompletableFuture<List<String>> enrolInRounds(int number) {
        CompletableFuture<List<String>> answers =
                CompletableFuture.completedFuture(new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            String form = enrolForm((number * ROUNDS + round) * ROWS, ROWS);
            answers =
                    answers.thenCompose(
                            done ->
                                    client.sendAsync(form)
                                            .thenApply(
                                                    answer -> {
                                                        done.add(answer.body());
                                                        return done;
                                                    }));
        }
        return answers;
    }

    private List<String> together(List<String> forms) {
        List<CompletableFuture<HttpResponse<String>>> sent =
                forms.stream().map(client::sendAsync).toList();
        return sent.stream().map(CompletableFuture::join).map(HttpResponse::body).toList();
    }

    private String enrolForm(int first, int count) {
        List<Object> rows = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            rows.add(Map.of("roleid", 5, "userid", 1001 + i, "courseid", courseId()));
        }
        return client.form("enrol_manual_enrol_users", Map.of("enrolments", rows));
    }

    private String create(String username, String email) {
        return client.form(
                "core_user_create_users",
                Map.of(
                        "users",
                        List.of(
                                Map.of(
                                        "username",
                                        username,
                                        "firstname",
                                        "X",
                                        "lastname",
                                        "Y",
                                        "email",
                                        email,
                                        "createpassword",
                                        1))));
    }

    private long courseId() {
        return start.course("SCI").orElseThrow().id();
    }
}
