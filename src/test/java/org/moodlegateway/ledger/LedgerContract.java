package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moodlegateway.Orders.order;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Problem;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.orders.OrderBook.Applied;
import org.moodlegateway.orders.OrderBook.Change;
import org.moodlegateway.seat.OrderPlan;

/** What any ledger does, whatever database it is on. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class LedgerContract {
    static final Duration LEASE = Duration.ofSeconds(90);
    static final Duration SETTLE = Duration.ofMinutes(2);

    final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    private Ledger ledger;
    private Inbox inbox;
    private RejectedMessages rejected;
    private OrderBook orders;
    private Claims claims;
    private Results results;
    private Courses courses;
    private People people;
    private GroupClaims groups;

    /** A new, empty database. */
    abstract LedgerSettings emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(emptyDatabase(), clock);
        ledger.bindTo("https://moodle.example.org");
        Entitlements entitlements = new Entitlements(ZoneOffset.UTC);
        inbox = new Inbox(ledger);
        rejected = new RejectedMessages(ledger);
        orders = new OrderBook(ledger, entitlements);
        claims = new Claims(ledger, entitlements, new Guards(ledger, Guards.Limits.USUAL));
        results = new Results(ledger, entitlements);
        courses = new Courses(ledger, entitlements);
        people = new People(ledger);
        groups = new GroupClaims(ledger);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void the_same_event_twice_is_one_row() {
        Receipt first = inbox.keep("web", "http", "key", "evt-1", new byte[] {1});
        Receipt second = inbox.keep("web", "http", "key", "evt-1", new byte[] {1});

        assertThat(first.kind()).isEqualTo(Receipt.Kind.STORED);
        assertThat(second).isEqualTo(new Receipt(first.id(), Receipt.Kind.DUPLICATE));
        assertThat(inbox.waiting()).isOne();
    }

    @Test
    void five_deliveries_at_once_are_one_row() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(5);
        List<Future<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receipts.add(
                    senders.submit(
                            () -> inbox.keep("web", "http", "key", "evt-1", new byte[] {1})));
        }
        Set<Long> ids = new HashSet<>();
        for (Future<Receipt> receipt : receipts) {
            ids.add(receipt.get().id());
        }
        senders.shutdown();

        assertThat(ids).hasSize(1);
        assertThat(inbox.waiting()).isOne();
    }

    @Test
    void another_body_under_a_known_event_id_is_kept_and_never_applied() {
        inbox.keep("web", "http", "key", "evt-1", new byte[] {1});
        Receipt other = inbox.keep("web", "http", "key", "evt-1", new byte[] {2});
        Receipt otherAgain = inbox.keep("web", "http", "key", "evt-1", new byte[] {2});

        assertThat(other.kind()).isEqualTo(Receipt.Kind.CONFLICT);
        assertThat(otherAgain).isEqualTo(other);
        assertThat(inbox.waiting()).isOne();
        assertThat(rejected.all(10))
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo("CONFLICT"));
    }

    @Test
    void a_claimed_message_comes_up_again_when_its_lease_is_over() {
        inbox.keep("web", "http", "key", "", new byte[] {1});

        assertThat(inbox.claim(10)).hasSize(1);
        assertThat(inbox.claim(10)).isEmpty();
        clock.forward(LEASE);
        assertThat(inbox.claim(10)).hasSize(1);
    }

    @Test
    void a_message_that_comes_in_refused_is_kept_once_and_is_never_planned() {
        Problem why = new Problem("shop-unknown", "/shop", "no such shop");
        Arrival refused =
                Arrival.refused(Inbox.NO_SHOP, "kafka", "kafka t/0/7", new byte[] {1}, why);

        Receipt first = inbox.keep(List.of(refused)).get(0);
        Receipt again = inbox.keep(List.of(refused)).get(0);
        Receipt good = inbox.keep(Inbox.NO_SHOP, "kafka", "kafka t/0/8", "", new byte[] {1});

        assertThat(first.kind()).isEqualTo(Receipt.Kind.STORED);
        assertThat(again).isEqualTo(new Receipt(first.id(), Receipt.Kind.DUPLICATE));
        assertThat(good.kind()).isEqualTo(Receipt.Kind.STORED);
        assertThat(inbox.claim(10)).extracting(InboxMessage::id).containsExactly(good.id());
        assertThat(rejected.find(first.id()))
                .hasValueSatisfying(
                        row -> {
                            assertThat(row.state()).isEqualTo("REJECTED");
                            assertThat(row.problem()).isEqualTo(why);
                        });
    }

    @Test
    void a_rejected_message_is_kept_and_can_be_replayed_once() {
        Receipt receipt = inbox.keep("web", "http", "key", "", new byte[] {1});
        inbox.reject(receipt.id(), "A-1", new Problem("role-unknown", "/lines/0", "no such role"));

        assertThat(rejected.find(receipt.id()))
                .hasValueSatisfying(
                        row -> assertThat(row.problem().code()).isEqualTo("role-unknown"));
        assertThat(rejected.replay(receipt.id(), false, "test")).isTrue();
        assertThat(rejected.replay(receipt.id(), false, "test")).isFalse();
        assertThat(inbox.claim(10)).hasSize(1);
    }

    @Test
    void a_message_is_applied_once_however_often_it_is_planned() {
        OrderPlan plan =
                order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan();
        long id = inbox.keep("web", "http", "key", "", new byte[] {1}).id();

        assertThat(orders.apply(id, change(plan))).isEqualTo(Applied.NEWEST);
        assertThat(orders.apply(id, change(plan))).isEqualTo(Applied.SETTLED_BEFORE);
        apply(plan);

        assertThat(seats()).hasSize(2);
        assertThat(claimAll()).hasSize(2);
    }

    @Test
    void events_of_an_order_end_the_same_in_whatever_sequence_they_come() {
        List<OrderPlan> events =
                List.of(
                        event(OrderStatus.PAID, "2026-01-15T09:30:00Z", 2),
                        event(OrderStatus.PAID, "2026-01-15T09:40:00Z", 3),
                        event(OrderStatus.CANCELLED, "2026-01-15T09:50:00Z", 3),
                        event(OrderStatus.PAID, "2026-01-15T09:55:00Z", 1));

        Set<List<String>> endings = new HashSet<>();
        for (List<OrderPlan> sequence : permutations(events)) {
            ledger.transaction(
                    handle ->
                            handle.execute("delete from seat")
                                    + handle.execute("delete from orders"));
            sequence.forEach(this::apply);
            sequence.forEach(this::apply);
            endings.add(liveSeats());
        }

        assertThat(endings).hasSize(1);
        assertThat(endings.iterator().next()).hasSize(1);
    }

    @Test
    void a_cancellation_that_comes_first_keeps_a_late_payment_from_enrolling() {
        apply(order("A-1").status(OrderStatus.CANCELLED).updatedAt("2026-01-15T10:00:00Z").plan());
        apply(
                order("A-1")
                        .updatedAt("2026-01-15T09:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        assertThat(seats()).isEmpty();
    }

    @Test
    void at_equal_stamps_cancelled_wins_over_paid() {
        apply(
                order("A-1")
                        .status(OrderStatus.CANCELLED)
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());
        apply(order("A-1").status(OrderStatus.PAID).line(Orders.SCI, 1, "ana@example.org").plan());

        assertThat(seats()).isEmpty();
    }

    @Test
    void a_cancelled_order_takes_everything_back() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org").plan());
        Claim sent = claimAfterCoursesAreFound();
        record(sent, new Result.Applied());
        apply(
                order("A-1")
                        .updatedAt("2026-01-16T00:00:00Z")
                        .line(Orders.SCI, 3, "ana@example.org", "bo@example.org")
                        .plan());

        apply(
                order("A-1")
                        .status(OrderStatus.CANCELLED)
                        .updatedAt("2026-01-17T00:00:00Z")
                        .line(Orders.SCI, 3, "ana@example.org", "bo@example.org")
                        .plan());

        assertThat(seats())
                .containsExactly(
                        "1 ana@example.org CANCELLED",
                        "2 bo@example.org CANCELLED",
                        "3  CANCELLED");
        assertThat(claims.claim(50).work())
                .as("what Moodle shows is shut, what it never saw is not sent")
                .singleElement()
                .satisfies(
                        work -> {
                            assertThat(work.person().key()).isEqualTo("ana@example.org");
                            assertThat(work.suspended()).isTrue();
                            assertThat(work.absent()).isFalse();
                            assertThat(work.roles()).containsExactly("student");
                        });
    }

    @Test
    void a_raised_quantity_adds_seats_for_the_difference_and_keeps_references() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan());
        List<String> before = references();

        apply(
                order("A-1")
                        .updatedAt("2026-01-16T00:00:00Z")
                        .line(Orders.SCI, 3, "ana@example.org", "bo@example.org", "cy@example.org")
                        .plan());

        assertThat(references()).hasSize(3).startsWith(before.toArray(String[]::new));
    }

    @Test
    void another_participant_takes_the_place_of_one_who_was_not_sent_yet() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan());

        apply(
                order("A-1")
                        .updatedAt("2026-01-16T00:00:00Z")
                        .line(Orders.SCI, 2, "cy@example.org", "ana@example.org")
                        .plan());

        assertThat(seats())
                .containsExactly("1 ana@example.org WAITING", "2 cy@example.org WAITING");
        assertThat(claimAll())
                .extracting(work -> work.person().key())
                .containsExactlyInAnyOrder("ana@example.org", "cy@example.org");
    }

    @Test
    void seats_of_an_unknown_product_wait_and_go_on_when_it_appears() {
        apply(order("A-1").line("NEW-1", 2, "ana@example.org").plan());
        assertThat(seats()).containsExactly("1 ana@example.org WAITING", "2  WAITING");
        assertThat(claimAll()).isEmpty();

        Product appeared = Orders.product("NEW-1", "coursename", "SCI");
        assertThat(orders.planAgain(List.of("NEW-1"))).isOne();
        assertThat(orders.toPlanAgain(10)).hasSize(1);
        orders.applyAgain(
                change(
                        order("A-1")
                                .line("NEW-1", 2, "ana@example.org")
                                .plan(Catalogue.of(appeared))));

        assertThat(orders.toPlanAgain(10)).isEmpty();
        assertThat(seats()).containsExactly("1 ana@example.org WAITING", "2  UNASSIGNED");
        assertThat(claimAll()).hasSize(1);
    }

    @Test
    void two_orders_of_one_person_and_course_fold_into_one_entitlement() {
        apply(
                order("A-1")
                        .paidAt("2026-01-01T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());
        apply(
                order("A-2")
                        .paidAt("2026-03-01T00:00:00Z")
                        .line(Orders.SCI, 1, "Ana@Example.org")
                        .plan());

        assertThat(claimAll())
                .singleElement()
                .satisfies(
                        work -> {
                            assertThat(work.period().startInclusive())
                                    .isEqualTo("2026-01-01T00:00:00Z");
                            assertThat(work.period().endExclusive())
                                    .isEqualTo("2026-08-28T00:00:00Z");
                        });
    }

    @Test
    void a_later_period_behind_a_gap_is_sent_when_its_time_comes() {
        Product short1 = Orders.product("S", "coursename", "SCI", "duration", "10");
        Catalogue catalogue = Catalogue.of(short1);
        apply(
                order("A-1")
                        .paidAt("2026-02-01T00:00:00Z")
                        .line("S", 1, "ana@example.org")
                        .plan(catalogue));
        apply(
                order("A-2")
                        .paidAt("2026-03-01T00:00:00Z")
                        .line("S", 1, "ana@example.org")
                        .plan(catalogue));
        Claim first = claimAfterCoursesAreFound();
        assertThat(first.work().get(0).period().endExclusive()).isEqualTo("2026-02-11T00:00:00Z");
        record(first, new Result.Applied());
        assertThat(allSeats()).containsExactly("A-1 ACTIVE", "A-2 WAITING");

        clock.setTo("2026-02-11T00:00:00Z");
        Claim second = claims.claim(50);

        assertThat(second.work().get(0).period().startInclusive())
                .isEqualTo("2026-03-01T00:00:00Z");
        record(second, new Result.Applied());
        assertThat(allSeats()).containsExactly("A-1 ACTIVE", "A-2 ACTIVE");
    }

    @Test
    void no_two_claims_ever_hold_the_same_person() {
        for (int i = 0; i < 20; i++) {
            apply(
                    order("A-" + i)
                            .line(Orders.SCI, 1, "p" + i % 5 + "@example.org")
                            .line(Orders.TEACH, 1, "p" + i % 5 + "@example.org")
                            .plan());
        }
        findCourses();

        Claim first = claims.claim(2);
        Claim second = claims.claim(50);

        Set<String> held = new HashSet<>();
        first.work().forEach(work -> held.add(work.person().key()));
        assertThat(second.work())
                .isNotEmpty()
                .noneMatch(work -> held.contains(work.person().key()));
    }

    @Test
    void workers_that_claim_at_once_share_no_person() throws Exception {
        for (int i = 0; i < 60; i++) {
            apply(
                    order("A-" + i)
                            .line(Orders.SCI, 1, "p" + i % 30 + "@example.org")
                            .line(Orders.TEACH, 1, "p" + i % 30 + "@example.org")
                            .plan());
        }
        findCourses();

        ExecutorService workers = Executors.newFixedThreadPool(4);
        List<Future<Claim>> claimed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            claimed.add(workers.submit(() -> claims.claim(5)));
        }
        Map<String, String> holder = new LinkedHashMap<>();
        for (Future<Claim> future : claimed) {
            Claim claim = future.get();
            claim.work()
                    .forEach(
                            work ->
                                    assertThat(holder.putIfAbsent(work.person().key(), claim.id()))
                                            .isIn(null, claim.id()));
        }
        workers.shutdown();

        assertThat(holder).isNotEmpty();
    }

    @Test
    void a_batch_is_filled_from_one_course_and_mixed_only_when_it_can_not_be_filled() {
        apply(
                order("A-1")
                        .line(Orders.SCI, 3, "a@example.org", "b@example.org", "c@example.org")
                        .plan());
        apply(
                order("A-2")
                        .line(Orders.TEACH, 3, "d@example.org", "e@example.org", "f@example.org")
                        .plan());
        findCourses();

        assertThat(claims.claim(3).work()).extracting(Work::courseName).containsOnly("SCI");
        assertThat(claims.claim(50).work()).extracting(Work::courseName).containsOnly("MATH");
    }

    @Test
    void what_a_dead_worker_held_settles_before_it_is_sent_again() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        Claim dead = claimAfterCoursesAreFound();

        clock.forward(LEASE);
        assertThat(claims.claim(50).isEmpty()).isTrue();
        clock.forward(SETTLE);
        Claim again = claims.claim(50);

        assertThat(again.work()).hasSize(1);
        assertThat(again.work().get(0).fence()).isGreaterThan(dead.work().get(0).fence());
    }

    @Test
    void a_record_that_comes_with_an_old_fence_changes_nothing() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        Claim paused = claimAfterCoursesAreFound();
        clock.forward(LEASE);
        claims.claim(50);
        clock.forward(SETTLE);
        Claim current = claims.claim(50);

        record(paused, new Result.Parked("invaliduser", ""));

        assertThat(states()).containsExactly("SENDING");
        record(current, new Result.Applied());
        assertThat(states()).containsExactly("CLEAN");
    }

    @Test
    void a_wish_that_changed_while_it_was_sent_is_sent_again() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        Claim sending = claimAfterCoursesAreFound();
        apply(
                order("A-2")
                        .paidAt("2026-03-01T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        record(sending, new Result.Applied());

        assertThat(states()).containsExactly("DIRTY");
        assertThat(claims.claim(50).work().get(0).period().endExclusive())
                .isEqualTo("2026-08-28T00:00:00Z");
    }

    @Test
    void an_unchanged_wish_is_not_sent_again() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(order("A-2").line(Orders.SCI, 1, "ana@example.org").plan());

        assertThat(claims.claim(50).isEmpty()).isTrue();
        assertThat(allSeats()).containsExactly("A-1 ACTIVE", "A-2 ACTIVE");
    }

    @Test
    void nothing_is_claimed_while_the_site_is_paused_and_no_attempt_burns() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        Claim claim = claimAfterCoursesAreFound();
        Pauses pauses = new Pauses(ledger);
        pauses.begin(Pauses.Scope.SITE, "", "sitemaintenance", "", Duration.ZERO);
        record(claim, new Result.Later("sitemaintenance", "", Duration.ofMinutes(1), false));
        clock.forward(Duration.ofDays(1));
        assertThat(claims.claim(50).isEmpty()).isTrue();

        pauses.end(Pauses.Scope.SITE, "");

        assertThat(claimAfterCoursesAreFound().work())
                .singleElement()
                .satisfies(work -> assertThat(work.attempts()).isZero());
        assertThat(new NoticeBook(ledger).facts(10))
                .extracting(NoticeBook.NotedFact::kind)
                .containsExactly("alert", "alert-over");
    }

    @Test
    void a_paused_course_or_role_holds_up_nothing_else() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        apply(order("A-2").line(Orders.TEACH, 1, "bo@example.org").plan());
        apply(
                order("A-3")
                        .line(Orders.product("M", "coursename", "MATH").code(), 1, "cy@example.org")
                        .plan(Catalogue.of(Orders.product("M", "coursename", "MATH"))));
        findCourses();
        Pauses pauses = new Pauses(ledger);
        pauses.begin(Pauses.Scope.COURSE, "101", "wsnoinstance", "", Duration.ZERO);
        pauses.begin(Pauses.Scope.ROLE, "102/teacher", "wsusercannotassign", "", Duration.ZERO);

        assertThat(claims.claim(50).work())
                .extracting(work -> work.person().key())
                .containsExactly("cy@example.org");
        clock.forward(Duration.ofMinutes(5));
        assertThat(claims.claim(50).work()).hasSize(2);
    }

    @Test
    void two_names_of_one_course_become_one_entitlement() {
        Product byNumber = Orders.product("N", "courseidnumber", "S-1", "duration", "300");
        Product byName = Orders.product("S", "coursename", "SCI", "duration", "10");
        Catalogue catalogue = Catalogue.of(byNumber, byName);
        apply(order("A-1").line("S", 1, "ana@example.org").plan(catalogue));
        apply(order("A-2").line("N", 1, "ana@example.org").plan(catalogue));

        courses.due(10).forEach(course -> courses.found(course.id(), 101, null, null));

        assertThat(claims.claim(50).work())
                .singleElement()
                .satisfies(
                        work ->
                                assertThat(work.period().endExclusive())
                                        .isEqualTo("2026-11-11T09:30:00Z"));
        apply(order("A-3").line("N", 1, "bo@example.org").plan(catalogue));
        assertThat(claims.claim(50).work()).hasSize(1);
    }

    @Test
    void a_course_that_opens_later_raises_the_start_and_the_counted_end() {
        Product late =
                Orders.product(
                        "L", "coursename", "SCI", "duration", "10", "notbeforecourse", "true");
        apply(order("A-1").line("L", 1, "ana@example.org").plan(Catalogue.of(late)));

        courses.due(10)
                .forEach(
                        course ->
                                courses.found(
                                        course.id(),
                                        101,
                                        Instant.parse("2026-05-01T00:00:00Z"),
                                        null));

        assertThat(claims.claim(50).work())
                .singleElement()
                .satisfies(
                        work -> {
                            assertThat(work.period().startInclusive())
                                    .isEqualTo("2026-05-01T00:00:00Z");
                            assertThat(work.period().endExclusive())
                                    .isEqualTo("2026-05-11T00:00:00Z");
                        });
    }

    @Test
    void people_join_their_group_once_they_are_enrolled() {
        apply(
                order("A-1")
                        .boughtByOffice()
                        .line(Orders.GROUPED, 2, "ana@example.org", "bo@example.org")
                        .plan());
        Claim claim = claimAfterCoursesAreFound();
        assertThat(groups.claim(50).isEmpty()).isTrue();

        knowAccounts(claim);
        record(claim, new Result.Applied());
        GroupClaims.Claimed claimed = groups.claim(50);

        assertThat(claimed.members()).hasSize(2);
        assertThat(claimed.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.idnumber()).isEqualTo("web/A-1"));
        assertThat(groups.claim(50).isEmpty()).isTrue();
        groups.found(claimed.groups().get(0).id(), 7);
        groups.joined(claimed.members());
        groups.release(claimed, Duration.ZERO, "");
        assertThat(groups.claim(50).isEmpty()).isTrue();
    }

    @Test
    void people_leave_a_group_once_no_seat_of_theirs_asks_for_it() {
        joinedGroup();

        cancel("A-1");
        GroupClaims.Claimed claimed = groups.claim(50);

        assertThat(claimed.leaving()).hasSize(2);
        assertThat(claimed.joining()).isEmpty();
        groups.left(claimed.leaving());
        groups.release(claimed, Duration.ZERO, "");
        assertThat(list("select state from membership")).isEmpty();
    }

    @Test
    void who_is_wanted_again_while_he_leaves_joins_again() {
        joinedGroup();
        cancel("A-1");
        GroupClaims.Claimed claimed = groups.claim(50);

        apply(grouped().updatedAt("2026-01-18T00:00:00Z").plan());
        groups.left(claimed.leaving());
        groups.release(claimed, Duration.ZERO, "");

        assertThat(groups.claim(50).joining()).hasSize(2);
    }

    @Test
    void who_must_leave_while_he_joins_leaves_in_the_end() {
        apply(grouped().plan());
        Claim claim = claimAfterCoursesAreFound();
        knowAccounts(claim);
        record(claim, new Result.Applied());
        GroupClaims.Claimed claimed = groups.claim(50);

        cancel("A-1");
        groups.found(claimed.groups().get(0).id(), 7);
        groups.joined(claimed.joining());
        groups.release(claimed, Duration.ZERO, "");

        assertThat(groups.claim(50).leaving()).hasSize(2);
    }

    @Test
    void who_never_joined_has_nothing_to_leave() {
        apply(grouped().plan());

        cancel("A-1");

        assertThat(list("select state from membership")).isEmpty();
    }

    @Test
    void an_unenrolment_takes_groups_along_and_a_new_enrolment_wants_them_again() {
        joinedGroup();
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update entitlement set absent = true, state = 'DIRTY',"
                                        + " desired_version = desired_version + 1 where roles <>"
                                        + " ''"));
        record(claims.claim(50), new Result.Applied());
        assertThat(list("select distinct state from membership")).containsExactly("LATER");
        assertThat(list("select distinct given_roles from entitlement")).containsExactly("");

        ledger.transaction(
                handle ->
                        handle.execute(
                                "update entitlement set absent = false, state = 'DIRTY',"
                                        + " desired_version = desired_version + 1"));
        record(claims.claim(50), new Result.Applied());

        assertThat(groups.claim(50).joining()).hasSize(2);
    }

    @Test
    void a_period_that_was_over_has_people_join_again() {
        joinedGroup();
        clock.setTo("2026-06-01T00:00:00Z");
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update entitlement set ends_at = ?, state = 'DIRTY',"
                                        + " desired_version = desired_version + 1, due_at = ?,"
                                        + " fold_at = null where ends_at is not null",
                                Instant.parse("2026-09-01T00:00:00Z"),
                                clock.instant()));

        record(claims.claim(50), new Result.Applied());
        GroupClaims.Claimed again = groups.claim(50);
        assertThat(again.joining()).hasSize(2);
        groups.joined(again.joining());
        groups.release(again, Duration.ZERO, "");
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update entitlement set ends_at = ?, state = 'DIRTY',"
                                        + " desired_version = desired_version + 1 where ends_at is"
                                        + " not null",
                                Instant.parse("2026-10-01T00:00:00Z")));
        record(claims.claim(50), new Result.Applied());

        assertThat(groups.claim(50).isEmpty()).as("still enrolled, still in").isTrue();
    }

    @Test
    void roles_that_are_left_to_take_are_known_after_a_kill() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        Claim first = claimAfterCoursesAreFound();
        record(first, new Result.Applied());
        ledger.transaction(
                handle ->
                        handle.execute(
                                "update entitlement set roles = 'teacher', state = 'DIRTY',"
                                        + " desired_version = desired_version + 1"));
        Claim second = claims.claim(50);
        assertThat(second.work().get(0).rolesToTake()).containsExactly("student");
        assertThat(second.work().get(0).shown()).isFalse();

        claims.shown(second.work());
        clock.forward(LEASE);
        claims.claim(50);
        clock.forward(SETTLE);
        Claim third = claims.claim(50);

        assertThat(third.work().get(0).rolesToTake()).containsExactly("student");
        assertThat(third.work().get(0).shown()).isTrue();
        record(third, new Result.Applied());
        assertThat(list("select given_roles || ' ' || state from entitlement"))
                .containsExactly("teacher CLEAN");
    }

    private static Orders grouped() {
        return order("A-1").line(Orders.GROUPED, 2, "ana@example.org", "bo@example.org");
    }

    private void joinedGroup() {
        apply(grouped().plan());
        Claim claim = claimAfterCoursesAreFound();
        knowAccounts(claim);
        record(claim, new Result.Applied());
        GroupClaims.Claimed claimed = groups.claim(50);
        groups.found(claimed.groups().get(0).id(), 7);
        groups.joined(claimed.joining());
        groups.release(claimed, Duration.ZERO, "");
    }

    private void cancel(String order) {
        apply(order(order).status(OrderStatus.CANCELLED).updatedAt("2026-01-17T00:00:00Z").plan());
    }

    @Test
    void two_people_never_share_an_account() {
        apply(order("A-1").line(Orders.SCI, 2, "ana@example.org", "bo@example.org").plan());
        List<Work> work = claimAfterCoursesAreFound().work();

        List<PersonRow> taken =
                people.known(
                        List.of(
                                work.get(0).person().with(9, PersonRow.Origin.FOUND),
                                work.get(1).person().with(9, PersonRow.Origin.FOUND)));

        assertThat(taken).hasSize(1);
    }

    @Test
    void
            parked_work_is_tried_again_when_a_person_says_so_and_held_work_only_when_told_to_overwrite() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        record(claimAfterCoursesAreFound(), new Result.Held("foreign-enrolment", ""));

        assertThat(results.retry("web", "A-1", false, "test")).isZero();
        assertThat(results.retry("web", "A-1", true, "test")).isOne();
        assertThat(claims.claim(50).work().get(0).asked()).isTrue();
    }

    @Test
    void the_purchase_date_is_that_of_the_payment_even_if_the_order_was_placed_long_before() {
        apply(
                order("A-1")
                        .status(OrderStatus.PLACED)
                        .updatedAt("2026-01-01T00:00:00Z")
                        .paidAt("2026-01-01T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());
        apply(
                order("A-1")
                        .updatedAt("2026-01-20T00:00:00Z")
                        .paidAt("2026-01-20T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        assertThat(claimAll().get(0).period().startInclusive()).isEqualTo("2026-01-20T00:00:00Z");
    }

    @Test
    void what_certainly_did_not_reach_moodle_is_taken_back_by_a_cancellation() {
        for (Result notDone :
                List.of(
                        new Result.Later("unreachable", "", Duration.ZERO, false),
                        new Result.Parked("two-accounts", ""),
                        new Result.Held("foreign-enrolment", ""))) {
            String id = "A-" + notDone.outcome() + notDone.code();
            apply(order(id).line(Orders.SCI, 1, notDone.code() + "@example.org").plan());
            record(claimAfterCoursesAreFound(), notDone);

            apply(
                    order(id)
                            .status(OrderStatus.CANCELLED)
                            .updatedAt("2026-01-17T00:00:00Z")
                            .line(Orders.SCI, 1, notDone.code() + "@example.org")
                            .plan());
        }

        assertThat(list("select distinct state from seat")).containsExactly("CANCELLED");
        assertThat(states()).containsOnly("CLEAN");
        assertThat(claims.claim(50).isEmpty()).isTrue();
    }

    @Test
    void what_may_have_reached_moodle_is_taken_back_once_it_has_settled() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        record(claimAfterCoursesAreFound(), new Result.Unknown("no-answer"));

        apply(
                order("A-1")
                        .status(OrderStatus.CANCELLED)
                        .updatedAt("2026-01-17T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        assertThat(seats()).containsExactly("1 ana@example.org CANCELLED");
        assertThat(claimAll()).isEmpty();
        clock.forward(SETTLE);
        assertThat(claims.claim(50).work()).extracting(Work::suspended).containsExactly(true);
    }

    @Test
    void what_certainly_never_reached_moodle_needs_no_taking_back() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        Claim claim = claimAfterCoursesAreFound();
        apply(cancelled("A-1"));
        record(claim, new Result.Later("unreachable", "", Duration.ZERO, false));

        assertThat(claimAll()).isEmpty();
        assertThat(list("select state || roles from entitlement")).containsExactly("CLEAN");
    }

    @Test
    void what_another_order_covers_stays_and_only_the_rest_is_taken_back() {
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        apply(
                order("A-2")
                        .paidAt("2026-03-01T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(cancelled("A-2"));

        assertThat(claims.claim(50).work())
                .singleElement()
                .satisfies(
                        work -> {
                            assertThat(work.suspended()).isFalse();
                            assertThat(work.period().endExclusive())
                                    .isEqualTo(Instant.parse("2026-07-14T09:30:00Z"));
                        });
    }

    @Test
    void a_role_that_only_a_cancelled_order_gave_is_taken() {
        Product teach = Orders.product("SCI-T", "coursename", "SCI", "role", "teacher");
        Catalogue catalogue = Catalogue.of(Orders.SCI, teach);
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());
        apply(order("A-2").line("SCI-T", 1, "ana@example.org").plan(catalogue));
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(cancelled("A-2"));

        assertThat(claims.claim(50).work())
                .singleElement()
                .satisfies(
                        work -> {
                            assertThat(work.roles()).containsExactly("student");
                            assertThat(work.rolesToTake()).containsExactly("teacher");
                        });
    }

    @Test
    void a_seat_that_was_sold_to_be_kept_keeps_its_access() {
        Product kept = Orders.product(Ending.KEEP, "SCI-K", "coursename", "SCI", "duration", "9");
        apply(order("A-1").line("SCI-K", 1, "ana@example.org").plan(Catalogue.of(kept)));
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(cancelled("A-1"));

        assertThat(seats()).containsExactly("1 ana@example.org CANCELLED");
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void a_seat_that_was_sold_to_be_unenrolled_leaves_no_enrolment_and_comes_back_when_paid() {
        Product gone = Orders.product(Ending.UNENROL, "SCI-U", "coursename", "SCI");
        Catalogue catalogue = Catalogue.of(gone);
        apply(order("A-1").line("SCI-U", 1, "ana@example.org").plan(catalogue));
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(cancelled("A-1"));
        Claim taking = claims.claim(50);
        record(taking, new Result.Applied());
        apply(
                order("A-1")
                        .updatedAt("2026-01-18T00:00:00Z")
                        .line("SCI-U", 1, "ana@example.org")
                        .plan(catalogue));

        assertThat(taking.work()).extracting(Work::absent).containsExactly(true);
        assertThat(seats()).containsExactly("1 ana@example.org WAITING");
        assertThat(claims.claim(50).work())
                .singleElement()
                .satisfies(work -> assertThat(work.absent() || work.suspended()).isFalse());
    }

    @Test
    void a_refunded_seat_is_the_last_one_and_the_unassigned_go_first() {
        apply(order("A-1").line(Orders.SCI, 3, "ana@example.org", "bo@example.org").plan());
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(refunded(1));
        List<String> once = seats();
        apply(refunded(2));

        assertThat(once)
                .containsExactly(
                        "1 ana@example.org ACTIVE", "2 bo@example.org ACTIVE", "3  CANCELLED");
        assertThat(seats())
                .containsExactly(
                        "1 ana@example.org ACTIVE", "2 bo@example.org CANCELLED", "3  CANCELLED");
    }

    private static OrderPlan refunded(int seats) {
        return order("A-1")
                .updatedAt("2026-01-17T00:00:0" + seats + "Z")
                .line(Orders.SCI, 3, "ana@example.org", "bo@example.org")
                .refunded(seats)
                .plan();
    }

    @Test
    void a_refund_that_comes_first_leaves_nothing_for_the_payment_to_do() {
        apply(cancelled("A-1"));
        apply(order("A-1").line(Orders.SCI, 1, "ana@example.org").plan());

        assertThat(seats()).isEmpty();
        assertThat(claimAfterCoursesAreFound().isEmpty()).isTrue();
    }

    @Test
    void a_placed_order_gives_the_support_course_and_its_payment_the_rest() {
        apply(
                order("A-1")
                        .boughtByOffice()
                        .status(OrderStatus.PLACED)
                        .updatedAt("2026-01-14T00:00:00Z")
                        .line(Orders.GROUPED, 1, "ana@example.org")
                        .plan());
        List<String> placed = list("select kind || ' ' || email from seat order by kind");
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(order("A-1").boughtByOffice().line(Orders.GROUPED, 1, "ana@example.org").plan());

        assertThat(placed).containsExactly("SUPPORT office@example.org");
        assertThat(claimAfterCoursesAreFound().work())
                .extracting(work -> work.person().key() + " " + work.courseName())
                .containsExactly("ana@example.org SCI");
    }

    @Test
    void taking_access_from_too_many_waits_until_it_is_confirmed() {
        Guards guards = new Guards(ledger, Guards.Limits.USUAL);
        for (int i = 0; i < 40; i++) {
            apply(order("A-" + i).line(Orders.SCI, 1, "p" + i + "@example.org").plan());
        }
        record(claimAfterCoursesAreFound(), new Result.Applied());
        for (int i = 0; i < 19; i++) {
            apply(cancelled("A-" + i));
        }
        Claim few = claims.claim(50);
        record(few, new Result.Applied());
        apply(cancelled("A-19"));
        apply(cancelled("A-20"));

        assertThat(few.work()).hasSize(19);
        assertThat(claimAll()).as("held").isEmpty();
        assertThat(guards.all(9))
                .singleElement()
                .satisfies(
                        guard -> {
                            assertThat(guard.state()).isEqualTo("OPEN");
                            assertThat(guard.detail()).isEqualTo("21 of 40 people of the site");
                        });
        assertThat(guards.confirm(guards.all(1).get(0).id(), "test")).isTrue();
        assertThat(guards.confirm(guards.all(1).get(0).id(), "test")).isFalse();
        assertThat(claims.claim(50).work()).hasSize(2);
    }

    @Test
    void a_single_order_however_large_waits_for_nobody() {
        String[] people = new String[30];
        java.util.Arrays.setAll(people, i -> "p" + i + "@example.org");
        apply(order("A-1").line(Orders.SCI, 30, people).plan());
        record(claimAfterCoursesAreFound(), new Result.Applied());

        apply(cancelled("A-1"));

        assertThat(claims.claim(50).work()).hasSize(30);
    }

    private static OrderPlan cancelled(String id) {
        return order(id)
                .status(OrderStatus.CANCELLED)
                .updatedAt("2026-01-17T00:00:00Z")
                .line(Orders.SCI, 1, "x@example.org")
                .plan();
    }

    @Test
    void a_corrected_participant_takes_the_place_of_one_whom_moodle_refused() {
        apply(order("A-1").line(Orders.SCI, 1, "twin@example.org").plan());
        record(claimAfterCoursesAreFound(), new Result.Parked("two-accounts", ""));

        apply(
                order("A-1")
                        .updatedAt("2026-01-17T00:00:00Z")
                        .line(Orders.SCI, 1, "ana@example.org")
                        .plan());

        assertThat(claims.claim(50).work())
                .extracting(work -> work.person().key())
                .containsExactly("ana@example.org");
    }

    @Test
    void cancelling_while_it_is_claimed_never_leaves_a_wish_that_can_not_be_sent()
            throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        for (int i = 0; i < 15; i++) {
            String id = "A-" + i;
            apply(order(id).line(Orders.SCI, 1, "p" + i + "@example.org").plan());
            findCourses();
            Future<?> cancelled =
                    both.submit(
                            () ->
                                    apply(
                                            order(id)
                                                    .status(OrderStatus.CANCELLED)
                                                    .updatedAt("2026-01-17T00:00:00Z")
                                                    .line(Orders.SCI, 1, "x@example.org")
                                                    .plan()));
            Future<Claim> claimed = both.submit(() -> claims.claim(50));
            cancelled.get();
            record(claimed.get(), new Result.Applied());
            record(claims.claim(50), new Result.Applied());
        }
        both.shutdown();

        assertThat(claims.claim(50).isEmpty()).isTrue();
        assertThat(
                        list(
                                "select s.state from seat s join entitlement e on e.id ="
                                        + " s.entitlement_id where e.applied_version > 0 and"
                                        + " e.suspended = false"))
                .isEmpty();
    }

    @Test
    void a_ledger_belongs_to_one_moodle() {
        ledger.bindTo("https://Moodle.example.org/");

        assertThatThrownBy(() -> ledger.bindTo("https://other.example.org"))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("https://moodle.example.org");
    }

    private OrderPlan event(OrderStatus status, String updatedAt, int quantity) {
        return order("A-1")
                .status(status)
                .updatedAt(updatedAt)
                .line(Orders.SCI, quantity, "ana@example.org")
                .plan();
    }

    private void apply(OrderPlan plan) {
        long id =
                inbox.keep(
                                "web",
                                "http",
                                "key",
                                java.util.UUID.randomUUID().toString(),
                                new byte[] {1})
                        .id();
        orders.apply(id, change(plan));
    }

    private void findCourses() {
        Map<String, Long> ids = Map.of("SCI", 101L, "MATH", 102L, "HELP", 103L);
        courses.due(10)
                .forEach(
                        course ->
                                courses.found(
                                        course.id(), ids.get(course.name().value()), null, null));
    }

    private Claim claimAfterCoursesAreFound() {
        findCourses();
        return claims.claim(50);
    }

    private List<Work> claimAll() {
        return claimAfterCoursesAreFound().work();
    }

    private void knowAccounts(Claim claim) {
        people.known(
                claim.work().stream()
                        .map(Work::person)
                        .map(person -> person.with(1000 + person.id(), PersonRow.Origin.CREATED))
                        .toList());
    }

    private void record(Claim claim, Result result) {
        Map<Work, Result> results = new LinkedHashMap<>();
        claim.work().forEach(work -> results.put(work, result));
        this.results.record(claim.id(), results, clock.instant());
    }

    private List<String> seats() {
        return list(
                "select cast(number as varchar(9)) || ' ' || email || ' ' || state from seat where"
                        + " kind = 'PAID' order by line_id, number");
    }

    private List<String> allSeats() {
        return list(
                "select order_id || ' ' || state from seat where kind = 'PAID' order by order_id,"
                        + " number");
    }

    private List<String> liveSeats() {
        return list(
                "select line_id || '/' || cast(number as varchar(9)) || ' ' || email || ' ' ||"
                        + " reference || ' ' || cast(starts_at as varchar(40)) from seat where state <>"
                        + " 'CANCELLED' order by line_id, number");
    }

    private List<String> references() {
        return list("select reference from seat order by line_id, number");
    }

    private List<String> states() {
        return list("select state from entitlement order by id");
    }

    private List<String> list(String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }

    private static <T> Collection<List<T>> permutations(List<T> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> permutations = new ArrayList<>();
        for (T first : all) {
            List<T> rest = new ArrayList<>(all);
            rest.remove(first);
            for (List<T> tail : permutations(rest)) {
                List<T> whole = new ArrayList<>(List.of(first));
                whole.addAll(tail);
                permutations.add(whole);
            }
        }
        return permutations;
    }

    private Change change(OrderPlan plan) {
        return Change.of(plan, orders.known(plan.order().shop(), plan.order().id()));
    }
}
