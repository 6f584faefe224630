package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.moodlegateway.catalogue.Ending;
import org.moodlegateway.catalogue.RenewalTerms;
import org.moodlegateway.catalogue.RenewalTerms.Mode;
import org.moodlegateway.order.SubscriptionStatus;

class AgendaTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Instant END = Instant.parse("2026-06-30T10:00:00Z");
    private static final RenewalTerms ON_ORDER = terms("on_order;P180D;P7D;P30D,P7D,P1D;keep;P0D");
    private static final RenewalTerms AUTOMATIC = terms("automatic;P30D;P7D;;keep;P0D");
    private static final RenewalTerms SUBSCRIBED = terms("subscription;P1M;P7D;;suspend;P5D");

    @Example
    void without_an_end_there_is_nothing_to_do() {
        Agenda endless = new Agenda(ON_ORDER, null, null, null, null, ZoneOffset.UTC);

        assertThat(endless.next()).isEmpty();
        assertThat(endless.due(Instant.parse("2099-01-01T00:00:00Z"))).isEmpty();
    }

    @Example
    void an_ordered_renewal_is_asked_for_once_before_each_end() {
        Agenda asked =
                new Agenda(
                        terms("on_order;P0D;P7D;;keep;P0D"), END, null, null, null, ZoneOffset.UTC);

        assertThat(asked.next()).contains(END.minus(Duration.ofDays(7)));
        assertThat(asked.due(END.minus(Duration.ofDays(8)))).isEmpty();
        assertThat(asked.due(END.minus(Duration.ofDays(7))))
                .containsExactly(new Due.AskForRenewal(END));

        Agenda then = new Agenda(asked.terms(), END, null, END, null, ZoneOffset.UTC);
        assertThat(then.next()).contains(END);
        assertThat(then.due(END.minusSeconds(1))).isEmpty();
        assertThat(then.due(END)).containsExactly(new Due.Expire(END));
    }

    @Example
    void after_an_outage_only_the_newest_reminder_is_due() {
        Instant now = END.minus(Duration.ofDays(3));
        Agenda agenda = new Agenda(ON_ORDER, END, null, END, null, ZoneOffset.UTC);

        assertThat(agenda.due(now)).containsExactly(new Due.Remind(END, Period.ofDays(7)));

        Agenda then = new Agenda(ON_ORDER, END, now, END, null, ZoneOffset.UTC);
        assertThat(then.due(now)).isEmpty();
        assertThat(then.next()).contains(END.minus(Duration.ofDays(1)));
    }

    @Example
    void what_is_renewed_meanwhile_is_not_reminded_of() {
        Instant now = END.minus(Duration.ofDays(6));
        Instant later = END.plus(Duration.ofDays(10));
        Agenda renewed = new Agenda(ON_ORDER, later, now, later, null, ZoneOffset.UTC);

        assertThat(renewed.due(now)).isEmpty();
        assertThat(renewed.next()).contains(later.minus(Duration.ofDays(7)));
    }

    @Example
    void an_automatic_renewal_catches_up_until_the_end_is_far_enough_away() {
        Instant now = Instant.parse("2026-09-20T00:00:00Z");
        Agenda agenda = new Agenda(AUTOMATIC, END, null, null, null, ZoneOffset.UTC);

        assertThat(agenda.next()).contains(END.minus(Duration.ofDays(7)));
        assertThat(agenda.due(now))
                .containsExactly(
                        new Due.Extend(END, Period.ofDays(30)),
                        new Due.Extend(Instant.parse("2026-07-30T10:00:00Z"), Period.ofDays(30)),
                        new Due.Extend(Instant.parse("2026-08-29T10:00:00Z"), Period.ofDays(30)));
        assertThat(agenda.due(END.minus(Duration.ofDays(7))))
                .containsExactly(new Due.Extend(END, Period.ofDays(30)));
        assertThat(agenda.due(END.minus(Duration.ofDays(8)))).isEmpty();
    }

    @Example
    void calendar_days_keep_the_time_of_day_across_a_clock_change() {
        Instant end = Instant.parse("2026-10-25T23:00:00Z");
        Agenda agenda =
                new Agenda(terms("on_order;P0D;P1D;;keep;P0D"), end, null, null, null, PARIS);

        assertThat(agenda.next()).contains(Instant.parse("2026-10-24T22:00:00Z"));
    }

    @Example
    void the_state_of_a_subscription_says_what_is_due_and_what_is_shown() {
        record Row(SubscriptionStatus status, boolean grace, boolean asked) {}
        for (Row row :
                List.of(
                        new Row(null, true, false),
                        new Row(SubscriptionStatus.ACTIVE, true, false),
                        new Row(SubscriptionStatus.ON_HOLD, true, true),
                        new Row(SubscriptionStatus.PENDING_CANCEL, false, false),
                        new Row(SubscriptionStatus.CANCELLED, false, false),
                        new Row(SubscriptionStatus.EXPIRED, false, false))) {
            Agenda agenda = new Agenda(SUBSCRIBED, END, null, null, row.status, ZoneOffset.UTC);
            Instant over = row.grace ? END.plus(Duration.ofDays(5)) : END;

            assertThat(agenda.shownEnd()).as("%s", row).contains(over);
            assertThat(agenda.due(over)).as("%s", row).containsExactly(new Due.Expire(END));
            assertThat(agenda.due(END.minusSeconds(1)))
                    .as("%s", row)
                    .isEqualTo(row.asked ? List.of(new Due.AskForRenewal(END)) : List.of());
            assertThat(agenda.due(over.minusSeconds(1)).isEmpty())
                    .as("%s", row)
                    .isEqualTo(!row.asked);
        }
    }

    @Property
    void something_is_due_exactly_from_the_moment_that_is_next(
            @ForAll("agendas") Agenda agenda, @ForAll("moments") Instant now) {
        boolean reached = agenda.next().filter(next -> !next.isAfter(now)).isPresent();

        assertEquals(reached, !agenda.due(now).isEmpty());
    }

    /** Wakes at any moments, in time, late or twice, and does what is due, as the run does. */
    @Property(tries = 2000)
    void whenever_it_is_woken_each_thing_happens_once_and_nothing_shortens(
            @ForAll("agendas") Agenda agenda, @ForAll("wakings") List<Instant> wakings) {
        Set<Due> done = new HashSet<>();
        Agenda seat = agenda;
        for (Instant now : new TreeSet<>(wakings)) {
            List<Due> due = seat.due(now);
            Instant before = seat.end();
            for (Due one : due) {
                assertThat(done.add(one)).as("%s done twice", one).isTrue();
            }
            assertThat(due.stream().filter(Due.Remind.class::isInstance).count())
                    .isLessThanOrEqualTo(1);
            if (due.stream().anyMatch(Due.Expire.class::isInstance)) {
                assertThat(due).hasSize(1);
                assertThat(now).isAfterOrEqualTo(seat.shownEnd().orElseThrow());
                return;
            }
            seat = after(seat, due, now);
            assertThat(seat.end()).isAfterOrEqualTo(before);
            assertThat(seat.due(now)).as("due again at once").isEmpty();
            if (seat.terms().mode() == Mode.AUTOMATIC) {
                assertThat(seat.end()).isAfter(now);
            }
        }
    }

    private static Agenda after(Agenda seat, List<Due> due, Instant now) {
        Instant end = seat.end();
        Instant askedFor = seat.askedFor();
        List<Due> extensions = new ArrayList<>();
        for (Due one : due) {
            if (one instanceof Due.Extend extend) {
                extensions.add(one);
                end =
                        Length.of(extend.length())
                                .times(extensions.size())
                                .endFrom(seat.end(), seat.zone());
            } else if (one instanceof Due.AskForRenewal) {
                askedFor = end;
            }
        }
        return new Agenda(
                seat.terms(),
                end,
                due.isEmpty() ? seat.remindedUpTo() : now,
                askedFor,
                seat.status(),
                seat.zone());
    }

    @Provide
    Arbitrary<Instant> moments() {
        long from = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
        return Arbitraries.longs().between(from, from + 500 * 86_400L).map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<List<Instant>> wakings() {
        return moments().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<Agenda> agendas() {
        Arbitrary<TemporalAmount> amounts =
                Arbitraries.of(
                        Period.ofDays(1),
                        Period.ofDays(7),
                        Period.ofDays(30),
                        Period.ofMonths(1),
                        Duration.ofHours(12),
                        Duration.ofDays(7));
        Arbitrary<RenewalTerms> terms =
                Combinators.combine(
                                Arbitraries.of(Mode.class),
                                amounts.filter(period -> !period.equals(Duration.ofHours(12))),
                                amounts,
                                amounts.list().ofMaxSize(4),
                                Arbitraries.of(Period.ZERO, Period.ofDays(5)))
                        .as(
                                (mode, period, lead, reminders, grace) ->
                                        new RenewalTerms(
                                                mode, period, lead, reminders, Ending.KEEP, grace));
        return Combinators.combine(
                        terms,
                        moments(),
                        Arbitraries.of(SubscriptionStatus.class).injectNull(0.2),
                        Arbitraries.of(ZoneOffset.UTC, PARIS))
                .as((of, end, status, zone) -> new Agenda(of, end, null, null, status, zone));
    }

    private static RenewalTerms terms(String text) {
        return RenewalTerms.parse(text);
    }
}
