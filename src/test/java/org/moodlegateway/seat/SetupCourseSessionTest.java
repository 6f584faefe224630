package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moodlegateway.seat.TestOrders.PAID_AT;
import static org.moodlegateway.seat.TestOrders.order;
import static org.moodlegateway.seat.TestOrders.person;
import static org.moodlegateway.seat.TestProducts.product;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SetupCourseSessionTest {
    private final Handler handler = new SetupCourseSession(ZoneOffset.UTC, TestProducts.ROLES);

    @Test
    void quantity_is_seats_and_the_product_says_course_role_and_dates() {
        LinePlan plan = plan("coursename=SCI&duration=180", "", 3);

        assertThat(plan.seats()).isEqualTo(3);
        assertThat(plan.course()).contains(CourseName.shortName("SCI"));
        assertThat(plan.role()).isEqualTo("student");
        assertThat(plan.terms())
                .isEqualTo(
                        new Terms(PAID_AT, new Length.Lasting(Duration.ofDays(180)), false, false));
        assertThat(plan.group()).isEmpty();
        assertThat(plan.companions()).isEmpty();
        assertThat(plan.waitingFor()).isEmpty();
    }

    @Test
    void the_course_may_go_by_its_idnumber() {
        assertThat(plan("courseidnumber=C-1", "", 1).course()).contains(CourseName.idNumber("C-1"));
    }

    @Test
    void a_line_s_parameters_win_key_by_key_whatever_their_spelling() {
        LinePlan plan =
                plan(
                        "coursename=SCI&role=student&starttime=1&enddate=+7D",
                        "startdate=2&role=teacher",
                        1);

        assertThat(plan.terms().start()).isEqualTo(Instant.ofEpochSecond(2));
        assertThat(plan.terms().length()).isEqualTo(new Length.Lasting(Duration.ofDays(7)));
        assertThat(plan.role()).isEqualTo("teacher");
        assertThat(plan("coursename=SCI", "courseidnumber=C-1", 1).course())
                .contains(CourseName.idNumber("C-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "enrolname=manual",
        "enrol=manual",
        "enroltype=manual",
        "startdate=1&starttime=1",
        "notbeforecourse=false",
        "startonassign=true",
        "groupname="
    })
    void these_are_fine(String parameters) {
        assertThat(handler.check(product("P").parameters("coursename=SCI&" + parameters).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duration=abc    | parameter-invalid | duration=abc is not a whole number of days",
                "duration=1.5    | parameter-invalid | duration=1.5 is not a whole number of days",
                "duration=-5     | parameter-invalid | duration=-5 is not a whole number of days",
                "duration=+5     | parameter-invalid | duration=+5 is not a whole number of days",
                "duration=٣      | parameter-invalid | duration=٣ is not a whole number of days",
                "duration=0      | parameter-invalid | duration=0 is less than one day",
                "duration=9999999 | parameter-invalid | duration=9999999 ends after the year 9999",
                "duration=99999999999999999999 | parameter-invalid | ends after the year 9999",
                "duration=abc&endtime=+7D | parameter-invalid | duration=abc is not a whole",
                "endtime=+7X     | parameter-invalid | endtime=+7X is neither a Unix timestamp nor"
                        + " a date like 2026-12-31 or 31/12/2026, nor a time after the start",
                "endtime=7D      | parameter-invalid | endtime=7D is neither",
                "endtime=-7D     | parameter-invalid | endtime=-7D is neither",
                "endtime=+D      | parameter-invalid | endtime=+D is neither",
                "endtime=+7D +8D | parameter-invalid | endtime=+7D +8D is neither",
                "endtime=+7D 10H | parameter-invalid | endtime=+7D 10H is neither",
                "endtime=2026-05-32 | parameter-invalid | endtime=2026-05-32 is neither",
                "endtime=+0D     | parameter-invalid | endtime=+0D is no time after the start",
                "enddate=+0D     | parameter-invalid | enddate=+0D is no time after the start",
                "endtime=1768469400 | parameter-invalid | endtime=1768469400 ends the seat no later"
                        + " than it starts, at 2026-01-15T09:30:00Z",
                "endtime=+9999999D | parameter-invalid | endtime=+9999999D ends after the year"
                        + " 9999",
                "endtime=1768469400000 | parameter-invalid | endtime=1768469400000 is after the"
                        + " year 9999, a Unix timestamp counts seconds",
                "starttime=+1D   | parameter-invalid | starttime=+1D is neither a Unix timestamp nor a date",
                "startdate=soon  | parameter-invalid | startdate=soon is neither a Unix timestamp nor a date",
                "starttime=1768469400000 | parameter-invalid | starttime=1768469400000 is after the"
                        + " year 9999",
                "starttime=99999999999999999999 | parameter-invalid | is after the year 9999",
                "starttime=1&startdate=2 | parameter-conflict | starttime=1 contradicts"
                        + " startdate=2",
                "enrol=manual&enrolname=self | parameter-conflict | enrolname=self contradicts"
                        + " enrol=manual",
                "courseidnumber=SCI | parameter-conflict | courseidnumber=SCI names the course that"
                        + " coursename=SCI names",
                "enrolname=self  | parameter-invalid | enrolname=self can't be written by Moodle's"
                        + " web services, only manual can",
                "role=chef       | role-unknown | role=chef is none of the roles editingteacher,"
                        + " student, teacher",
                "role=Student    | role-unknown | role=Student is none of the roles",
                "supervisor=boss | role-unknown | supervisor=boss is none of the roles",
                "notbeforecourse=yes | parameter-invalid | notbeforecourse=yes is neither true nor"
                        + " false",
                "startonassign=1 | parameter-invalid | startonassign=1 is neither true nor false",
                "groupname={foo} | parameter-invalid | groupname={foo} may only name {buyer},"
                        + " {order}, {shop}, {transaction}",
                "colour=red      | parameter-unknown | colour=red is not known",
                "Duration=5      | parameter-unknown | Duration=5 is not known",
            })
    void what_cannot_be_is_refused_by_product_parameter_and_value(
            String parameters, String code, String sentence) {
        Problem inProduct = refusal("coursename=SCI&" + parameters, "");

        assertThat(inProduct.code()).isEqualTo(code);
        assertThat(inProduct.message()).startsWith("product P: ").contains(sentence);
        assertThat(inProduct.pointer()).isEqualTo("/lines/0/product");
    }

    @ParameterizedTest
    @ValueSource(strings = {"duration=abc", "endtime=+7X", "colour=red", "role=chef", "enrol=x"})
    void what_a_line_adds_is_refused_where_it_stands(String parameter) {
        Problem inProduct = refusal("coursename=SCI&" + parameter, "");
        Problem onLine = refusal("coursename=SCI", parameter);

        assertThat(onLine)
                .isEqualTo(
                        new Problem(inProduct.code(), "/lines/0/parameters", inProduct.message()));
    }

    @Test
    void a_course_is_required() {
        assertThat(refusal("duration=180", ""))
                .isEqualTo(
                        new Problem(
                                "parameter-missing",
                                "/lines/0/product",
                                "product P: coursename is missing, the short name of the course"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+7X", "7D", "0"})
    void a_wrong_end_is_refused_even_if_the_product_is_renewable(String end) {
        Product product =
                product("P").parameters("coursename=SCI&endtime=" + end).renewable(true).build();

        assertThat(handler.check(product)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "+7D, PT168H",
        "+10H, PT10H",
        "+7D +10H, PT178H",
        "+10H +7D, PT178H",
        "+7D+10H, PT178H",
        "+7D   +10H, PT178H",
        "+0D +5H, PT5H"
    })
    void an_end_may_be_relative_to_the_start(String end, Duration duration) {
        assertThat(plan("coursename=SCI&endtime=" + end, "", 1).terms().length())
                .isEqualTo(new Length.Lasting(duration));
    }

    @Test
    void the_end_is_the_first_that_applies() {
        assertThat(plan("coursename=SCI&endtime=+7D&duration=180", "", 1).terms().length())
                .isEqualTo(new Length.Lasting(Duration.ofDays(7)));
        assertThat(plan("coursename=SCI&endtime=2000000000&duration=180", "", 1).terms().length())
                .isEqualTo(new Length.Until(Instant.ofEpochSecond(2_000_000_000)));
        assertThat(plan("coursename=SCI", "", 1).terms().length())
                .isEqualTo(new Length.Unlimited());
    }

    @Test
    void years_after_2038_are_years() {
        LinePlan plan = plan("coursename=SCI&starttime=4102444800&endtime=32503680000", "", 1);

        assertThat(plan.terms().period(ZoneOffset.UTC))
                .isEqualTo(
                        new Period(
                                Instant.parse("2100-01-01T00:00:00Z"),
                                Instant.parse("3000-01-01T00:00:00Z")));
    }

    @Test
    void parts_of_a_second_are_cut_off() {
        Order order = order().line("P", 1).build();
        Product product = product("P").build();

        LinePlan plan = handler.plan(order, order.lines().get(0), product, PAID_AT.plusMillis(999));

        assertThat(plan.terms().start()).isEqualTo(PAID_AT);
    }

    @Test
    void the_buyer_gets_into_the_support_course_from_the_day_the_order_was_placed() {
        Instant placed = Instant.parse("2026-01-14T08:00:00.5Z");
        Order order = order().placed(placed).line("P", 2).build();
        Product product =
                product("P").parameters("coursename=SCI&customersupport=HELP&role=teacher").build();

        LinePlan plan = handler.plan(order, order.lines().get(0), product, PAID_AT);

        assertThat(plan.companions())
                .containsExactly(
                        new Companion(
                                        Companion.Kind.SUPPORT,
                                        "student",
                                        Offer.in(
                                                CourseName.shortName("HELP"),
                                                Terms.unlimitedFrom(
                                                        Instant.parse("2026-01-14T08:00:00Z")),
                                                "",
                                                Ending.SUSPEND,
                                                null))
                                .soldAs(plan.offer().sold()));
    }

    @Test
    void support_starts_with_the_payment_if_nobody_knows_when_the_order_was_placed() {
        LinePlan plan = plan("coursename=SCI&customersupport=HELP", "", 1);

        assertThat(plan.companions().get(0).terms()).isEqualTo(Terms.unlimitedFrom(PAID_AT));
    }

    @Test
    void the_buyer_supervises_in_the_course_for_as_long_as_the_seats_last() {
        LinePlan plan = plan("coursename=SCI&duration=9&supervisor=teacher&groupname=G", "", 1);

        assertThat(plan.companions())
                .containsExactly(new Companion(Companion.Kind.SUPERVISOR, "teacher", plan.offer()));
    }

    @Test
    void a_buyer_without_email_gets_nothing_beside_the_seats() {
        Order order = order().buyer(Buyer.UNKNOWN).line("P", 1).build();
        Product product =
                product("P")
                        .parameters("coursename=SCI&supervisor=teacher&customersupport=HELP")
                        .build();

        assertThat(handler.plan(order, order.lines().get(0), product, PAID_AT).companions())
                .isEmpty();
    }

    @Test
    void a_line_that_is_refunded_whole_brings_nothing_beside_the_seats() {
        Order order = order().line("P", 2, 2, "supervisor=teacher").build();

        LinePlan plan = handler.plan(order, order.lines().get(0), product("P").build(), PAID_AT);

        assertThat(plan.seats()).isZero();
        assertThat(plan.companions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{order}                 | A-1001",
                "customer_{buyer}        | customer_office@example.org",
                "{shop}/{transaction}    | web/TX0001",
                "{order}{order}          | A-1001A-1001",
                "<b>{order}              | bA-1001",
                "everyone                | everyone",
                "a $1 \\ {order}         | a $1 \\ A-1001",
            })
    void a_group_is_named_after_the_order(String template, String name) {
        assertThat(plan("coursename=SCI&groupname=" + template, "", 1).group()).isEqualTo(name);
    }

    @Test
    void a_group_s_name_fits_into_moodle() {
        String name = plan("coursename=SCI&groupname=" + "🙂".repeat(300), "", 1).group();

        assertThat(name.codePointCount(0, name.length())).isEqualTo(254);
    }

    @Test
    void participants_keep_their_own_roles() {
        Participant teacher = new Participant("t@example.org", "T", "T", "editingteacher");

        LinePlan plan =
                plan(
                        "coursename=SCI&supervisor=teacher",
                        "",
                        3,
                        person("a@example.org"),
                        teacher,
                        supervisor());

        assertThat(plan.line().participants())
                .extracting(Participant::role)
                .containsExactly("", "editingteacher", "teacher");
    }

    private static Participant supervisor() {
        return new Participant("s@example.org", "S", "S", "_supervisor");
    }

    @Test
    void more_participants_than_seats_are_refused() {
        Problem problem =
                refusal(
                        "coursename=SCI",
                        "",
                        person("a@example.org"),
                        person("b@example.org"),
                        person("c@example.org"),
                        person("d@example.org"));

        assertThat(problem)
                .isEqualTo(
                        new Problem(
                                "too-many-participants",
                                "/lines/0/participants",
                                "product P: 4 participants are named, but only 3 seats are sold"));
    }

    @Test
    void who_sat_on_a_refunded_seat_may_still_be_named() {
        Order order =
                order().line("P", 2, 1, "", person("a@example.org"), person("b@example.org"))
                        .build();

        LinePlan plan = handler.plan(order, order.lines().get(0), product("P").build(), PAID_AT);

        assertThat(plan.seats()).isEqualTo(1);
    }

    @Test
    void a_product_without_seats_is_refused() {
        Product product = product("P").withoutSeats().build();
        Order order = order().line("P", 1).build();

        assertThat(handler.check(product)).map(Problem::code).contains("product-needs-seats");
        assertThat(refusal(order, product).code()).isEqualTo("product-needs-seats");
    }

    @Test
    void a_site_without_students_needs_a_role() {
        Handler teachers =
                new SetupCourseSession(ZoneOffset.UTC, TestProducts.ROLES_WITHOUT_STUDENT);

        assertThat(teachers.check(product("P").build()).map(Problem::code))
                .contains("role-unknown");
        assertThat(teachers.check(product("P").parameters("coursename=SCI&role=teacher").build()))
                .isEmpty();
    }

    private LinePlan plan(String parameters, String line, int quantity, Participant... people) {
        Order order = order().line("P", quantity, 0, line, people).build();
        Product product = product("P").parameters(parameters).build();
        return handler.plan(order, order.lines().get(0), product, PAID_AT);
    }

    private Problem refusal(String parameters, String line, Participant... people) {
        Order order = order().line("P", 3, 0, line, people).build();
        return refusal(order, product("P").parameters(parameters).build());
    }

    private Problem refusal(Order order, Product product) {
        return catchThrowableOfType(
                        OrderRejectedException.class,
                        () -> handler.plan(order, order.lines().get(0), product, PAID_AT))
                .problem();
    }
}
