package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.moodle.WebFunction;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.Fault.Kind;
import org.moodlegateway.shop.SignedWebhooks;

/** Orders that are edited in their shop after people were let in, as Moodle shows them then. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EditedOrdersTest {
    private static final String LATER = "2026-01-17T00:00:00Z";
    private static final String LATER_STILL = "2026-01-18T00:00:00Z";
    private static final String YEAR = "student 1768469400-1800005400";
    private static final String CLASS = "1768469400-1794389400";

    @TempDir private Path directory;
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private GatewayFixture started() {
        fixture = GatewayFixture.in(directory);
        return fixture;
    }

    @Test
    void the_first_of_two_lines_is_removed_and_the_other_is_numbered_anew() {
        started()
                .take(
                        order("A-1")
                                .line("SCI-YEAR", 1, "rn@example.org")
                                .line("MATH-WEEK", 1, "rn@example.org"))
                .work();

        fixture.take(order("A-1").updatedAt(LATER).line("MATH-WEEK", 1, "rn@example.org")).work();

        assertThat(fixture.shown("rn@example.org", "MATH"))
                .startsWith("student")
                .doesNotContain("suspended");
        assertThat(fixture.shown("rn@example.org", "SCI")).isEqualTo(YEAR + " suspended");
    }

    @Test
    void who_was_misspelt_and_never_came_makes_room_for_who_was_meant() {
        started().take(order("A-1").line("SCI-YEAR", 1, "jhon@example.org")).work();
        long before = calls();

        fixture.take(order("A-1").updatedAt(LATER).line("SCI-YEAR", 1, "john@example.org")).work();

        assertThat(fixture.shown("john@example.org", "SCI")).isEqualTo(YEAR);
        assertThat(fixture.shown("jhon@example.org", "SCI")).isEqualTo(YEAR + " suspended");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
        assertThat(calls() - before)
                .as("first accesses, a look-up, an account and the enrolments, at most")
                .isLessThanOrEqualTo(5);
        long corrected = calls();
        fixture.take(order("A-1").updatedAt(LATER_STILL).line("SCI-YEAR", 1, "john@example.org"))
                .work();
        assertThat(calls()).as("nothing more to do").isEqualTo(corrected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_opened_the_course_stays_and_so_does_everybody_where_the_site_does_not_tell(
            boolean hidden) {
        fixture = GatewayFixture.in(directory, content -> content.hideLastAccess(hidden));
        fixture.take(order("A-1").line("SCI-YEAR", 1, "jhon@example.org")).work();
        if (!hidden) {
            fixture.moodle
                    .administrator()
                    .openCourse("jhon@example.org", "SCI", fixture.clock.instant());
        }

        fixture.take(order("A-1").updatedAt(LATER).line("SCI-YEAR", 1, "john@example.org")).work();

        assertThat(fixture.shown("jhon@example.org", "SCI")).isEqualTo(YEAR);
        assertThat(fixture.shown("john@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.list("select email from seat where kind = 'PAID'"))
                .containsExactly("jhon@example.org");
    }

    @Test
    void a_line_that_names_nobody_any_more_leaves_its_seat_to_be_given() {
        started().take(order("A-1").line("SCI-YEAR", 1, "ana@example.org")).work();

        fixture.take(order("A-1").updatedAt(LATER).line("SCI-YEAR", 1)).work();

        assertThat(fixture.seatStates()).containsExactly("UNASSIGNED");
        assertThat(fixture.shown("ana@example.org", "SCI")).isEqualTo(YEAR + " suspended");
    }

    @Test
    void a_supervisor_with_another_address_and_his_group_go_with_the_buyer() {
        started()
                .take(
                        order("A-1")
                                .boughtBy("typo@example.org")
                                .line("MATH-CLASS", 2, "ana@example.org", "jhon@example.org"))
                .work();
        assertThat(fixture.group("MATH", "Class A-1"))
                .containsExactly("ana@example.org", "jhon@example.org", "typo@example.org");

        fixture.take(
                        order("A-1")
                                .boughtBy("right@example.org")
                                .updatedAt(LATER)
                                .line("MATH-CLASS", 2, "ana@example.org", "john@example.org"))
                .work();

        assertThat(fixture.shown("right@example.org", "MATH")).isEqualTo("teacher " + CLASS);
        assertThat(fixture.shown("typo@example.org", "MATH"))
                .isEqualTo("teacher " + CLASS + " suspended");
        assertThat(fixture.shown("john@example.org", "MATH")).isEqualTo("student " + CLASS);
        assertThat(fixture.group("MATH", "Class A-1"))
                .containsExactly("ana@example.org", "john@example.org", "right@example.org");
    }

    @Test
    void the_support_course_goes_to_the_buyer_who_was_meant() {
        started()
                .take(
                        order("A-1")
                                .boughtBy("typo@example.org")
                                .line("SCI-180", 1, "ana@example.org"))
                .work();

        fixture.take(
                        order("A-1")
                                .boughtBy("right@example.org")
                                .updatedAt(LATER)
                                .line("SCI-180", 1, "ana@example.org"))
                .work();

        assertThat(fixture.shown("right@example.org", "HELP")).isEqualTo("student 1768469400-0");
        assertThat(fixture.shown("typo@example.org", "HELP"))
                .isEqualTo("student 1768469400-0 suspended");
    }

    @Test
    void another_role_is_given_and_the_old_one_taken_back() {
        started().take(order("A-1").line("SCI-YEAR", 1, "ana@example.org")).work();

        fixture.take(
                        order("A-1")
                                .updatedAt(LATER)
                                .line("SCI-YEAR", 1, "ana@example.org")
                                .inRole("teacher"))
                .work();

        assertThat(fixture.shown("ana@example.org", "SCI")).startsWith("teacher 1768469400-");
    }

    @Test
    void a_correction_waits_while_moodle_is_down_and_survives_a_restart() {
        started().take(order("A-1").line("SCI-YEAR", 1, "jhon@example.org")).work();
        fixture.moodle.fail(Fault.next(1, Kind.RESET).of(WebFunction.ENROLLED_USERS.moodleName()));

        fixture.take(order("A-1").updatedAt(LATER).line("SCI-YEAR", 1, "john@example.org")).work();
        assertThat(fixture.shown("john@example.org", "SCI")).isEqualTo("none");
        fixture.restart();
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();

        assertThat(fixture.shown("john@example.org", "SCI")).isEqualTo(YEAR);
        assertThat(fixture.shown("jhon@example.org", "SCI")).isEqualTo(YEAR + " suspended");
    }

    @Test
    void corrections_from_programs_shops_and_files_are_followed_at_once() throws IOException {
        try (ServingFixture gateway =
                ServingFixture.in(directory, Map.of("INTAKE_QUIET", "PT0.3S"))) {
            gateway.postWithKey(order("A-1").line("SCI-YEAR", 1, "jhon@example.org").json());
            woo(gateway, "typo@example.org", "2026-01-15T09:30:00");
            file(gateway, "fyle@example.org");
            awaitSitting(gateway, "fyle@example.org", "jhon@example.org", "typo@example.org");

            gateway.postWithKey(
                    order("A-1").updatedAt(LATER).line("SCI-YEAR", 1, "john@example.org").json());
            woo(gateway, "right@example.org", "2026-01-15T10:30:00");
            file(gateway, "file@example.org");

            awaitSitting(gateway, "file@example.org", "john@example.org", "right@example.org");
            for (String gone : new String[] {"fyle@", "jhon@", "typo@"}) {
                assertThat(gateway.moodle.enrolment(gone + "example.org", "SCI"))
                        .hasValueSatisfying(row -> assertThat(row.suspended()).isTrue());
            }
            assertThat(gateway.rejectedCodes()).isEmpty();
        }
    }

    /** These have the seats, and nobody else is let in. */
    private static void awaitSitting(ServingFixture gateway, String... emails) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            assertThat(
                                            gateway.list(
                                                    "select email from seat where kind = 'PAID' and"
                                                            + " state = 'ACTIVE' order by email"))
                                    .containsExactly(emails);
                            assertThat(
                                            gateway.count(
                                                    "select count(*) from entitlement where state"
                                                            + " <> 'CLEAN'"))
                                    .isZero();
                        });
        for (String email : emails) {
            assertThat(gateway.moodle.enrolment(email, "SCI"))
                    .hasValueSatisfying(row -> assertThat(row.suspended()).isFalse());
        }
    }

    private static void woo(ServingFixture gateway, String email, String modified) {
        String body =
                """
                {"id":7,"number":"7","status":"processing","currency":"EUR","total":"90.00","created_via":"checkout",\
                "date_created_gmt":"2026-01-15T09:00:00","date_modified_gmt":"%s","date_paid_gmt":"2026-01-15T09:00:00",\
                "transaction_id":"","billing":{"first_name":"Ty","last_name":"Po","email":"%s","country":"FR"},\
                "line_items":[{"id":71,"product_id":901,"variation_id":0,"sku":"SCI-SELF","quantity":1,"total":"90.00",\
                "meta_data":[]}],"meta_data":[],"refunds":[]}"""
                        .formatted(modified, email);
        assertThat(
                        gateway.send(
                                        SignedWebhooks.wooCommerce(
                                                gateway,
                                                "boutique",
                                                body.getBytes(UTF_8),
                                                "order.updated"))
                                .status())
                .isEqualTo(200);
    }

    /** The same file with another address in it. */
    private void file(ServingFixture gateway, String email) throws IOException {
        String csv =
                """
                order_id,status,updated_at,paid_at,line_id,product,quantity,participant_email,participant_first,participant_last
                F-1,paid,2026-01-15T09:00:00Z,2026-01-15T09:00:00Z,1,SCI-YEAR,1,%s,Fi,Le
                """
                        .formatted(email);
        Path half = directory.resolve("inbox/web/people.csv.part");
        Files.writeString(half, csv);
        Files.move(half, directory.resolve("inbox/web/people.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private long calls() {
        return fixture.moodle.calls().requests();
    }
}
