package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.orders.OrderBook.Change;
import org.moodlegateway.seat.OrderPlan;

/** Who sits where, as people say it, whatever database the ledger is on. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class AssignmentsContract {
    private static final Instant PAID = Instant.parse("2026-01-15T09:30:00Z");
    private static final Product ON_ASSIGN =
            Orders.product(
                    "SCI-LATER", "coursename", "SCI", "duration", "10", "startonassign", "true");

    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00.700Z");
    private final List<Long> asked = new ArrayList<>();
    private Set<Long> awaited = Set.of();
    private Ledger ledger;
    private Inbox inbox;
    private OrderBook orders;
    private Claims claims;
    private Results results;
    private Courses courses;
    private People people;
    private Assignments assignments;
    private ClaimLinks links;

    /** A new, empty database. */
    abstract LedgerSettings emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(emptyDatabase(), clock);
        ledger.bindTo("https://moodle.example.org");
        Entitlements entitlements = new Entitlements(ZoneOffset.UTC);
        inbox = new Inbox(ledger);
        orders = new OrderBook(ledger, entitlements);
        claims = new Claims(ledger, entitlements, new Guards(ledger, Guards.Limits.USUAL));
        results = new Results(ledger, entitlements);
        courses = new Courses(ledger, entitlements);
        people = new People(ledger);
        links = new ClaimLinks(ledger);
        assignments =
                new Assignments(
                        ledger,
                        entitlements,
                        Set.of("student", "teacher"),
                        course -> {
                            asked.add(course);
                            return awaited;
                        },
                        Orders.plans(Orders.CATALOGUE));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static Participant person(String email) {
        return new Participant(email, "Zoé", "Łukasik", "");
    }

    private Assignment assign(String reference, String email) {
        return assignments.assign(reference, person(email), "", false, "test");
    }

    private static String code(Assignment assignment) {
        return assignment instanceof Assignment.Refused refused
                ? refused.problem().code() + " " + refused.problem().pointer()
                : assignment.word();
    }

    @Test
    void a_free_seat_is_given_once_however_often_it_is_asked_for() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org").plan());
        String free = reference("UNASSIGNED");

        assertThat(assign(free, "bo@example.org")).isEqualTo(new Assignment.Assigned(free));
        assertThat(assign(free, "bo@example.org")).isEqualTo(new Assignment.Unchanged(free));
        assertThat(assign(free, " BO@example.org ")).isEqualTo(new Assignment.Unchanged(free));

        assertThat(seats())
                .containsExactly("1 ana@example.org WAITING", "2 bo@example.org WAITING");
        assertThat(claimAll())
                .extracting(work -> work.person().key())
                .containsExactlyInAnyOrder("ana@example.org", "bo@example.org");
        assertThat(list("select action || ' ' || subject from audit"))
                .containsExactly("assign seat " + free);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_seat_that_can_be_given_to_nobody_says_why() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        apply(order("A-2").line(Orders.SCI, 1).plan());
        apply(cancelled("A-2"));
        apply(order("A-3").line("NO-SUCH", 1).plan());
        String cancelled = referenceOf("A-2");

        assertThat(code(assign("AAAA-AAAA-AAAA-AAAA", "bo@example.org")))
                .isEqualTo("seat-unknown ");
        assertThat(code(assign(cancelled, "bo@example.org"))).isEqualTo("seat-cancelled ");
        assertThat(code(assign(referenceOf("A-3"), "bo@example.org")))
                .isEqualTo("product-unknown ");
        clock.setTo(PAID.plus(Duration.ofDays(180)).toString());
        assertThat(code(assign(referenceOf("A-1"), "bo@example.org"))).isEqualTo("seat-over ");
    }

    @Test
    void a_person_who_can_not_sit_there_is_refused_with_what_is_wrong() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org").plan());
        String free = reference("UNASSIGNED");

        assertThat(code(assign(free, "bo@nowhere"))).isEqualTo("email-unusable /email");
        assertThat(code(assign(free, "Ana@Example.org"))).isEqualTo("same-person-twice /email");
        assertThat(code(assigned(free, new Participant("bo@example.org", "<b>", "L", ""), "")))
                .isEqualTo("name-has-tags /firstName");
        assertThat(
                        code(
                                assigned(
                                        free,
                                        new Participant("bo@example.org", "B", "x".repeat(101), ""),
                                        "")))
                .isEqualTo("name-too-long /lastName");
        assertThat(code(assigned(free, new Participant("bo@example.org", "B", "L", "boss"), "")))
                .isEqualTo("role-unknown /role");
        assertThat(code(assigned(free, person("bo@example.org"), "MATH")))
                .isEqualTo("course-not-offered /course");
        assertThat(seats()).contains("2  UNASSIGNED");
        assertThat(list("select action from audit")).isEmpty();
    }

    private Assignment assigned(String reference, Participant person, String course) {
        return assignments.assign(reference, person, course, false, "test");
    }

    @Test
    void a_role_of_his_own_is_given_and_changed_without_leaving_the_seat() {
        apply(order("A-1").line(Orders.SCI, 1).plan());
        String seat = referenceOf("A-1");

        assigned(seat, new Participant("bo@example.org", "Bo", "Li", "teacher"), "SCI");
        assertThat(list("select role from seat where kind = 'PAID'")).containsExactly("teacher");
        assertThat(code(assign(seat, "bo@example.org"))).isEqualTo("assigned");
        assertThat(list("select role from seat where kind = 'PAID'")).containsExactly("teacher");
        assertThat(list("select first_name || ' ' || last_name from seat"))
                .as("corrected names")
                .contains("Zoé Łukasik");
        assertThat(list("select first_name || ' ' || last_name from person"))
                .contains("Zoé Łukasik");
    }

    @Test
    void who_never_reached_moodle_leaves_without_anybody_asking_it() {
        apply(order("A-1").line(Orders.SCI, 1, "typo@example.org").plan());

        assertThat(code(assign(referenceOf("A-1"), "bo@example.org"))).isEqualTo("assigned");

        assertThat(asked).isEmpty();
        assertThat(claimAll())
                .extracting(work -> work.person().key())
                .containsExactly("bo@example.org");
    }

    @Test
    void who_reached_moodle_leaves_only_before_his_first_access() {
        String seat = enrolled("A-1", "ana@example.org");

        assertThat(code(assign(seat, "bo@example.org"))).isEqualTo("already-opened ");
        assertThat(code(assignments.unassign(seat, false, "test"))).isEqualTo("already-opened ");
        assertThat(seats()).containsExactly("1 ana@example.org ACTIVE");
        assertThat(list("select action from audit")).isEmpty();

        awaited = Set.of(account("ana@example.org"));
        assertThat(code(assign(seat, "bo@example.org"))).isEqualTo("assigned");

        assertThat(asked).containsOnly(101L).hasSize(3);
        assertThat(entitlements())
                .containsExactly("ana@example.org suspended DIRTY", "bo@example.org shown DIRTY");
        assertThat(
                        list(
                                "select vacated || ' ' || taken_by from entitlement where suspended = true"))
                .containsExactly("SUSPEND assignment of " + seat);
    }

    @Test
    void force_needs_no_moodle_and_stands_in_the_audit_which_names_nobody() {
        String seat = enrolled("A-1", "ana@example.org");

        assignments.assign(seat, person("bo@example.org"), "", true, "key boss");

        assertThat(asked).isEmpty();
        assertThat(entitlements()).contains("ana@example.org suspended DIRTY");
        assertThat(list("select actor || ': ' || detail from audit"))
                .containsExactly("key boss: given to somebody else in SCI, forced");
    }

    @Test
    void a_product_that_unenrols_unenrols_who_leaves() {
        String seat = enrolled("A-1", "ana@example.org");
        ledger.transaction(handle -> handle.execute("update seat set on_cancel = 'UNENROL'"));

        assignments.unassign(seat, true, "test");

        assertThat(entitlements()).containsExactly("ana@example.org absent DIRTY");
    }

    @Test
    void who_leaves_keeps_what_another_seat_covers() {
        String seat = enrolled("A-1", "ana@example.org");
        apply(
                order("A-2")
                        .paidAt("2026-01-20T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        assignments.unassign(seat, true, "test");

        assertThat(entitlements()).containsExactly("ana@example.org shown DIRTY");
        assertThat(list("select cast(starts_at as varchar(19)) from entitlement"))
                .containsExactly("2026-01-20 00:00:00");
    }

    @Test
    void who_comes_back_is_covered_again() {
        String seat = enrolled("A-1", "ana@example.org");
        assignments.unassign(seat, true, "test");

        assign(seat, "ana@example.org");

        assertThat(entitlements()).containsExactly("ana@example.org shown DIRTY");
        assertThat(list("select vacated from entitlement")).containsExactly("");
    }

    @Test
    void an_empty_seat_stays_empty_when_it_is_emptied_again() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        String seat = referenceOf("A-1");

        assertThat(code(assignments.unassign(seat, false, "test"))).isEqualTo("assigned");
        assertThat(code(assignments.unassign(seat, false, "test"))).isEqualTo("unchanged");
        assertThat(seats()).containsExactly("1  UNASSIGNED");
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void a_newer_event_neither_moves_nor_overwrites_who_was_assigned() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org").plan());
        assign(list("select reference from seat order by number").get(0), "bo@example.org");

        apply(
                order("A-1")
                        .updatedAt("2026-01-17T00:00:00Z")
                        .line(Orders.SCI, 3, "ana@example.org", "cem@example.org")
                        .plan());

        assertThat(seats())
                .containsExactly(
                        "1 bo@example.org WAITING",
                        "2 ana@example.org WAITING",
                        "3 cem@example.org WAITING");
    }

    @Test
    void a_newer_event_does_not_fill_what_was_emptied() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        assignments.unassign(referenceOf("A-1"), false, "test");

        apply(
                order("A-1")
                        .updatedAt("2026-01-17T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        assertThat(seats()).containsExactly("1  UNASSIGNED");
    }

    @Test
    void a_refund_still_cancels_a_seat_that_was_assigned() {
        apply(order("A-1").line(Orders.SCI, 1).plan());
        assign(referenceOf("A-1"), "bo@example.org");

        apply(cancelled("A-1"));

        assertThat(seats()).containsExactly("1 bo@example.org CANCELLED");
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void a_period_starts_with_the_order_unless_it_starts_with_the_person() {
        apply(order("A-1").line(Orders.SCI, 1).plan());
        apply(order("A-2").line(ON_ASSIGN, 1).plan(Catalogue.of(ON_ASSIGN)));

        assign(referenceOf("A-1"), "ana@example.org");
        assign(referenceOf("A-2"), "bo@example.org");

        assertThat(start("A-1")).isEqualTo("2026-01-15 09:30:00");
        assertThat(start("A-2")).as("whole seconds").isEqualTo("2026-02-01 00:00:00");
        clock.forward(Duration.ofDays(3));
        assign(referenceOf("A-2"), "cem@example.org");
        assertThat(start("A-2")).as("nobody used it").isEqualTo("2026-02-04 00:00:00");
    }

    @Test
    void a_period_that_was_used_goes_on_whoever_sits_there_next() {
        apply(order("A-2").line(ON_ASSIGN, 1).plan(Catalogue.of(ON_ASSIGN)));
        String seat = referenceOf("A-2");
        assign(seat, "bo@example.org");
        deliver();
        clock.forward(Duration.ofDays(3));

        assignments.unassign(seat, true, "test");
        assign(seat, "cem@example.org");

        assertThat(start("A-2")).isEqualTo("2026-02-01 00:00:00");
        clock.forward(Duration.ofDays(7));
        assertThat(code(assign(seat, "dov@example.org"))).isEqualTo("seat-over ");
    }

    @Test
    void a_course_is_chosen_with_the_person_and_is_free_again_without() {
        apply(order("A-1").line(Orders.SCI, 1).plan());
        String seat = referenceOf("A-1");
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update seat set course_field = null, course_name = null, course_list = ?",
                                "SCI\nMATH"));

        assertThat(code(assign(seat, "bo@example.org"))).isEqualTo("course-needed /course");
        assertThat(code(assigned(seat, person("bo@example.org"), "LANG")))
                .isEqualTo("course-not-offered /course");
        assertThat(code(assigned(seat, person("bo@example.org"), "MATH"))).isEqualTo("assigned");
        assertThat(code(assign(seat, "bo@example.org"))).isEqualTo("unchanged");
        assertThat(list("select course_name from seat")).containsExactly("MATH");
        assertThat(new Views(ledger, ZoneOffset.UTC).seat(seat).orElseThrow().courses())
                .containsExactly("SCI", "MATH");
        assignments.unassign(seat, false, "test");
        assertThat(list("select coalesce(course_name, '-') from seat")).containsExactly("-");
        assertThat(code(assign(seat, "bo@example.org"))).isEqualTo("course-needed /course");
    }

    @Test
    void another_course_for_the_same_person_is_leaving_the_first() {
        apply(order("A-1").line(Orders.SCI, 1).plan());
        String seat = referenceOf("A-1");
        ledger.transaction(
                handle -> handle.execute("update seat set course_list = ?", "SCI\nMATH"));
        assign(seat, "bo@example.org");
        deliver();

        assertThat(code(assigned(seat, person("bo@example.org"), "MATH")))
                .isEqualTo("already-opened ");
        awaited = Set.of(account("bo@example.org"));
        assertThat(code(assigned(seat, person("bo@example.org"), "MATH"))).isEqualTo("assigned");

        assertThat(entitlements())
                .containsExactly("bo@example.org suspended DIRTY", "bo@example.org shown DIRTY");
    }

    @Test
    void many_in_a_row_ask_once_for_each_course() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan());
        deliver();
        awaited = Set.of(account("ana@example.org"), account("bo@example.org"));
        List<String> references = list("select reference from seat order by number");

        Assignments run = assignments.remembering();
        references.forEach(
                seat -> run.assign(seat, person(seat + "@example.org"), "", false, "test"));

        assertThat(asked).containsExactly(101L);
        assertThat(list("select email from seat where email like '%-%'")).hasSize(2);
    }

    @Test
    void of_many_who_want_one_seat_at_once_one_has_it_in_the_end() throws Exception {
        apply(order("A-1").line(Orders.SCI, 1).plan());
        String seat = referenceOf("A-1");
        ExecutorService all = Executors.newFixedThreadPool(4);
        List<Future<Assignment>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String email = "p" + i + "@example.org";
            answers.add(all.submit(() -> assign(seat, email)));
        }
        for (Future<Assignment> answer : answers) {
            assertThat(code(answer.get())).isEqualTo("assigned");
        }
        all.shutdown();

        String sitting = list("select email from seat").get(0);
        assertThat(claimAll()).extracting(work -> work.person().key()).containsExactly(sitting);
    }

    @Test
    void a_claim_link_holds_until_it_is_over_or_revoked() {
        apply(order("A-1").boughtByOffice().line(Orders.SCI, 1).plan());

        assertThat(links.make("a".repeat(32), "web", "B-1", Duration.ofDays(1), "test")).isEmpty();
        ClaimLink link =
                links.make("b".repeat(32), "web", "A-1", Duration.ofDays(30), "test").orElseThrow();
        ClaimLink other =
                links.make("c".repeat(32), "web", "A-1", Duration.ofDays(1), "test").orElseThrow();

        assertThat(link.language()).isEqualTo("fr");
        assertThat(link.expires()).isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
        assertThat(links.find(link.id())).contains(link);
        assertThat(links.revoke(link.id(), "test")).isTrue();
        assertThat(links.revoke(link.id(), "test")).isFalse();
        assertThat(links.find(link.id())).isEmpty();
        assertThat(links.find(other.id())).isPresent();
        clock.setTo(other.expires().toString());
        assertThat(links.find(other.id())).isEmpty();
        assertThat(list("select action || ' ' || subject from audit order by id"))
                .containsExactly(
                        "claim-link web/A-1", "claim-link web/A-1", "revoke-claim-link web/A-1");
    }

    /** An order of one seat that Moodle shows. */
    private String enrolled(String order, String email) {
        apply(order(order).line(Orders.SCI, 1, email).plan());
        deliver();
        return referenceOf(order);
    }

    private void deliver() {
        Claim claim = claimed();
        people.known(
                claim.work().stream()
                        .map(Work::person)
                        .map(person -> person.with(1000 + person.id(), PersonRow.Origin.CREATED))
                        .toList(),
                false);
        Map<Work, Result> done = new LinkedHashMap<>();
        claim.work().forEach(work -> done.put(work, new Result.Applied()));
        results.record(claim.id(), done, clock.instant());
    }

    private Claim claimed() {
        Map<String, Long> ids = Map.of("SCI", 101L, "MATH", 102L, "HELP", 103L);
        courses.due(10)
                .forEach(
                        course -> courses.found(course.id(), ids.get(course.name().value()), null));
        return claims.claim(50);
    }

    private List<Work> claimAll() {
        return claimed().work();
    }

    private long account(String key) {
        return ledger.read(
                handle ->
                        handle.select("select moodle_id from person where person_key = ?", key)
                                .mapTo(Long.class)
                                .one());
    }

    private static OrderPlan cancelled(String id) {
        return order(id)
                .status(OrderStatus.CANCELLED)
                .updatedAt("2026-01-17T00:00:00Z")
                .line(Orders.SCI, 1)
                .plan();
    }

    private void apply(OrderPlan plan) {
        long id =
                inbox.keep("web", "http", "key", UUID.randomUUID().toString(), new byte[] {1}).id();
        orders.apply(id, change(plan));
    }

    private String reference(String state) {
        return list("select reference from seat where kind = 'PAID' and state = '" + state + "'")
                .get(0);
    }

    private String referenceOf(String order) {
        return list("select reference from seat where kind = 'PAID' and order_id = '" + order + "'")
                .get(0);
    }

    private String start(String order) {
        return list("select cast(starts_at as varchar(19)) from seat where order_id = '"
                        + order
                        + "'")
                .get(0);
    }

    private List<String> seats() {
        return list(
                "select cast(number as varchar(9)) || ' ' || email || ' ' || state from seat where kind = 'PAID' order by line_id, number");
    }

    private List<String> entitlements() {
        return list(
                """
                select p.person_key || case when e.absent then ' absent ' when e.suspended then ' suspended '
                    else ' shown ' end || e.state
                from entitlement e join person p on p.id = e.person_id order by e.id
                """);
    }

    private List<String> list(String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }

    private Change change(OrderPlan plan) {
        return Change.of(plan, orders.known(plan.order().shop(), plan.order().id()));
    }
}
