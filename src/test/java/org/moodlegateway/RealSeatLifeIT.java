package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.ServingFixture.Answer;
import org.moodlegateway.moodle.MoodleSite.Enrolled;
import org.moodlegateway.moodle.MoodleSite.Enrolment;
import org.moodlegateway.moodle.MoodleSite.HeldRole;
import org.moodlegateway.moodle.MoodleSite.Participant;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;
import org.moodlegateway.sandbox.ExpiredAction;

/**
 * Seats in a Moodle of yours, see {@link RealMoodle}, from their first participant to their last
 * renewal. Whether somebody may enter is asked of Moodle, and of its course page.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfEnvironmentVariable(named = "MOODLE_URL", matches = "http.*")
class RealSeatLifeIT {
    private static final int STUDENT = 5;
    private static final String PRODUCTS =
            """
            products:
              - { code: SEAT, handler: setupcoursesession, parameters: "coursename=%1$s&duration=180&groupname={order}", seats: true }
              - { code: GONE, handler: setupcoursesession, parameters: "coursename=%1$s&duration=180&groupname={order}", seats: true, on-cancel: unenrol }
              - { code: CHOICE, handler: generateseats, parameters: "courselist=no-such-%2$s,%1$s&packsize=2&duration=180" }
              - { code: MONTH, handler: setupcoursesession, parameters: "coursename=%1$s&duration=30&groupname={order}", seats: true }
              - { code: ENDS-SUSPENDED, handler: setupcoursesession, parameters: "coursename=%1$s&duration=30&groupname={order}", seats: true,
                  renewal: { mode: on-order, period: P30D, on-expiry: suspend } }
              - { code: ENDS-UNENROLLED, handler: setupcoursesession, parameters: "coursename=%1$s&duration=30&groupname={order}", seats: true,
                  renewal: { mode: on-order, period: P30D, on-expiry: unenrol } }
              - { code: CLUB, handler: setupcoursesession, parameters: "coursename=%1$s&duration=30", seats: true,
                  renewal: { mode: automatic, period: P30D, lead: P7D } }
              - { code: MORE, handler: extendenrolperiod, parameters: "extension=30" }
              - { code: PRO, handler: prorogate, parameters: "timeshift=30&coursename=%1$s" }
            """;

    private final RealMoodle moodle = new RealMoodle();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private ServingFixture gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        gateway =
                ServingFixture.before(
                        moodle,
                        now,
                        directory,
                        PRODUCTS.formatted(moodle.course, moodle.run),
                        Map.of(
                                "CLAIM_SECRET",
                                "a-secret-for-claim-links-0123456789",
                                "GATEWAY_LOOK",
                                "PT2S"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_seat_is_given_given_to_another_and_freed_until_its_person_opens_the_course() {
        MoodleVisitor vera = moodle.visitor(3);
        buy("A", 1, "SEAT", 1);
        String seat = seats("A").get(0);
        assertThat(states("A")).containsExactly("UNASSIGNED");

        assertThat(assign(seat, moodle.person(1)).status()).isEqualTo(200);
        awaitActive(moodle.person(1));
        awaitQuiet();
        assertThat(shown(moodle.person(1))).isEqualTo("[student] [A-" + moodle.run + "]");
        long calls = calls();
        assertThat(assign(seat, moodle.person(1)).json().path("result").asText())
                .isEqualTo("unchanged");

        assertThat(assign(seat, moodle.person(2)).status()).isEqualTo(200);
        awaitActive(moodle.person(2));
        awaitQuiet();
        assertThat(shown(moodle.person(1))).isEqualTo("[student] []");
        assertThat(moodle.active(moodle.person(1))).isFalse();
        assertThat(calls() - calls)
                .as("visits asked, account looked up and made, enrolled, group out and in")
                .isLessThanOrEqualTo(8);

        assertThat(post("/api/seats/" + seat + "/unassign", "{}").status()).isEqualTo(200);
        awaitShut(moodle.person(2));
        assertThat(states("A")).containsExactly("UNASSIGNED");

        assertThat(assign(seat, vera.email()).status()).isEqualTo(200);
        awaitActive(vera.email());
        assertThat(vera.opens(moodle.courseId)).isTrue();
        assertThat(assign(seat, moodle.person(1)).code()).isEqualTo("already-opened");
        Answer refused = post("/api/seats/" + seat + "/unassign", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("already-opened");
        assertThat(vera.opens(moodle.courseId)).isTrue();

        Answer forced =
                post(
                        "/api/seats/" + seat + "/assign",
                        "{\"email\": \"" + moodle.person(1) + "\", \"force\": true}");
        assertThat(forced.status()).isEqualTo(200);
        awaitActive(moodle.person(1));
        awaitShut(vera.email());
        awaitQuiet();
        assertThat(vera.opens(moodle.courseId)).isFalse();
        assertThat(shown(moodle.person(1))).isEqualTo("[student] [A-" + moodle.run + "]");
    }

    @Test
    void many_are_seated_by_a_file_whatever_is_wrong_with_other_rows() {
        buy("F", 1, "SEAT", 60);
        List<String> seats = seats("F");
        StringBuilder file = new StringBuilder("reference,email,first,last,course,role\n");
        for (int i = 0; i < 60; i++) {
            String role = i == 7 ? "teacher" : i == 8 ? "emperor" : "";
            file.append(seats.get(i)).append(',').append(moodle.person(100 + i));
            file.append(",First,Łast,,").append(role).append('\n');
        }
        file.append("NONE-NONE-NONE-NONE,x@gateway-test.example,,,,\n");
        long before = calls();

        Answer report = sheet(file.toString());

        assertThat(report.json().findValuesAsText("result"))
                .hasSize(61)
                .filteredOn(result -> !result.equals("assigned"))
                .containsExactly("refused", "refused");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(states("F"))
                                        .filteredOn(state -> !state.equals("ACTIVE"))
                                        .containsExactly("UNASSIGNED"));
        awaitQuiet();
        assertThat(shown(moodle.person(107))).isEqualTo("[teacher] [F-" + moodle.run + "]");
        assertThat(shown(moodle.person(159))).isEqualTo("[student] [F-" + moodle.run + "]");
        assertThat(calls() - before).as("for 59 new people").isLessThanOrEqualTo(30);
        long done = calls();

        assertThat(sheet(file.toString()).json().findValuesAsText("result"))
                .filteredOn(result -> result.equals("unchanged"))
                .hasSize(59);
        awaitQuiet();
        assertThat(calls()).isEqualTo(done);
    }

    @Test
    void a_course_is_chosen_for_a_seat_and_another_one_instead() {
        buy("C", 1, "CHOICE", 1);
        String seat = seats("C").get(0);
        String nowhere = "\", \"course\": \"no-such-" + moodle.run + "\"}";
        String here = "\", \"course\": \"" + moodle.course + "\"}";
        String path = "/api/seats/" + seat + "/assign";
        String person = "{\"email\": \"" + moodle.person(1);

        assertThat(post(path, person + "\"}").code()).isEqualTo("course-needed");
        assertThat(post(path, person + nowhere).status()).isEqualTo(200);
        await().until(() -> states("C").get(0).equals("WAITING"));
        assertThat(post(path, person + here).status()).isEqualTo(200);

        awaitActive(moodle.person(1));
        assertThat(states("C")).containsExactly("ACTIVE", "UNASSIGNED");
    }

    @Test
    void a_buyer_names_his_participants_on_the_page_that_his_link_leads_to() {
        MoodleVisitor vera = moodle.visitor(1);
        buy("L", 1, "SEAT", 2);
        Answer link = post("/api/orders/web/L-" + moodle.run + "/claim-link", "{}");
        String page = URI.create(link.json().path("url").asText()).getPath();
        List<String> seats = seats("L");
        assertThat(get(page).body()).contains(seats.get(0), seats.get(1));

        assertThat(name(page, seats.get(0), "Věra", "Říhová", vera.email()).status())
                .isEqualTo(303);
        assertThat(name(page, seats.get(1), "Zoé", "Łukasik", moodle.person(2)).status())
                .isEqualTo(303);

        awaitActive(vera.email());
        awaitActive(moodle.person(2));
        assertThat(vera.opens(moodle.courseId)).isTrue();
        assertThat(get(page).body()).contains(vera.email(), moodle.person(2));
        Answer late = name(page, seats.get(0), "Ana", "Silva", moodle.person(3));
        assertThat(late.status()).isNotEqualTo(303);
        assertThat(late.body()).doesNotContain(moodle.person(3) + "</");
        assertThat(name(page, seats.get(1), "Ana", "Silva", moodle.person(3)).status())
                .isEqualTo(303);
        awaitActive(moodle.person(3));
        awaitShut(moodle.person(2));
        assertThat(vera.opens(moodle.courseId)).isTrue();

        String id = link.json().path("id").asText();
        assertThat(post("/api/claim-links/" + id + "/revoke", "{}").status()).isEqualTo(200);
        assertThat(get(page).status()).isEqualTo(404);
    }

    /** What Moodle's own cron makes of an enrolment that ended, done to it over the web service. */
    @ParameterizedTest
    @EnumSource(ExpiredAction.class)
    void who_was_shut_out_at_the_end_is_let_in_again_by_a_renewal(ExpiredAction action) {
        MoodleVisitor vera = moodle.visitor(1);
        gateway.clock.setTo(now.minus(40, ChronoUnit.DAYS).toString());
        buy("E", 40, "MONTH", 2, vera.email(), moodle.person(2));
        awaitStates("E", "ACTIVE", "ACTIVE");
        awaitQuiet();
        assertThat(vera.opens(moodle.courseId)).as("it is over in Moodle").isFalse();
        gateway.clock.setTo(now.toString());
        gateway.gateway.renew();
        awaitQuiet();
        for (String person : List.of(vera.email(), moodle.person(2))) {
            asCron(action, person);
        }
        long before = calls();

        renew("R", 0, "MORE", Target.ORDER, "E-" + moodle.run);

        awaitActive(vera.email());
        awaitActive(moodle.person(2));
        awaitQuiet();
        for (String person : List.of(vera.email(), moodle.person(2))) {
            assertThat(shown(person)).isEqualTo("[student] [E-" + moodle.run + "]");
        }
        assertThat(vera.opens(moodle.courseId)).isTrue();
        assertThat(ends("E")).containsOnly(now.plus(30, ChronoUnit.DAYS));
        assertThat(starts("E")).containsOnly(now.minus(40, ChronoUnit.DAYS));
        assertThat(calls() - before).as("enrolled, and back in the group").isLessThanOrEqualTo(3);

        renew("LATE", 20, "PRO", Target.SEAT, seats("E").get(0));
        await().until(() -> ends("E").get(0).equals(now.plus(50, ChronoUnit.DAYS)));
        awaitQuiet();
        assertThat(ends("E").get(1)).isEqualTo(now.plus(30, ChronoUnit.DAYS));
        assertThat(vera.opens(moodle.courseId)).isTrue();
    }

    private void asCron(ExpiredAction action, String person) {
        long account = moodle.account(person);
        long start = now.minus(40, ChronoUnit.DAYS).getEpochSecond();
        long end = now.minus(10, ChronoUnit.DAYS).getEpochSecond();
        if (action == ExpiredAction.UNENROL) {
            moodle.site.unenrol(List.of(new Participant(moodle.courseId, account))).result();
        } else if (action != ExpiredAction.KEEP) {
            Enrolment suspended =
                    new Enrolment(moodle.courseId, account, STUDENT, start, end, true);
            moodle.site.enrol(List.of(suspended)).result();
        }
        if (action == ExpiredAction.SUSPEND_NO_ROLES) {
            HeldRole role = new HeldRole(moodle.courseId, account, STUDENT);
            moodle.site.unassignRoles(List.of(role)).result();
        }
    }

    @Test
    void seats_renew_themselves_and_catch_up_what_was_missed() {
        MoodleVisitor vera = moodle.visitor(1);
        gateway.clock.setTo(now.minus(100, ChronoUnit.DAYS).toString());
        buy("S", 100, "CLUB", 1, vera.email());
        awaitStates("S", "ACTIVE");
        awaitQuiet();
        assertThat(vera.opens(moodle.courseId)).isFalse();
        long before = calls();

        gateway.clock.setTo(now.toString());
        gateway.gateway.renew();
        gateway.gateway.renew();

        awaitActive(vera.email());
        awaitQuiet();
        assertThat(ends("S")).containsExactly(now.plus(20, ChronoUnit.DAYS));
        assertThat(starts("S")).containsExactly(now.minus(100, ChronoUnit.DAYS));
        assertThat(calls() - before).isOne();
        assertThat(vera.opens(moodle.courseId)).isTrue();
    }

    @Test
    void what_is_refunded_is_suspended_or_unenrolled_and_the_rest_stays() {
        MoodleVisitor vera = moodle.visitor(1);
        MoodleVisitor wilma = moodle.visitor(2);
        String stays = moodle.person(3);
        String goes = moodle.person(4);
        buy("K", 1, "SEAT", 2, stays, vera.email());
        buy("G", 1, "GONE", 2, wilma.email(), goes);
        buy("B", 1, "SEAT", 1, goes);
        awaitStates("K", "ACTIVE", "ACTIVE");
        awaitStates("G", "ACTIVE", "ACTIVE");
        awaitStates("B", "ACTIVE");
        awaitQuiet();
        assertThat(vera.opens(moodle.courseId)).isTrue();
        assertThat(wilma.opens(moodle.courseId)).isTrue();

        gateway.postWithKey(changed("K").line("SEAT", 2, stays, vera.email()).refunded(1).json());
        gateway.postWithKey(changed("G").line("GONE", 2, wilma.email(), goes).refunded(2).json());

        awaitStates("K", "ACTIVE", "CANCELLED");
        awaitStates("G", "CANCELLED", "CANCELLED");
        awaitQuiet();
        assertThat(vera.opens(moodle.courseId)).isFalse();
        assertThat(wilma.opens(moodle.courseId)).isFalse();
        assertThat(shown(vera.email())).as("suspended").isEqualTo("[student] []");
        assertThat(shown(wilma.email())).as("unenrolled").isEqualTo("-");
        assertThat(shown(goes)).as("covered still").isEqualTo("[student] [B-" + moodle.run + "]");
        assertThat(moodle.active(goes)).isTrue();
        assertThat(moodle.active(stays)).isTrue();

        gateway.clock.forward(Duration.ofMinutes(1));
        buy("N", 0, "SEAT", 2, vera.email(), wilma.email());
        awaitStates("N", "ACTIVE", "ACTIVE");
        awaitQuiet();
        assertThat(shown(vera.email())).isEqualTo("[student] [N-" + moodle.run + "]");
        assertThat(shown(wilma.email())).isEqualTo("[student] [N-" + moodle.run + "]");
    }

    @Test
    void what_ends_is_kept_suspended_or_unenrolled_and_renewed_from_each() {
        gateway.clock.setTo(now.minus(40, ChronoUnit.DAYS).toString());
        Map<String, String> products =
                Map.of("X", "MONTH", "Y", "ENDS-SUSPENDED", "Z", "ENDS-UNENROLLED");
        buy("X", 40, "MONTH", 1, moodle.person(1));
        buy("Y", 40, "ENDS-SUSPENDED", 1, moodle.person(2));
        buy("Z", 40, "ENDS-UNENROLLED", 1, moodle.person(3));
        products.keySet().forEach(order -> awaitStates(order, "ACTIVE"));
        awaitQuiet();

        gateway.clock.setTo(now.toString());
        gateway.gateway.renew();
        products.keySet().forEach(order -> awaitStates(order, "EXPIRED"));
        awaitQuiet();

        assertThat(shown(moodle.person(1))).isEqualTo("[student] [X-" + moodle.run + "]");
        assertThat(shown(moodle.person(2))).startsWith("[student]");
        assertThat(shown(moodle.person(3))).isEqualTo("-");
        products.keySet().forEach(order -> renewFully(order));
        awaitQuiet();
        for (int person = 1; person <= 3; person++) {
            assertThat(moodle.active(moodle.person(person))).isTrue();
        }
        assertThat(shown(moodle.person(3))).isEqualTo("[student] [Z-" + moodle.run + "]");
        assertThat(shown(moodle.person(2))).isEqualTo("[student] [Y-" + moodle.run + "]");
    }

    private void renewFully(String bought) {
        renew("R" + bought, 0, "MORE", Target.ORDER, bought + "-" + moodle.run);
        awaitStates(bought, "ACTIVE");
    }

    private void buy(String order, int daysAgo, String product, int quantity, String... people) {
        String paid = now.minus(daysAgo, ChronoUnit.DAYS).toString();
        Orders bought =
                order(order + "-" + moodle.run)
                        .paidAt(paid)
                        .updatedAt(paid)
                        .line(product, quantity, people);
        assertThat(gateway.postWithKey(bought.json()).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> !seats(order).isEmpty());
    }

    private Orders changed(String order) {
        return order(order + "-" + moodle.run)
                .paidAt(now.minus(1, ChronoUnit.DAYS).toString())
                .updatedAt(now.toString());
    }

    private void renew(String order, int daysAgo, String product, Target target, String renewed) {
        String paid = now.minus(daysAgo, ChronoUnit.DAYS).toString();
        Orders renewal =
                order(order + "-" + moodle.run)
                        .paidAt(paid)
                        .updatedAt(paid)
                        .renewing(new Renews(target, renewed), product, 1, 0);
        assertThat(gateway.postWithKey(renewal.json()).status()).isEqualTo(200);
    }

    private Answer assign(String seat, String email) {
        return post(
                "/api/seats/" + seat + "/assign",
                "{\"email\": \"" + email + "\", \"firstName\": \"Zoé\", \"lastName\": \"Li\"}");
    }

    private Answer post(String path, String body) {
        return gateway.send(
                gateway.post(path, body.getBytes(UTF_8), "X-API-Key", ServingFixture.ADMIN_KEY));
    }

    private Answer sheet(String file) {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("/api/seats/assign"))
                        .POST(BodyPublishers.ofString(file))
                        .header("Content-Type", "text/csv; charset=utf-8")
                        .header("X-API-Key", ServingFixture.ADMIN_KEY));
    }

    private Answer get(String page) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(page)));
    }

    private Answer name(String page, String seat, String first, String last, String email) {
        String form =
                "seat="
                        + URLEncoder.encode(seat, UTF_8)
                        + "&first="
                        + URLEncoder.encode(first, UTF_8)
                        + "&last="
                        + URLEncoder.encode(last, UTF_8)
                        + "&email="
                        + URLEncoder.encode(email, UTF_8);
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri(page))
                        .POST(BodyPublishers.ofString(form))
                        .header("Content-Type", "application/x-www-form-urlencoded"));
    }

    private void awaitActive(String person) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                !moodle.site.accountsByEmail(List.of(person)).result().isEmpty()
                                        && moodle.active(person));
    }

    private void awaitShut(String person) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !moodle.active(person));
    }

    private void awaitStates(String order, String... states) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(states(order)).containsExactly(states));
    }

    /** Until nothing is left to be sent. */
    private void awaitQuiet() {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                gateway.count(
                                                """
                                                select (select count(*) from entitlement where state <> 'CLEAN')
                                                    + (select count(*) from membership where state in ('WANTED', 'UNWANTED'))
                                                """)
                                        == 0);
    }

    /** Roles and groups that Moodle has of somebody in the course, or {@code -}. */
    private String shown(String person) {
        return moodle.enrolled(person).map(RealSeatLifeIT::shown).orElse("-");
    }

    private static String shown(Enrolled somebody) {
        return somebody.roles() + " " + somebody.groups();
    }

    private long calls() {
        return gateway.gateway.calls().counts().values().stream().mapToLong(Long::longValue).sum();
    }

    private List<String> seats(String order) {
        return column("reference", order);
    }

    private List<String> states(String order) {
        return column("state", order);
    }

    private List<Instant> ends(String order) {
        return instants("ends_at", order);
    }

    private List<Instant> starts(String order) {
        return instants("starts_at", order);
    }

    private List<String> column(String column, String order) {
        return gateway.list(
                "select "
                        + column
                        + " from seat where kind = 'PAID' and order_id = '"
                        + order
                        + "-"
                        + moodle.run
                        + "' order by number");
    }

    /** Of the seats' entitlements, which are what Moodle was sent. */
    private List<Instant> instants(String column, String order) {
        String select =
                "select e."
                        + column
                        + " from seat s join entitlement e on e.id = s.entitlement_id where s.kind ="
                        + " 'PAID' and s.order_id = ? order by s.number";
        return gateway.gateway
                .ledger()
                .read(
                        handle ->
                                handle.select(select, order + "-" + moodle.run)
                                        .map((row, context) -> row.getTimestamp(1).toInstant())
                                        .list());
    }
}
