package org.moodlegateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.ServingFixture;

/** What buyers and sales are written about seats on which nobody sits yet. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FreeSeatsTest {
    private static final String SECRET = "canary-of-the-claim-secret-0123456789";
    private static final Pattern LINK =
            Pattern.compile("https://seats\\.example\\.org/claim/([A-Za-z0-9_-]{75})");

    @TempDir private Path directory;
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    private GatewayFixture open(Mailbox mailbox) {
        fixture =
                mailbox.configure(GatewayFixture.in(directory))
                        .with("GATEWAY_PUBLIC_URL", "https://seats.example.org");
        return fixture;
    }

    @Test
    void the_buyer_is_asked_once_who_takes_the_seats_by_a_link_that_is_nowhere_else() {
        try (Mailbox mailbox = Mailbox.open()) {
            open(mailbox).with("CLAIM_SECRET", SECRET);

            fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 2)).work().work();
            fixture.take(
                            order("A-1")
                                    .boughtByOffice()
                                    .updatedAt("2026-01-16T00:00:00Z")
                                    .line("SCI-YEAR", 2))
                    .work();

            assertThat(mailbox.to("office@example.org")).hasSize(1);
            String text = Mailbox.text(mailbox.to("office@example.org").get(0));
            Matcher link = LINK.matcher(text);
            assertThat(link.find()).isTrue();
            String signature = link.group(1).substring(32);
            assertThat(fixture.list("select payload from outbox"))
                    .noneMatch(row -> row.contains(signature));
            assertThat(fixture.list("select id || shop || order_id || made_by from claim_link"))
                    .singleElement()
                    .satisfies(row -> assertThat(row).doesNotContain(signature));
        }
    }

    @Test
    void a_mail_about_a_line_with_a_free_seat_carries_the_same_link() {
        try (Mailbox mailbox = Mailbox.open()) {
            open(mailbox).with("CLAIM_SECRET", SECRET);

            fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 2, "ana@example.org"));
            fixture.work().work();

            List<String> links =
                    mailbox.to("office@example.org").stream()
                            .map(Mailbox::text)
                            .flatMap(text -> LINK.matcher(text).results())
                            .map(found -> found.group(1))
                            .toList();
            assertThat(links).hasSize(2);
            assertThat(links.get(0)).isEqualTo(links.get(1));
        }
    }

    @Test
    void the_shop_is_told_the_link_until_nobody_is_asked_for_any_more() {
        try (Mailbox mailbox = Mailbox.open();
                Receiver shop = new Receiver()) {
            open(mailbox)
                    .with("CLAIM_SECRET", SECRET)
                    .with("WEB_CALL_BACK_URL", shop.url())
                    .with("WEB_CALL_BACK_SECRET", ServingFixture.SECRET);

            fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 1)).work();
            fixture.take(
                            order("A-1")
                                    .boughtByOffice()
                                    .updatedAt("2026-01-16T00:00:00Z")
                                    .line("SCI-YEAR", 1, "ana@example.org"))
                    .work();

            Matcher mailed = LINK.matcher(Mailbox.text(mailbox.to("office@example.org").get(0)));
            assertThat(mailed.find()).isTrue();
            List<Receiver.Call> calls = shop.calls();
            assertThat(calls.get(0).json().at("/data/claim/url").asText())
                    .isEqualTo(mailed.group());
            assertThat(calls.get(0).json().at("/data/claim/expires").asText()).endsWith("Z");
            assertThat(calls.get(calls.size() - 1).json().at("/data/claim").isMissingNode())
                    .isTrue();
        }
    }

    @Test
    void without_a_secret_the_buyer_is_asked_all_the_same() {
        try (Mailbox mailbox = Mailbox.open()) {
            open(mailbox);

            fixture.take(order("A-1").boughtByOffice().line("SCI-YEAR", 1)).work();

            assertThat(Mailbox.text(mailbox.to("office@example.org").get(0)))
                    .doesNotContain("/claim/")
                    .contains("à la boutique où vous les avez achetées");
        }
    }

    @Test
    void sales_hear_of_a_paid_order_that_has_nobody_to_write_to() {
        try (Mailbox mailbox = Mailbox.open()) {
            open(mailbox);

            fixture.take(order("A-1").line("SCI-YEAR", 1)).work();
            fixture.take(order("A-2").line("SCI-YEAR", 1, "ana@example.org")).work();

            assertThat(mailbox.mails())
                    .filteredOn(mail -> Mailbox.subject(mail).contains("A-"))
                    .extracting(Mailbox::subject)
                    .filteredOn(subject -> subject.contains("nobody of it can be written to"))
                    .containsExactly("web/A-1 is paid, and nobody of it can be written to");
        }
    }
}
