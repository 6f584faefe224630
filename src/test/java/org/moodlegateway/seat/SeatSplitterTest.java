package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.seat.TestOrders.order;
import static org.moodlegateway.seat.TestOrders.person;
import static org.moodlegateway.seat.TestProducts.product;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.catalogue.BuyerLearns;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.order.Buyer;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.Participant;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatSplitterTest {
    private final Handlers handlers = Handlers.standard(ZoneOffset.UTC, TestProducts.ROLES, 1000);
    private final SeatSplitter splitter = new SeatSplitter();
    private final Catalogue catalogue =
            Catalogue.of(
                    product("SCI").build(),
                    product("SELF").handler("enrolonecourse").withoutSeats().build());

    @Test
    void places_are_numbered_within_their_line() {
        OrderPlan plan = handlers.plan(order().line("SCI", 2).line("SELF", 5).build(), catalogue);

        assertThat(splitter.split(plan))
                .containsExactly(
                        new SeatSplitter.Place(plan.lines().get(0), 1),
                        new SeatSplitter.Place(plan.lines().get(0), 2),
                        new SeatSplitter.Place(plan.lines().get(1), 1));
    }

    @Test
    void the_participant_named_first_sits_on_the_first_seat() {
        Participant ana = person("ana@example.org");
        Participant bo = new Participant("bo@example.org", "Bo", "Li", "teacher");

        List<PlannedSeat> seats = seats(order().line("SCI", 3, ana, bo).build());

        assertThat(seats).extracting(PlannedSeat::seated).containsExactly(ana, bo, null);
        assertThat(seats)
                .extracting(PlannedSeat::role)
                .containsExactly("student", "teacher", "student");
        assertThat(seats)
                .extracting(PlannedSeat::state)
                .containsExactly(SeatState.WAITING, SeatState.WAITING, SeatState.UNASSIGNED);
        assertThat(seats).extracting(PlannedSeat::reason).containsOnly("");
    }

    @Test
    void the_same_person_twice_on_one_line_leaves_the_second_seat_unassigned() {
        List<PlannedSeat> seats =
                seats(
                        order().line(
                                        "SCI",
                                        3,
                                        person("ana@example.org"),
                                        person("ANA@example.org"),
                                        person("bo@example.org"))
                                .build());

        assertThat(seats)
                .extracting(PlannedSeat::state)
                .containsExactly(SeatState.WAITING, SeatState.UNASSIGNED, SeatState.WAITING);
        assertThat(seats)
                .extracting(PlannedSeat::reason)
                .containsExactly("", "same-person-twice", "");
        assertThat(seats.get(1).participant()).isEmpty();
    }

    @Test
    void the_same_person_on_two_lines_sits_on_both() {
        Participant ana = person("ana@example.org");

        List<PlannedSeat> seats = seats(order().line("SCI", 1, ana).line("SCI", 1, ana).build());

        assertThat(seats).extracting(PlannedSeat::seated).containsExactly(ana, ana);
    }

    @Test
    void an_unusable_email_waits_with_its_person() {
        Participant odd = person("änä@example.org");

        List<PlannedSeat> seats = seats(order().line("SCI", 1, odd).build());

        assertThat(seats).extracting(PlannedSeat::state).containsOnly(SeatState.WAITING);
        assertThat(seats).extracting(PlannedSeat::reason).containsOnly("email-unusable");
        assertThat(seats).extracting(PlannedSeat::seated).containsExactly(odd);
    }

    @Test
    void a_name_without_an_email_is_a_free_seat_that_keeps_the_name() {
        Participant ana = person("");

        List<PlannedSeat> seats =
                seats(order().line("SCI", 3, ana, person("bo@example.org"), ana).build());

        assertThat(seats)
                .extracting(PlannedSeat::state)
                .containsExactly(SeatState.UNASSIGNED, SeatState.WAITING, SeatState.UNASSIGNED);
        assertThat(seats)
                .extracting(PlannedSeat::reason)
                .containsExactly("email-missing", "", "email-missing");
        assertThat(seats.get(0).seated()).isEqualTo(ana);
    }

    @Test
    void one_bad_person_is_one_bad_seat() {
        List<PlannedSeat> seats =
                seats(
                        order().line(
                                        "SCI",
                                        5,
                                        new Participant("a@b.org", "A".repeat(120), "Long", ""),
                                        new Participant("b@b.org", "Bo", "<b>Li</b>", ""),
                                        new Participant("c@b.org", "Cy", "Li", "wizard"),
                                        new Participant("d@b.org", "Di", "Li", "_supervisor"),
                                        person("good@example.org"))
                                .build());

        assertThat(seats)
                .extracting(PlannedSeat::reason)
                .containsExactly(
                        "name-too-long", "name-has-tags", "role-unknown", "role-unknown", "");
        assertThat(seats).extracting(PlannedSeat::role).containsOnly("student");
        assertThat(seats).extracting(PlannedSeat::state).containsOnly(SeatState.WAITING);
    }

    @Test
    void a_product_for_one_is_for_the_friend_whom_the_line_names() {
        List<PlannedSeat> seats =
                seats(
                        order().line("SELF", 1, person("friend@example.org"))
                                .line("SELF", 1, person("OFFICE@example.org"))
                                .line("SELF", 1, new Participant("", "Zoé", "łukasik", "teacher"))
                                .line("SELF", 1, new Participant("", "Ana", "Silva", ""))
                                .build());

        assertThat(seats)
                .extracting(seat -> seat.seated().email())
                .containsExactly(
                        "friend@example.org", "OFFICE@example.org", "office@example.org", "");
        assertThat(seats.get(2).role()).isEqualTo("teacher");
        assertThat(seats.get(3).reason()).isEqualTo("email-missing");
    }

    @Test
    void the_buyer_alone_learns_where_the_product_says_so() {
        Catalogue alone = Catalogue.of(product("ONE").buyerLearns(BuyerLearns.ALONE).build());

        assertThat(emails(order().line("ONE", 1), alone)).containsExactly("office@example.org");
        assertThat(emails(order().line("ONE", 2), alone)).containsExactly("", "");
        assertThat(emails(order().line("ONE", 1).line("ONE", 1), alone)).containsExactly("", "");
        assertThat(emails(order().line("ONE", 1, person("a@b.org")), alone))
                .containsExactly("a@b.org");
        assertThat(emails(order().line("SCI", 1), catalogue)).containsExactly("");
    }

    private List<String> emails(TestOrders order, Catalogue products) {
        return splitter.fill(handlers.plan(order.build(), products)).seats().stream()
                .map(seat -> seat.participant().map(Participant::email).orElse(""))
                .toList();
    }

    @Test
    void an_unknown_product_waits_on_every_seat() {
        List<PlannedSeat> seats = seats(order().line("NONE", 2, person("a@example.org")).build());

        assertThat(seats).extracting(PlannedSeat::reason).containsOnly("product-unknown");
        assertThat(seats).extracting(PlannedSeat::state).containsOnly(SeatState.WAITING);
        assertThat(seats.get(0).participant()).isPresent();
        assertThat(seats.get(1).participant()).isEmpty();
    }

    @Test
    void the_buyer_sits_on_the_one_seat_of_a_product_without_seats() {
        List<PlannedSeat> seats = seats(order().line("SELF", 7).build());

        assertThat(seats).hasSize(1);
        assertThat(seats.get(0).seated())
                .isEqualTo(new Participant("office@example.org", "Zoé", "Łukasik", ""));
        assertThat(seats.get(0).state()).isEqualTo(SeatState.WAITING);
    }

    @Test
    void a_buyer_who_is_named_as_participant_keeps_that_role() {
        Participant self = new Participant("Office@example.org", "Zoé", "L", "teacher");

        assertThat(seats(order().line("SELF", 1, self).build()).get(0).role()).isEqualTo("teacher");
    }

    @Test
    void without_a_buyer_s_email_the_one_participant_sits_or_nobody() {
        Participant ana = person("ana@example.org");

        assertThat(seats(order().buyer(Buyer.UNKNOWN).line("SELF", 1, ana).build()))
                .extracting(PlannedSeat::seated)
                .containsExactly(ana);
        assertThat(seats(order().buyer(Buyer.UNKNOWN).line("SELF", 1).build()))
                .extracting(PlannedSeat::state)
                .containsExactly(SeatState.UNASSIGNED);
    }

    @Test
    void a_product_without_seats_has_no_room_for_two() {
        Order order =
                order().line("SELF", 2, person("a@example.org"), person("b@example.org"))
                        .line("SELF", 1)
                        .build();

        assertThat(handlers.plan(order, catalogue).lines().get(0).problem().orElseThrow().message())
                .isEqualTo("product SELF: 2 participants are named, but only 1 seat is sold");
        assertThat(seats(order))
                .extracting(PlannedSeat::reason)
                .containsExactly("too-many-participants", "");
    }

    @Test
    void a_product_without_seats_that_is_refunded_whole_has_no_seat_left() {
        assertThat(seats(order().line("SELF", 3, 2, "").build())).hasSize(1);
        assertThat(seats(order().line("SELF", 3, 3, "").build())).isEmpty();
    }

    private List<PlannedSeat> seats(Order order) {
        return splitter.fill(handlers.plan(order, catalogue)).seats();
    }
}
