package org.moodlegateway.orders;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.SCI;
import static org.moodlegateway.Orders.TEACH;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.ledger.Claim;
import org.moodlegateway.ledger.Claims;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.FirstAccess;
import org.moodlegateway.ledger.Guards;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.People;
import org.moodlegateway.ledger.PersonRow;
import org.moodlegateway.ledger.Result;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.ledger.Work;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.OrderBook.Change;
import org.moodlegateway.seat.OrderPlan;

/** Orders that change after their seats reached Moodle, whatever database the ledger is on. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class EditedOrdersContract {
    private static final String LATER = "2026-01-17T00:00:00Z";
    private static final String LATER_STILL = "2026-01-18T00:00:00Z";

    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    private final List<Long> asked = new ArrayList<>();
    private Optional<Set<Long>> answer = Optional.of(Set.of());
    private Ledger ledger;
    private Inbox inbox;
    private OrderBook orders;
    private Claims claims;
    private Results results;
    private Courses courses;
    private People people;
    private Assignments assignments;
    private Corrector corrector;

    abstract Databases database();

    @BeforeEach
    void open(@TempDir Path directory) {
        ledger = Ledger.open(database().empty(directory), clock);
        ledger.bindTo("https://moodle.example.org");
        Entitlements entitlements = new Entitlements(ZoneOffset.UTC);
        inbox = new Inbox(ledger);
        orders = new OrderBook(ledger, entitlements);
        claims = new Claims(ledger, entitlements, new Guards(ledger, Guards.Limits.USUAL));
        results = new Results(ledger, entitlements);
        courses = new Courses(ledger, entitlements);
        people = new People(ledger);
        FirstAccess firstAccess =
                new FirstAccess() {
                    @Override
                    public Set<Long> awaited(long courseId) {
                        return asked(courseId).orElse(Set.of());
                    }

                    @Override
                    public Optional<Set<Long>> asked(long courseId) {
                        asked.add(courseId);
                        return answer;
                    }
                };
        assignments =
                new Assignments(
                        ledger,
                        entitlements,
                        Set.of("student", "teacher"),
                        firstAccess,
                        Orders.plans(Orders.CATALOGUE));
        corrector = new Corrector(ledger, firstAccess);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_paid_line_that_is_numbered_anew_keeps_its_seat_and_the_removed_one_ends() {
        apply(order("A-1").line(SCI, 1, "rn@x.org").line(TEACH, 1, "rn@x.org"));
        deliver();
        String math = list("select reference from seat where product = 'MATH-T'").get(0);

        apply(order("A-1").updatedAt(LATER).line(TEACH, 1, "rn@x.org"));

        assertThat(entitlements()).containsExactly("rn@x.org MATH", "rn@x.org SCI suspended");
        assertThat(list("select line_id from seat where reference = '" + math + "'"))
                .containsExactly("1");
        assertThat(claimed().work())
                .as("only the removed one goes to Moodle")
                .extracting(Work::courseId)
                .containsExactly(101L);
    }

    @Test
    void lines_that_change_places_cost_nothing_however_often() {
        Orders first = order("A-1").line(SCI, 1, "ana@x.org").line(TEACH, 1, "bo@x.org");
        apply(first);
        deliver();
        List<String> references = references();

        apply(order("A-1").updatedAt(LATER).line(TEACH, 1, "bo@x.org").line(SCI, 1, "ana@x.org"));
        apply(
                order("A-1")
                        .updatedAt(LATER_STILL)
                        .line(SCI, 1, "ana@x.org")
                        .line(TEACH, 1, "bo@x.org"));

        assertThat(references()).containsExactlyElementsOf(references);
        assertThat(seats()).containsExactly("1 ana@x.org ACTIVE", "2 bo@x.org ACTIVE");
        assertThat(claimed().work()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void another_product_on_a_line_is_sold_anew_and_the_old_seat_is_taken_back() {
        apply(order("A-1").line(SCI, 1, "ana@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(TEACH, 1, "ana@x.org"));
        deliver();

        assertThat(entitlements()).containsExactly("ana@x.org MATH", "ana@x.org SCI suspended");
        assertThat(list("select product || ' ' || state from seat order by product"))
                .containsExactly("MATH-T ACTIVE", "SCI-180 CANCELLED");
    }

    @Test
    void a_product_that_is_not_in_the_catalogue_is_a_product_too() {
        apply(order("A-1").line("NO-SUCH", 1, "ana@x.org").line(SCI, 1, "ana@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "ana@x.org"));

        assertThat(seats()).containsExactly("1 ana@x.org ACTIVE", "1 ana@x.org CANCELLED");
    }

    @Test
    void the_middle_of_three_lines_takes_its_own_person() {
        apply(
                order("A-1")
                        .line(SCI, 1, "ana@x.org")
                        .line(SCI, 1, "bo@x.org")
                        .line(SCI, 1, "cy@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "ana@x.org").line(SCI, 1, "cy@x.org"));

        assertThat(entitlements())
                .containsExactly("ana@x.org SCI", "bo@x.org SCI suspended", "cy@x.org SCI");
        assertThat(asked).isEmpty();
    }

    @Test
    void who_is_named_instead_has_the_seat_when_the_other_never_opened_the_course() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();
        List<String> references = references();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        assertThat(seats())
                .as("not before Moodle was asked")
                .containsExactly("1 jhon@x.org ACTIVE");
        neverOpened("jhon@x.org");
        correct();

        assertThat(seats()).containsExactly("1 john@x.org WAITING");
        assertThat(references()).isEqualTo(references);
        assertThat(asked).containsExactly(101L);
        deliver();
        assertThat(entitlements()).containsExactly("jhon@x.org SCI suspended", "john@x.org SCI");
        assertThat(list("select taken_by from entitlement where suspended = true"))
                .as("counted by the guard")
                .containsExactly("order web/A-1");
        assertThat(corrections()).isEmpty();
    }

    @Test
    void who_opened_the_course_stays_and_is_not_asked_about_again_before_the_next_event() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        correct();
        correct();

        assertThat(seats()).containsExactly("1 jhon@x.org ACTIVE");
        assertThat(asked).hasSize(1);
        assertThat(corrections()).containsExactly("OPENED");

        apply(order("A-1").updatedAt(LATER_STILL).line(SCI, 1, "john@x.org"));
        neverOpened("jhon@x.org");
        correct();
        assertThat(asked).hasSize(2);
        assertThat(seats()).containsExactly("1 john@x.org WAITING");
    }

    @Test
    void an_event_that_names_him_again_ends_the_question() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        apply(order("A-1").updatedAt(LATER_STILL).line(SCI, 1, "jhon@x.org"));
        neverOpened("jhon@x.org");
        correct();

        assertThat(asked).isEmpty();
        assertThat(corrections()).isEmpty();
        assertThat(seats()).containsExactly("1 jhon@x.org ACTIVE");
    }

    @Test
    void many_corrections_of_a_course_are_one_question() {
        apply(order("A-1").line(SCI, 3, "a1@x.org", "a2@x.org", "a3@x.org"));
        apply(order("A-2").line(SCI, 1, "b1@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 3, "c1@x.org", "c2@x.org", "c3@x.org"));
        apply(order("A-2").updatedAt(LATER).line(SCI, 1, "d1@x.org"));
        neverOpened("a1@x.org", "a3@x.org", "b1@x.org");
        correct();

        assertThat(asked).containsExactly(101L);
        assertThat(seats())
                .containsExactly(
                        "1 a2@x.org ACTIVE",
                        "1 c1@x.org WAITING",
                        "1 c3@x.org WAITING",
                        "1 d1@x.org WAITING");
    }

    @Test
    void while_moodle_gives_no_answer_the_question_waits_and_is_asked_later() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();
        answer = Optional.empty();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        correct();
        correct();
        assertThat(asked).as("not again at once").hasSize(1);
        clock.forward(Duration.ofSeconds(1));
        correct();
        assertThat(asked).hasSize(2);
        neverOpened("jhon@x.org");
        clock.forward(Duration.ofSeconds(2));
        correct();

        assertThat(seats()).containsExactly("1 john@x.org WAITING");
    }

    @Test
    void an_enrolment_on_its_way_is_not_asked_about_before_it_is_there() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        Claim claim = claimed();
        know(claim);

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        correct();
        assertThat(asked).isEmpty();
        done(claim);
        neverOpened("jhon@x.org");
        correct();

        assertThat(asked).containsExactly(101L);
        assertThat(seats()).containsExactly("1 john@x.org WAITING");
    }

    @Test
    void an_answer_that_nobody_used_in_time_is_asked_for_again() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();
        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        neverOpened("jhon@x.org");
        corrector.askSome();

        clock.forward(Duration.ofMinutes(6));
        answer = Optional.of(Set.of());
        correct();

        assertThat(asked).hasSize(2);
        assertThat(seats()).as("he opened it meanwhile").containsExactly("1 jhon@x.org ACTIVE");
    }

    @Test
    void a_seat_on_which_nobody_is_named_any_more_is_free_unless_the_course_was_opened() {
        apply(order("A-1").line(SCI, 2, "ana@x.org", "bo@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 2));
        neverOpened("ana@x.org");
        correct();

        assertThat(seats()).containsExactly("1  UNASSIGNED", "1 bo@x.org ACTIVE");
        apply(order("A-1").updatedAt(LATER_STILL).line(SCI, 2, "cy@x.org", "bo@x.org"));
        assertThat(seats())
                .as("free for whom the order names, and only for that")
                .containsExactly("1 bo@x.org ACTIVE", "1 cy@x.org WAITING");
    }

    @Test
    void an_order_from_before_the_upgrade_that_names_nobody_takes_nothing_by_itself() {
        apply(order("A-1").line(SCI, 1, "ana@x.org"));
        deliver();
        apply(order("A-1").updatedAt(LATER).line(SCI, 1));
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update seat set sold_parameters = null, sold_role = null,"
                                        + " sold_group = null"));
        ledger.transaction(handle -> handle.execute("delete from correction"));
        ledger.transaction(handle -> handle.execute("update orders set plan_again = true"));
        neverOpened("ana@x.org");

        correct();

        assertThat(asked).isEmpty();
        assertThat(seats()).containsExactly("1 ana@x.org ACTIVE");
    }

    @Test
    void a_difference_is_told_once_it_is_known_to_stand() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        assertThat(list("select code || ' ' || told from difference"))
                .containsExactly("differs:person NOT_YET");
        correct();
        assertThat(list("select code || ' ' || told from difference"))
                .containsExactly("differs:person TOLD");

        apply(order("A-1").updatedAt(LATER_STILL).line(SCI, 1, "jonn@x.org"));
        neverOpened("jhon@x.org");
        correct();
        assertThat(list("select code from difference")).isEmpty();
    }

    @Test
    void a_seat_that_somebody_gave_by_hand_stays_as_it_is() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();
        assignments.assign(
                references().get(0), new Participant("eve@x.org", "E", "V", ""), "", true, "boss");
        deliver();
        asked.clear();

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));
        neverOpened("eve@x.org");
        correct();

        assertThat(asked).isEmpty();
        assertThat(seats()).containsExactly("1 eve@x.org ACTIVE");
    }

    @Test
    void another_role_of_the_same_person_is_given_before_he_opened_the_course() {
        apply(order("A-1").line(SCI, 2, "ana@x.org", "bo@x.org"));
        deliver();

        apply(
                order("A-1")
                        .updatedAt(LATER)
                        .line(SCI, 2, "ana@x.org", "bo@x.org")
                        .inRole("teacher"));
        neverOpened("ana@x.org");
        correct();

        assertThat(roles()).containsExactly("ana@x.org teacher", "bo@x.org student");
        deliver();
        apply(order("A-1").updatedAt(LATER_STILL).line(SCI, 2, "ana@x.org", "bo@x.org"));
        correct();
        assertThat(roles())
                .as("the product's own again once none is named")
                .containsExactly("ana@x.org student", "bo@x.org student");
    }

    @Test
    void a_role_that_only_the_catalogue_changed_stays_as_it_was_sold() {
        apply(order("A-1").line(SCI, 1, "ana@x.org"));
        deliver();
        ledger.transaction(handle -> handle.execute("update seat set role = 'teacher'"));

        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "ana@x.org"));
        correct();

        assertThat(asked).isEmpty();
        assertThat(roles()).containsExactly("ana@x.org teacher");
    }

    @Test
    void a_buyer_with_another_address_has_what_comes_with_his_seats() {
        apply(
                order("A-1")
                        .boughtBy("typo@x.org")
                        .placedAt("2026-01-10T00:00:00Z")
                        .line(Orders.GROUPED, 1, "ana@x.org"));
        deliver();
        deliver();

        apply(
                order("A-1")
                        .boughtBy("right@x.org")
                        .placedAt("2026-01-10T00:00:00Z")
                        .updatedAt(LATER)
                        .line(Orders.GROUPED, 1, "ana@x.org"));
        neverOpened("typo@x.org");
        correct();

        assertThat(
                        list(
                                "select kind || ' ' || email from seat where state <> 'CANCELLED'"
                                        + " order by kind"))
                .containsExactly("PAID ana@x.org", "SUPPORT right@x.org");
        assertThat(asked).containsExactly(103L);
    }

    @Test
    void a_group_that_is_named_by_the_buyer_follows_him() {
        Product ofBuyer =
                Orders.product("SCI-B", "coursename", "SCI", "groupname", "of {buyer} here");
        Catalogue catalogue = Catalogue.of(ofBuyer);
        apply(order("A-1").boughtBy("typo@x.org").line(ofBuyer, 1, "ana@x.org").plan(catalogue));
        deliver();

        apply(
                order("A-1")
                        .boughtBy("right@x.org")
                        .updatedAt(LATER)
                        .line(ofBuyer, 1, "ana@x.org")
                        .plan(catalogue));

        assertThat(list("select group_name from seat where kind = 'PAID'"))
                .containsExactly("of right@x.org here");
        assertThat(
                        list(
                                "select g.name || ' ' || m.state from membership m join course_group"
                                        + " g on g.id = m.group_id order by g.id"))
                .containsExactly("of typo@x.org here UNWANTED", "of right@x.org here WANTED");
    }

    @Test
    void a_cancelled_order_ends_its_questions() {
        apply(order("A-1").line(SCI, 1, "jhon@x.org"));
        deliver();
        apply(order("A-1").updatedAt(LATER).line(SCI, 1, "john@x.org"));

        apply(
                order("A-1")
                        .status(OrderStatus.CANCELLED)
                        .updatedAt(LATER_STILL)
                        .line(SCI, 1, "john@x.org"));
        correct();

        assertThat(asked).isEmpty();
        assertThat(corrections()).isEmpty();
        assertThat(entitlements()).containsExactly("jhon@x.org SCI suspended");
    }

    @Test
    void the_same_event_again_changes_nothing_and_asks_nothing() {
        apply(order("A-1").boughtByOffice().line(SCI, 3, "ana@x.org", "bo@x.org"));
        deliver();
        List<String> before = list("select cast(id as varchar(9)) || line_id || state from seat");

        for (int i = 0; i < 3; i++) {
            apply(order("A-1").boughtByOffice().line(SCI, 3, "ana@x.org", "bo@x.org"));
            apply(
                    order("A-1")
                            .boughtByOffice()
                            .updatedAt(LATER)
                            .line(SCI, 3, "bo@x.org", "ana@x.org"));
            correct();
        }

        assertThat(list("select cast(id as varchar(9)) || line_id || state from seat"))
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(asked).isEmpty();
        assertThat(claimed().work()).isEmpty();
    }

    private void neverOpened(String... keys) {
        answer = Optional.of(Arrays.stream(keys).map(this::account).collect(toSet()));
    }

    private long account(String key) {
        return ledger.read(
                handle ->
                        handle.select("select moodle_id from person where person_key = ?", key)
                                .mapTo(Long.class)
                                .one());
    }

    private final Map<String, OrderPlan> newest = new LinkedHashMap<>();

    private void apply(Orders order) {
        apply(order.plan());
    }

    private void apply(OrderPlan plan) {
        long id =
                inbox.keep("web", "http", "key", UUID.randomUUID().toString(), new byte[] {1}).id();
        orders.apply(id, Change.of(plan, known(plan)));
        newest.put(plan.order().id(), plan);
    }

    private String known(OrderPlan plan) {
        return orders.known(plan.order().shop(), plan.order().id());
    }

    /** As the workers do: asks what is due, and plans again what was answered. */
    private void correct() {
        boolean worked;
        do {
            worked = corrector.askSome();
            for (String snapshot : orders.toPlanAgain(10)) {
                newest.values().stream()
                        .filter(plan -> snapshot.contains('"' + plan.order().id() + '"'))
                        .forEach(plan -> orders.applyAgain(Change.of(plan, known(plan))));
                worked = true;
            }
        } while (worked);
    }

    private void deliver() {
        Claim claim = claimed();
        know(claim);
        done(claim);
    }

    private void know(Claim claim) {
        people.known(
                claim.work().stream()
                        .map(Work::person)
                        .map(person -> person.with(1000 + person.id(), PersonRow.Origin.CREATED))
                        .toList(),
                false);
    }

    private void done(Claim claim) {
        Map<Work, Result> done = new LinkedHashMap<>();
        claim.work().forEach(work -> done.put(work, new Result.Applied()));
        results.record(claim.id(), done, clock.instant());
    }

    private Claim claimed() {
        Map<String, Long> ids = Map.of("SCI", 101L, "MATH", 102L, "HELP", 103L);
        courses.due(10)
                .forEach(
                        course ->
                                courses.found(
                                        course.id(), ids.get(course.name().value()), null, null));
        return claims.claim(50);
    }

    private List<String> seats() {
        return list(
                "select line_id || ' ' || email || ' ' || state from seat where kind = 'PAID' order"
                        + " by line_id, email, state");
    }

    private List<String> roles() {
        return list("select email || ' ' || role from seat where kind = 'PAID' order by email");
    }

    private List<String> references() {
        return list("select reference from seat where kind = 'PAID' order by id");
    }

    private List<String> corrections() {
        return list("select state from correction order by seat_id");
    }

    private List<String> entitlements() {
        return list(
                """
                select p.person_key || ' ' || c.name || case when e.suspended then ' suspended' else '' end
                from entitlement e join person p on p.id = e.person_id join course c on c.id = e.course_id
                order by p.person_key, c.name
                """);
    }

    private List<String> list(String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }
}
