package org.moodlegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.MovableClock;
import org.moodlegateway.ledger.Notice.Address;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.ledger.NoticeBook.Claimed;
import org.moodlegateway.ledger.NoticeBook.NotedFact;
import org.moodlegateway.ledger.Outbox.Fact;

/** How any ledger keeps facts and notices. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class NoticeContract {
    private final MovableClock clock = MovableClock.at("2026-02-01T00:00:00Z");
    private Ledger ledger;
    private NoticeBook book;

    /** A new, empty database. */
    abstract LedgerSettings emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(emptyDatabase(), clock);
        ledger.bindTo("https://moodle.example.org");
        book = new NoticeBook(ledger);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void note(String key) {
        ledger.transaction(
                handle -> {
                    Outbox.note(
                            handle,
                            clock.instant(),
                            new Fact("reminder", key, "web", "A-1", Map.of("seat", "Zoé \"x\"")));
                    return true;
                });
    }

    private void spread(Address... to) {
        Map<NotedFact, List<Address>> all = new LinkedHashMap<>();
        book.facts(100).forEach(fact -> all.put(fact, List.of(to)));
        book.spread(all);
    }

    private static Address mail(String recipient) {
        return new Address(Channel.MAIL, recipient, "fr");
    }

    private List<String> states() {
        return new NoticeList(ledger)
                .list("", "", 100).stream()
                        .map(notice -> notice.recipient() + " " + notice.state())
                        .toList();
    }

    @Test
    void a_fact_is_noted_once_whatever_its_key() {
        String longKey = "k".repeat(1000);
        note("one");
        note("one");
        note(longKey);
        note(longKey);

        assertThat(book.facts(10)).hasSize(2);
        assertThat(book.facts(10).get(0).data()).containsEntry("seat", "Zoé \"x\"");
    }

    @Test
    void a_fact_becomes_one_notice_for_each_channel_and_recipient_however_often_it_is_spread() {
        note("one");
        List<NotedFact> seenByTwo = book.facts(10);

        spread(mail("a@example.org"), mail("b@example.org"), new Address(Channel.EVENT, "", ""));
        book.spread(
                Map.of(seenByTwo.get(0), List.of(mail("a@example.org"), mail("c@example.org"))));

        assertThat(book.facts(10)).isEmpty();
        assertThat(states())
                .containsExactlyInAnyOrder("a@example.org NEW", "b@example.org NEW", " NEW");
    }

    @Test
    void two_workers_never_hold_one_notice_and_a_dead_one_lets_go_after_its_lease() {
        note("one");
        note("two");
        spread(mail("a@example.org"));

        Claimed first = book.claim(Channel.MAIL, 1);
        Claimed second = book.claim(Channel.MAIL, 10);
        assertThat(first.notices()).hasSize(1);
        assertThat(second.notices()).hasSize(1).doesNotContainAnyElementsOf(first.notices());
        assertThat(book.claim(Channel.MAIL, 10).notices()).isEmpty();

        clock.forward(LedgerContract.LEASE);
        Claimed third = book.claim(Channel.MAIL, 10);

        assertThat(third.notices()).hasSize(2);
        assertThat(third.notices().get(0).messageId())
                .isEqualTo(first.notices().get(0).messageId());
        book.sent(first, first.notices().get(0));
        assertThat(states())
                .as("who lost his claim records nothing")
                .containsOnly("a@example.org NEW");
        book.sent(third, third.notices().get(0));
        assertThat(states()).containsExactlyInAnyOrder("a@example.org NEW", "a@example.org SENT");
    }

    @Test
    void what_fails_waits_and_what_is_given_up_waits_for_a_person() {
        note("one");
        spread(mail("a@example.org"));
        Claimed claim = book.claim(Channel.MAIL, 10);

        book.failed(claim, claim.notices().get(0), "unreachable", Duration.ofMinutes(1));

        assertThat(book.claim(Channel.MAIL, 10).notices()).isEmpty();
        clock.forward(Duration.ofMinutes(1));
        Claimed again = book.claim(Channel.MAIL, 10);
        assertThat(again.notices()).singleElement().extracting(Notice::attempts).isEqualTo(1);

        book.dead(again, again.notices().get(0), "refused-550");
        clock.forward(Duration.ofDays(9));
        assertThat(book.claim(Channel.MAIL, 10).notices()).isEmpty();
        NoticeList list = new NoticeList(ledger);
        NoticeView dead = list.list("DEAD", "MAIL", 10).get(0);
        assertThat(dead.trouble()).isEqualTo("refused-550");
        assertThat(list.tryAgain(dead.id(), "test")).isTrue();
        assertThat(list.tryAgain(dead.id(), "test")).isFalse();
        assertThat(book.claim(Channel.MAIL, 10).notices()).hasSize(1);
    }

    @Test
    void a_receiver_that_is_down_holds_up_its_own_and_burns_no_attempts_of_others() {
        note("one");
        note("two");
        spread(
                new Address(Channel.CALL_BACK, "web", "fr"),
                new Address(Channel.CALL_BACK, "other", "fr"),
                mail("a@example.org"));
        Claimed claim = book.claim(Channel.CALL_BACK, 1);
        Notice failing = claim.notices().get(0);

        book.failed(claim, failing, "no-answer", Duration.ofMinutes(1));
        book.holdUp(claim, failing, Duration.ofMinutes(1));

        assertThat(book.claim(Channel.CALL_BACK, 10).notices())
                .hasSize(2)
                .allMatch(notice -> !notice.recipient().equals(failing.recipient()));
        assertThat(book.claim(Channel.MAIL, 10).notices()).hasSize(2);
        clock.forward(Duration.ofMinutes(1));
        assertThat(book.claim(Channel.CALL_BACK, 10).notices())
                .extracting(Notice::attempts)
                .containsExactlyInAnyOrder(1, 0);
    }

    @Test
    void an_alert_begins_once_and_is_over_once() {
        Alerts alerts = new Alerts(ledger);

        alerts.begin("late-seat", Map.of("alert", "late-seat"));
        alerts.begin("late-seat", Map.of("alert", "late-seat"));
        alerts.end("late-seat", Map.of("alert", "late-seat"));
        alerts.end("late-seat", Map.of("alert", "late-seat"));
        clock.forward(Duration.ofDays(1));
        alerts.begin("late-seat", Map.of("alert", "late-seat"));

        assertThat(book.facts(10))
                .extracting(NotedFact::kind)
                .containsExactly("alert", "alert-over", "alert");
    }

    @Test
    void a_shop_is_silent_since_its_last_message_or_since_the_beginning() {
        Correspondence correspondence = new Correspondence(ledger);
        var bound = clock.instant();
        assertThat(correspondence.lastHeardOf("web")).contains(bound);
        clock.forward(Duration.ofHours(1));

        new Inbox(ledger).keep("web", "http", "key", "evt-1", new byte[] {1});

        assertThat(correspondence.lastHeardOf("web")).contains(clock.instant());
        assertThat(correspondence.lastHeardOf("other")).contains(bound);
    }

    @Test
    void a_shop_that_was_read_to_the_end_is_heard_of() {
        Correspondence correspondence = new Correspondence(ledger);
        ShopReadings readings = new ShopReadings(ledger);
        clock.forward(Duration.ofHours(1));
        var read = clock.instant();
        assertThat(readings.wholly(readings.take("web").orElseThrow(), read, Duration.ofMinutes(5)))
                .isTrue();
        clock.forward(Duration.ofHours(1));
        readings.unanswered(readings.take("web").orElseThrow(), "shop-away", Duration.ofSeconds(5));

        assertThat(correspondence.lastHeardOf("web")).contains(read);
    }

    @Test
    void one_at_a_time_asks_a_shop_until_he_is_done_or_his_lease_is_over() {
        ShopReadings readings = new ShopReadings(ledger);
        ShopReadings.Turn lost = readings.take("web").orElseThrow();
        assertThat(readings.take("web")).isEmpty();
        clock.forward(ledger.settings().lease());

        ShopReadings.Turn turn = readings.take("web").orElseThrow();

        assertThat(readings.prolong(lost)).isFalse();
        assertThat(readings.wholly(lost, clock.instant(), Duration.ofMinutes(5))).isFalse();
        assertThat(readings.prolong(turn)).isTrue();
        readings.unanswered(turn, "shop-busy", Duration.ofSeconds(30));
        assertThat(readings.take("web")).isEmpty();
        assertThat(readings.all().get("web"))
                .extracting(ShopReadings.Reading::failures, ShopReadings.Reading::code)
                .containsExactly(1, "shop-busy");
        clock.forward(Duration.ofSeconds(30));
        readings.end(readings.take("web").orElseThrow());
        assertThat(readings.all().get("web").code()).isEmpty();
    }

    @Test
    void what_a_message_lacks_is_asked_for_when_its_time_has_come() {
        InboxParts parts = new InboxParts(ledger);
        long id = new Inbox(ledger).keep("web", "webhook", "key", "evt-9", new byte[] {1}).id();
        parts.want(id, java.util.Map.of("refunds", "/r", "order", "/o"));
        assertThat(parts.shops()).containsExactly("web");
        var missing = parts.missing("web", 10);
        assertThat(missing).extracting(InboxParts.Missing::path).containsExactly("/o", "/r");

        parts.later(id, "shop-away", "it is away", Duration.ofMinutes(1));

        assertThat(parts.shops()).isEmpty();
        assertThat(parts.missing("web", 10)).isEmpty();
        assertThat(new RejectedMessages(ledger).all(10))
                .extracting(RejectedMessage::state)
                .containsExactly("ASKING");
        clock.forward(Duration.ofMinutes(1));
        assertThat(parts.missing("web", 10)).hasSize(2);
        missing.forEach(
                one ->
                        parts.answered(
                                one.inboxId(),
                                Map.of(
                                        one.name(),
                                        new InboxParts.Part(200, new byte[0], clock.instant()))));
        assertThat(new RejectedMessages(ledger).all(10)).isEmpty();
        assertThat(new Inbox(ledger).waiting()).isOne();
    }
}
