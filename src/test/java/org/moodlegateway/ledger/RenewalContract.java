package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.MovableClock;
import org.moodlegateway.Orders;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.order.OrderStatus;
import org.moodlegateway.order.Renews;
import org.moodlegateway.order.Renews.Target;
import org.moodlegateway.order.Replaces;
import org.moodlegateway.order.SubscriptionEvent;
import org.moodlegateway.order.SubscriptionStatus;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.orders.OrderBook.Change;
import org.moodlegateway.renewal.RenewalStep;
import org.moodlegateway.renewal.Renewals;
import org.moodlegateway.renewal.Subscriptions;
import org.moodlegateway.seat.OrderPlan;

/** How seats are renewed, whatever database the ledger is on. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class RenewalContract {
    private static final Product PLAIN = Orders.SCI;
    private static final Product MATH =
            Orders.product("MATH-30", "coursename", "MATH", "duration", "30");
    private static final Product ASKED = renewed("ASKED", "on_order;P0D;P7D;P14D,P3D;suspend;P0D");
    private static final Product ALONE = renewed("ALONE", "automatic;P30D;P7D;;keep;P0D");
    private static final Product PAID_MONTHLY =
            renewed("MONTHLY", "subscription;P1M;P3D;;suspend;P5D");
    private static final Product MORE =
            new Product(
                    "MORE-30",
                    Map.of(),
                    "extendenrolperiod",
                    Map.of("extension", "30"),
                    false,
                    false,
                    Ending.SUSPEND,
                    null);
    private static final Product KEPT =
            Orders.product(Ending.KEEP, "KEPT", "coursename", "SCI", "duration", "30");
    private static final Product LEFT =
            Orders.product(Ending.UNENROL, "LEFT", "coursename", "SCI", "duration", "30");
    private static final Catalogue CATALOGUE =
            Catalogue.of(PLAIN, MATH, ASKED, ALONE, PAID_MONTHLY, MORE, KEPT, LEFT);

    final MovableClock clock = MovableClock.at("2026-01-15T09:30:00Z");
    private Ledger ledger;
    private Inbox inbox;
    private OrderBook orders;
    private Subscriptions subscriptions;
    private Renewals renewals;
    private Claims claims;
    private Courses courses;
    private Results results;

    /** A new, empty database. */
    abstract LedgerSettings emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(emptyDatabase(), clock);
        ledger.bindTo("https://moodle.example.org");
        Entitlements entitlements = new Entitlements(ZoneOffset.UTC);
        inbox = new Inbox(ledger);
        orders = new OrderBook(ledger, entitlements);
        subscriptions = new Subscriptions(ledger, entitlements);
        renewals = new Renewals(ledger, entitlements);
        claims = new Claims(ledger, entitlements, new Guards(ledger, Guards.Limits.USUAL));
        courses = new Courses(ledger, entitlements);
        results = new Results(ledger, entitlements);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Thirty days in SCI, from 2026-01-15T09:30:00Z. */
    private static Product renewed(String code, String terms) {
        return new Product(
                code,
                Map.of(),
                "setupcoursesession",
                Map.of("coursename", "SCI", "duration", "30"),
                true,
                false,
                Ending.SUSPEND,
                RenewalTerms.parse(terms));
    }

    @Test
    void time_that_is_bought_counts_from_the_end_or_from_its_purchase() {
        apply(order("A-1").line(ASKED, 2, "ana@example.org", "bo@example.org"));
        clock.setTo("2026-02-10T00:00:00Z");

        apply(bought("R-1", "2026-02-10T00:00:00Z", seat(1), 2));
        apply(bought("R-2", "2026-03-01T00:00:00Z", seat(2), 1));

        assertThat(ends()).containsExactly("2026-04-15T09:30:00Z", "2026-03-31T00:00:00Z");
        assertThat(shown())
                .containsExactly(
                        "ana@example.org 2026-04-15T09:30:00Z",
                        "bo@example.org 2026-03-31T00:00:00Z");
        assertThat(renewalStates()).containsExactly("R-1 APPLIED", "R-2 APPLIED");
    }

    @Test
    void a_renewal_counts_once_whatever_is_sent_again() {
        apply(order("A-1").line(ASKED, 1, "ana@example.org"));

        Orders renewal = bought("R-1", "2026-02-10T00:00:00Z", seat(1), 1);
        apply(renewal);
        apply(renewal);
        apply(renewal.updatedAt("2026-02-11T00:00:00Z"));

        assertThat(ends()).containsExactly("2026-03-16T09:30:00Z");
    }

    @Test
    void a_whole_order_is_renewed_but_for_what_is_cancelled() {
        apply(
                order("A-1")
                        .line(ASKED, 2, "ana@example.org", "bo@example.org")
                        .line(MATH, 1, "cy@example.org"));
        apply(
                order("A-1")
                        .updatedAt("2026-01-16T00:00:00Z")
                        .line(ASKED, 1, "ana@example.org")
                        .line(MATH, 1, "cy@example.org"));

        apply(bought("R-1", "2026-02-10T00:00:00Z", new Renews(Target.ORDER, "A-1"), 1));

        assertThat(
                        list(
                                "select email from seat s join extension x on x.seat_id = s.id"
                                        + " order by email"))
                .containsExactly("ana@example.org", "cy@example.org");
    }

    @Test
    void a_product_that_enrols_renews_seats_of_its_course_by_the_length_that_it_sells() {
        apply(
                order("A-1")
                        .line(ASKED, 2, "ana@example.org", "bo@example.org")
                        .line(MATH, 1, "cy@example.org"));

        apply(
                order("R-1")
                        .paidAt("2026-02-01T00:00:00Z")
                        .renewing(new Renews(Target.ORDER, "A-1"), "ASKED", 2, 0));

        assertThat(ends())
                .containsExactly(
                        "2026-03-16T09:30:00Z", "2026-03-16T09:30:00Z", "2026-02-14T09:30:00Z");
        assertThat(list("select order_id from seat where order_id = 'R-1'")).isEmpty();
    }

    @Test
    void a_renewal_that_comes_first_waits_in_sight_and_goes_on_by_itself() {
        apply(bought("R-1", "2026-02-10T00:00:00Z", new Renews(Target.ORDER, "A-1"), 1));
        assertThat(new RenewalViews(ledger, ZoneOffset.UTC).waiting("", 10))
                .singleElement()
                .satisfies(
                        waiting -> {
                            assertThat(waiting.reason()).isEqualTo("seat-unknown");
                            assertThat(waiting.target()).isEqualTo("order A-1");
                        });

        apply(order("A-1").line(ASKED, 1, "ana@example.org"));

        assertThat(ends()).containsExactly("2026-03-16T09:30:00Z");
        assertThat(renewalStates()).containsExactly("R-1 APPLIED");
    }

    @Test
    void a_renewal_of_a_seat_in_another_course_than_it_names_waits() {
        apply(order("A-1").line(MATH, 1, "ana@example.org"));

        apply(order("R-1").renewing(seat(1), "ASKED", 1, 0));

        assertThat(list("select reason from renewal")).containsExactly("course-differs");
        assertThat(ends()).containsExactly("2026-02-14T09:30:00Z");
    }

    @Test
    void what_is_refunded_is_taken_out_again() {
        apply(order("A-1").line(ASKED, 1, "ana@example.org"));
        apply(bought("R-1", "2026-02-10T00:00:00Z", seat(1), 2));
        assertThat(ends()).containsExactly("2026-04-15T09:30:00Z");

        apply(
                order("R-1")
                        .paidAt("2026-02-10T00:00:00Z")
                        .updatedAt("2026-02-11T00:00:00Z")
                        .renewing(seat(1), "MORE-30", 2, 1));
        assertThat(ends()).containsExactly("2026-03-16T09:30:00Z");

        apply(order("R-1").status(OrderStatus.CANCELLED).updatedAt("2026-02-12T00:00:00Z"));
        assertThat(ends()).containsExactly("2026-02-14T09:30:00Z");
        assertThat(renewalStates()).containsExactly("R-1 CANCELLED");
    }

    @Test
    void no_end_stays_no_end() {
        apply(order("A-1").line(Orders.TEACH, 1, "ana@example.org").plan(Orders.CATALOGUE));

        apply(bought("R-1", "2026-02-10T00:00:00Z", seat(1), 1));

        assertThat(ends()).containsExactly("-");
        assertThat(renewalStates()).containsExactly("R-1 APPLIED");
    }

    @Test
    void in_whatever_sequence_orders_and_renewals_come_the_end_is_the_same() {
        List<OrderPlan> events =
                List.of(
                        order("A-1")
                                .line(ASKED, 2, "ana@example.org", "bo@example.org")
                                .plan(CATALOGUE),
                        bought("R-1", "2026-02-10T00:00:00Z", new Renews(Target.ORDER, "A-1"), 2)
                                .plan(CATALOGUE),
                        bought("R-2", "2026-06-01T00:00:00Z", new Renews(Target.ORDER, "A-1"), 1)
                                .plan(CATALOGUE),
                        order("R-1")
                                .paidAt("2026-02-10T00:00:00Z")
                                .updatedAt("2026-02-11T00:00:00Z")
                                .renewing(new Renews(Target.ORDER, "A-1"), "MORE-30", 2, 1)
                                .plan(CATALOGUE));

        Set<List<String>> endings = new HashSet<>();
        for (List<OrderPlan> sequence : permutations(events)) {
            ledger.transaction(
                    handle ->
                            handle.execute("delete from extension")
                                    + handle.execute("delete from renewal")
                                    + handle.execute("delete from seat")
                                    + handle.execute("delete from orders"));
            sequence.forEach(this::apply);
            sequence.forEach(this::apply);
            endings.add(ends());
        }

        assertThat(endings)
                .containsExactly(List.of("2026-07-01T00:00:00Z", "2026-07-01T00:00:00Z"));
    }

    @Test
    void an_automatic_seat_is_extended_in_time_and_once_whoever_wakes_twice() {
        apply(order("A-1").line(ALONE, 1, "ana@example.org"));
        clock.setTo("2026-02-07T09:29:59Z");
        assertThat(run()).isEmpty();

        clock.setTo("2026-02-07T09:30:00Z");
        assertThat(run()).containsExactly("extend");
        assertThat(run()).isEmpty();

        assertThat(ends()).containsExactly("2026-03-16T09:30:00Z");
        assertThat(shown()).containsExactly("ana@example.org 2026-03-16T09:30:00Z");
    }

    @Test
    void after_an_outage_an_automatic_seat_catches_up_in_one_step() {
        apply(order("A-1").line(ALONE, 1, "ana@example.org"));
        clock.setTo("2026-05-01T00:00:00Z");

        assertThat(run()).containsExactly("extend", "extend", "extend");

        assertThat(ends()).containsExactly("2026-05-15T09:30:00Z");
        assertThat(list("select cause_key from extension order by id"))
                .containsExactly(
                        "2026-02-14T09:30:00Z", "2026-03-16T09:30:00Z", "2026-04-15T09:30:00Z");
    }

    @Test
    void a_renewal_is_asked_for_and_reminded_of_once() {
        apply(order("A-1").line(ASKED, 1, "ana@example.org"));

        assertThat(runOnEachDay("2026-01-16T00:00:00Z", 40))
                .containsExactly("remind", "ask", "remind", "expire");
        assertThat(facts())
                .containsExactly(
                        "reminder 2026-02-14T09:30:00Z P14D",
                        "renewal-due 2026-02-14T09:30:00Z",
                        "reminder 2026-02-14T09:30:00Z P3D",
                        "expired 2026-02-14T09:30:00Z");
    }

    @Test
    void after_an_outage_only_the_newest_reminder_is_told() {
        apply(order("A-1").line(ASKED, 1, "ana@example.org"));
        clock.setTo("2026-02-13T00:00:00Z");

        run();

        assertThat(facts())
                .containsExactly(
                        "renewal-due 2026-02-14T09:30:00Z", "reminder 2026-02-14T09:30:00Z P3D");
    }

    @Test
    void a_seat_that_is_renewed_in_between_is_not_reminded_of_its_old_end() {
        apply(order("A-1").line(ASKED, 1, "ana@example.org"));
        runOnEachDay("2026-01-16T00:00:00Z", 20);
        assertThat(facts()).containsExactly("reminder 2026-02-14T09:30:00Z P14D");

        apply(bought("R-1", "2026-02-05T00:00:00Z", seat(1), 1));
        runOnEachDay("2026-02-05T00:00:00Z", 25);

        assertThat(facts()).containsExactly("reminder 2026-02-14T09:30:00Z P14D");
        assertThat(runOnEachDay("2026-03-02T00:00:00Z", 9)).containsExactly("remind", "ask");
    }

    @Test
    void a_seat_that_is_over_is_shut_as_its_product_says_and_comes_back_when_it_is_renewed() {
        apply(order("A-1").line(ASKED, 1, "ana@example.org"));
        send();
        assertThat(states()).containsExactly("ACTIVE");
        clock.setTo("2026-02-14T09:30:00Z");

        run();
        assertThat(states()).containsExactly("EXPIRED");
        assertThat(send()).singleElement().satisfies(work -> assertThat(work.suspended()).isTrue());

        clock.setTo("2026-03-01T00:00:00Z");
        apply(bought("R-1", "2026-03-01T00:00:00Z", seat(1), 1));
        assertThat(send())
                .singleElement()
                .satisfies(
                        work -> {
                            assertThat(work.suspended()).isFalse();
                            assertThat(work.period().startInclusive())
                                    .isEqualTo("2026-01-15T09:30:00Z");
                            assertThat(work.period().endExclusive())
                                    .isEqualTo("2026-03-31T00:00:00Z");
                        });
        assertThat(states()).containsExactly("ACTIVE");
    }

    @Test
    void a_subscription_that_goes_on_has_grace_and_one_that_does_not_ends_as_paid() {
        apply(order("A-1").ofSubscription("S-1").line(PAID_MONTHLY, 1, "ana@example.org"));
        assertThat(shown()).containsExactly("ana@example.org 2026-02-19T09:30:00Z");

        says("S-1", SubscriptionStatus.PENDING_CANCEL, "2026-02-01T00:00:00Z");
        assertThat(shown()).containsExactly("ana@example.org 2026-02-14T09:30:00Z");

        says("S-1", SubscriptionStatus.ACTIVE, "2026-01-31T00:00:00Z");
        assertThat(shown()).containsExactly("ana@example.org 2026-02-14T09:30:00Z");

        says("S-1", SubscriptionStatus.ON_HOLD, "2026-02-02T00:00:00Z");
        assertThat(shown()).containsExactly("ana@example.org 2026-02-19T09:30:00Z");
        assertThat(runOnEachDay("2026-02-02T00:00:00Z", 20)).containsExactly("ask", "expire");
        assertThat(states()).containsExactly("EXPIRED");
    }

    @Test
    void an_order_of_a_subscription_extends_from_the_paid_end_and_not_from_its_grace() {
        apply(
                order("A-1")
                        .ofSubscription("S-1")
                        .line(PAID_MONTHLY, 2, "ana@example.org", "bo@example.org"));
        clock.setTo("2026-02-17T00:00:00Z");
        run();
        assertThat(states()).containsOnly("WAITING");

        apply(
                order("R-1")
                        .paidAt("2026-02-13T00:00:00Z")
                        .renewing(new Renews(Target.SUBSCRIPTION, "S-1"), "MONTHLY", 2, 0));

        assertThat(ends()).containsOnly("2026-03-14T09:30:00Z");
        assertThat(shown())
                .containsExactly(
                        "ana@example.org 2026-03-19T09:30:00Z",
                        "bo@example.org 2026-03-19T09:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-14T09:31:00Z, 2026-03-14T09:30:00Z",
        "2026-02-19T09:30:00Z, 2026-03-14T09:30:00Z",
        "2026-02-20T09:30:00Z, 2026-03-15T09:30:00Z",
        "2026-03-01T00:00:00Z, 2026-03-24T00:00:00Z"
    })
    void an_order_of_a_subscription_that_is_paid_late_gives_no_days_for_those_that_were_lent(
            String paidAt, String end) {
        apply(order("A-1").ofSubscription("S-1").line(PAID_MONTHLY, 1, "ana@example.org"));
        clock.setTo(paidAt);

        for (int times = 0; times < 2; times++) {
            apply(
                    order("R-1")
                            .paidAt(paidAt)
                            .updatedAt(paidAt)
                            .renewing(new Renews(Target.SUBSCRIPTION, "S-1"), "MONTHLY", 1, 0));
        }

        assertThat(ends()).containsExactly(end);
    }

    @Test
    void a_subscription_that_is_taken_up_again_within_its_grace_brings_its_seats_back() {
        apply(order("A-1").ofSubscription("S-1").line(PAID_MONTHLY, 1, "ana@example.org"));
        says("S-1", SubscriptionStatus.CANCELLED, "2026-02-01T00:00:00Z");
        clock.setTo("2026-02-15T00:00:00Z");
        run();
        assertThat(states()).containsExactly("EXPIRED");

        says("S-1", SubscriptionStatus.ACTIVE, "2026-02-15T00:00:00Z");

        assertThat(states()).containsExactly("WAITING");
        assertThat(shown()).containsExactly("ana@example.org 2026-02-19T09:30:00Z");
    }

    @Test
    void a_rehearsal_says_what_the_run_then_does_and_leaves_nothing_behind() {
        apply(order("A-1").line(ALONE, 2, "ana@example.org", "bo@example.org"));
        apply(order("A-2").line(ASKED, 1, "cy@example.org"));
        send();
        List<String> before = everything();

        List<RenewalStep> rehearsed = renewals.rehearse(1, Instant.parse("2026-02-20T00:00:00Z"));
        assertThat(everything()).isEqualTo(before);

        clock.setTo("2026-02-20T00:00:00Z");
        List<RenewalStep> done = new ArrayList<>();
        for (RenewalStep step = renewals.step(1); step.worked(); step = renewals.step(1)) {
            done.add(step);
        }
        assertThat(done).isEqualTo(rehearsed).hasSize(3);
        assertThat(everything()).isNotEqualTo(before);
    }

    @Test
    void a_step_takes_so_many_seats_and_the_first_due_first() {
        apply(
                order("A-1")
                        .paidAt("2026-01-16T00:00:00Z")
                        .line(ALONE, 3, "a@example.org", "b@example.org", "c@example.org"));
        apply(order("A-2").line(ALONE, 1, "d@example.org"));
        clock.setTo("2026-02-20T00:00:00Z");

        RenewalStep first = renewals.step(1);
        RenewalStep second = renewals.step(2);

        assertThat(first.acts())
                .extracting(RenewalStep.Act::person)
                .containsExactly("d@example.org");
        assertThat(second.acts()).hasSize(2);
    }

    @Test
    void what_replaces_seats_finds_them_by_each_name_and_lets_them_go_on_when_it_is_refunded() {
        apply(order("A-1").boughtByOffice().ofSubscription("S").line(PLAIN, 1, "ana@example.org"));
        String reference = seat(1).value();
        for (Replaces named :
                List.of(
                        new Replaces(Replaces.Target.PRODUCT, PLAIN.code()),
                        new Replaces(Replaces.Target.SEAT, reference),
                        new Replaces(Replaces.Target.ORDER, "A-1"),
                        new Replaces(Replaces.Target.SUBSCRIPTION, "S"))) {
            Orders replacing =
                    order("B-" + named.target())
                            .boughtByOffice()
                            .paidAt("2026-01-15T10:00:00Z")
                            .line(MATH, 1, "ana@example.org")
                            .replacing(named.target(), named.value());
            apply(replacing);
            assertThat(statesOfFirst()).as(named.toString()).containsExactly("WAITING ");

            clock.setTo("2026-01-15T10:00:00Z");
            assertThat(renewals.step(10).worked()).isTrue();
            apply(replacing);
            assertThat(statesOfFirst()).as(named.toString()).containsExactly("EXPIRED replaced");
            assertThat(renewals.step(10).worked()).isFalse();

            apply(replacing.refunded(1).updatedAt("2026-01-16T00:00:00Z"));
            assertThat(statesOfFirst()).as(named.toString()).containsExactly("WAITING ");
            clock.setTo("2026-01-15T09:30:00Z");
        }
    }

    @Test
    void what_is_to_be_replaced_and_is_not_there_wakes_nobody_until_it_is() {
        apply(
                order("B-1")
                        .boughtByOffice()
                        .line(MATH, 1, "ana@example.org")
                        .replacing(Replaces.Target.PRODUCT, PLAIN.code()));

        assertThat(renewals.step(10).worked()).isFalse();
        assertThat(list("select state || ' ' || reason from replacement"))
                .containsExactly("WAITING seat-unknown");
        assertThat(list("select code from difference")).containsExactly("differs:replaces");
    }

    @Test
    void a_replaced_seat_ends_as_its_own_product_says() {
        apply(order("A-1").boughtByOffice().line(KEPT, 1, "ana@example.org"));
        apply(order("A-2").boughtByOffice().line(LEFT, 1, "bo@example.org"));
        send();

        for (String old : List.of("A-1", "A-2")) {
            apply(
                    order("B-" + old)
                            .boughtByOffice()
                            .line(MATH, 1, "cy@example.org")
                            .replacing(Replaces.Target.ORDER, old));
        }

        assertThat(
                        list(
                                "select s.reason || case when e.suspended then ' suspended' else '' end ||"
                                        + " case when e.absent then ' absent' else '' end from seat s"
                                        + " join entitlement e on e.id = s.entitlement_id where"
                                        + " s.kind = 'PAID' and s.order_id in ('A-1', 'A-2') order"
                                        + " by s.order_id"))
                .containsExactly("replaced-kept", "replaced absent");
    }

    private List<String> statesOfFirst() {
        return list(
                "select state || ' ' || reason from seat where order_id = 'A-1' and kind = 'PAID'");
    }

    private Orders bought(String id, String paidAt, Renews renews, int quantity) {
        return order(id).paidAt(paidAt).renewing(renews, "MORE-30", quantity, 0);
    }

    private Renews seat(int number) {
        List<String> references =
                list(
                        "select reference from seat where kind = 'PAID' order by order_id, line_id,"
                                + " number");
        return new Renews(Target.SEAT, references.get(number - 1));
    }

    private void says(String subscription, SubscriptionStatus status, String at) {
        long id = keep();
        subscriptions.apply(
                id, new SubscriptionEvent("web", subscription, status, Instant.parse(at), null));
    }

    private void apply(Orders order) {
        apply(order.plan(CATALOGUE));
    }

    private void apply(OrderPlan plan) {
        orders.apply(keep(), change(plan));
    }

    private long keep() {
        return inbox.keep("web", "http", "key", UUID.randomUUID().toString(), new byte[] {1}).id();
    }

    private List<String> run() {
        List<String> acts = new ArrayList<>();
        for (RenewalStep step = renewals.step(100); step.worked(); step = renewals.step(100)) {
            step.acts().forEach(act -> acts.add(act.due().word()));
        }
        return acts;
    }

    private List<String> runOnEachDay(String from, int days) {
        List<String> acts = new ArrayList<>();
        clock.setTo(from);
        for (int day = 0; day < days; day++) {
            acts.addAll(run());
            clock.forward(Duration.ofDays(1));
        }
        return acts;
    }

    /** Sends what is due; Moodle says yes to all. */
    private List<Work> send() {
        Map<String, Long> ids = Map.of("SCI", 101L, "MATH", 102L);
        courses.due(10)
                .forEach(
                        course ->
                                courses.found(
                                        course.id(), ids.get(course.name().value()), null, null));
        Claim claim = claims.claim(50);
        List<Work> work =
                claim.work().stream().filter(one -> !one.courseName().equals("account")).toList();
        Map<Work, Result> outcome = new LinkedHashMap<>();
        claim.work().forEach(one -> outcome.put(one, new Result.Applied()));
        results.record(claim.id(), outcome, clock.instant());
        return work;
    }

    private List<String> ends() {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select ends_at from seat where kind = 'PAID' order by"
                                                + " order_id, line_id, number")
                                .map(
                                        (row, context) -> {
                                            Instant end = Rows.instant(row, "ends_at");
                                            return end == null ? "-" : end.toString();
                                        })
                                .list());
    }

    /** What Moodle is to show. */
    private List<String> shown() {
        return ledger.read(
                handle ->
                        handle.select(
                                        """
                                        select p.person_key, e.ends_at from entitlement e join person p on p.id = e.person_id
                                        join course c on c.id = e.course_id where c.field <> 'SITE' order by p.person_key
                                        """)
                                .map(
                                        (row, context) ->
                                                row.getString("person_key")
                                                        + " "
                                                        + Rows.instant(row, "ends_at"))
                                .list());
    }

    private List<String> facts() {
        return ledger.read(
                handle ->
                        handle.select(
                                        "select kind, payload from outbox where channel = 'FACT'"
                                                + " and kind in ('reminder', 'renewal-due', 'expired')"
                                                + " order by id")
                                .map(
                                        (row, context) -> {
                                            JsonNode data = json(row.getString("payload"));
                                            return (row.getString("kind")
                                                            + " "
                                                            + data.get("end").asText()
                                                            + " "
                                                            + data.path("offset").asText())
                                                    .strip();
                                        })
                                .list());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> states() {
        return list(
                "select state from seat where kind = 'PAID' order by order_id, line_id, number");
    }

    private List<String> renewalStates() {
        return list("select order_id || ' ' || state from renewal order by order_id");
    }

    private List<String> everything() {
        List<String> all = new ArrayList<>();
        for (String table : List.of("seat", "entitlement", "extension", "renewal", "outbox")) {
            ledger.read(
                            handle ->
                                    handle.select("select * from " + table + " order by id")
                                            .mapToMap()
                                            .list())
                    .forEach(row -> all.add(table + row));
        }
        return all;
    }

    private List<String> list(String select) {
        return ledger.read(handle -> handle.select(select).mapTo(String.class).list());
    }

    private static <T> List<List<T>> permutations(List<T> all) {
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
