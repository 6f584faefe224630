package org.moodlegateway.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ledger.NoticeList;
import org.moodlegateway.order.Renews;
import org.moodlegateway.process.JarProcess;

/** Mails over real TLS sockets. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MailTest {
    private static final String MAILS =
            "select recipient || ' ' || state || ' ' || trouble from outbox where channel = 'MAIL'"
                    + " order by id";

    @TempDir private Path directory;
    private GatewayFixture fixture;

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Orders oneSeat(String id) {
        return order(id).boughtByOffice().line("SCI-YEAR", 1, "ana@example.org");
    }

    @Test
    void the_buyer_of_a_fulfilled_line_is_mailed_once_in_his_language_accents_and_all() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory));

            fixture.take(oneSeat("A-1")).work().work();
            fixture.take(oneSeat("A-1").updatedAt("2026-01-16T00:00:00Z")).work();

            assertThat(mailbox.mails()).hasSize(1);
            MimeMessage mail = mailbox.to("office@example.org").get(0);
            assertThat(Mailbox.subject(mail)).isEqualTo("Votre commande A-1 : Sciences, un an");
            assertThat(Mailbox.header(mail, "From"))
                    .isEqualTo("=?UTF-8?Q?Campus_=C3=89lys=C3=A9e?= <campus@example.org>");
            assertThat(Mailbox.header(mail, "Content-Type")).isEqualTo("text/plain; charset=UTF-8");
            assertThat(Mailbox.header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(Mailbox.header(mail, "Message-ID")).matches("<[0-9a-f]{32}@example\\.org>");
            assertThat(Mailbox.text(mail) + "\n")
                    .isEqualTo(
                            """
                            Bonjour Zoé Łukasik,

                            votre commande A-1 est complète : toutes les places (1) de « Sciences, un an » sont prêtes.

                            Place %s
                              Pour : First Last (ana@example.org)
                              Cours SCI : %s/course/view.php?id=%s
                              Du 15 janvier 2026 à 09:30 au 15 janvier 2027 à 09:30

                            Mot de passe oublié, ou jamais reçu : %s/login/forgot_password.php
                            """
                                    .formatted(
                                            fixture.list(
                                                            "select reference from seat where kind = 'PAID'")
                                                    .get(0),
                                            moodle(),
                                            fixture.list(
                                                            "select cast(moodle_id as varchar(9))"
                                                                    + " from course where name = 'SCI'")
                                                    .get(0),
                                            moodle()));
        }
    }

    private String moodle() {
        return fixture.settings().text("moodle.url").replaceAll("/+$", "");
    }

    @Test
    void who_has_no_language_of_ours_is_written_to_in_english() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory));

            fixture.take(
                    new String(oneSeat("A-1").json(), java.nio.charset.StandardCharsets.UTF_8)
                            .replace("\"language\":\"fr\"", "\"language\":\"de\"")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            fixture.work();

            assertThat(mailbox.mails()).hasSize(1);
            assertThat(Mailbox.subject(mailbox.mails().get(0)))
                    .isEqualTo("Your order A-1: Science, one year");
        }
    }

    @Test
    void names_that_look_like_headers_or_templates_are_only_names() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory));

            fixture.take(
                    new String(oneSeat("A-1").json(), java.nio.charset.StandardCharsets.UTF_8)
                            .replace("A-1", "A-1\\r\\nBcc: thief@example.net\\r\\n\\r\\n{{login}}")
                            .replace(
                                    "Zoé",
                                    "{{#places}}${bean:x}\\r\\n.\\r\\nRCPT TO:<thief@example.net>")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            fixture.take(
                    new String(oneSeat("A-2").json(), java.nio.charset.StandardCharsets.UTF_8)
                            .replace("Zoé", "{{#places}} ${bean:x} {{login}}")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            fixture.work();

            assertThat(mailbox.mails())
                    .isNotEmpty()
                    .allSatisfy(
                            mail ->
                                    assertThat(Mailbox.headerNames(mail))
                                            .containsOnlyOnce("To")
                                            .doesNotContain("Bcc", "Cc"));
            assertThat(mailbox.to("thief@example.net")).isEmpty();
            assertThat(Mailbox.all(mailbox.mails())).contains("{{#places}} ${bean:x} {{login}}");
        }
    }

    @Test
    void a_seat_that_ends_is_reminded_of_asked_for_and_over_once_each_in_words_of_its_own() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture = mailbox.configure(GatewayFixture.in(directory));
            fixture.take(order("A-1").boughtByOffice().line("SCI-180", 1, "ana@example.org"))
                    .work();
            for (String day : List.of("2026-06-15", "2026-07-08", "2026-07-14")) {
                fixture.clock.setTo(day + "T12:00:00Z");
                fixture.gateway().renew();
                fixture.work();
                fixture.gateway().renew();
                fixture.work();
            }

            assertThat(mailbox.to("ana@example.org"))
                    .extracting(Mailbox::subject)
                    .containsExactly(
                            "Sciences, 180 jours se termine dans 30 jours, le 14 juillet 2026 à 09:30",
                            "Sciences, 180 jours se termine dans 7 jours, le 14 juillet 2026 à 09:30",
                            "Sciences, 180 jours est terminé");
            assertThat(mailbox.to("office@example.org"))
                    .extracting(Mailbox::subject)
                    .contains(
                            "À renouveler : Sciences, 180 jours, jusqu'au 14 juillet 2026 à 09:30")
                    .doesNotHaveDuplicates();
            assertThat(Mailbox.text(mailbox.to("ana@example.org").get(0)))
                    .contains("l'accès de First Last au cours SCI se termine le 14 juillet 2026");
        }
    }

    @Test
    void a_reminder_that_waited_until_its_seat_was_renewed_is_not_sent() {
        int port = JarProcess.freePort();
        fixture = Mailbox.configure(GatewayFixture.in(directory), port);
        fixture.take(order("A-1").boughtByOffice().line("SCI-180", 1, "ana@example.org")).work();
        fixture.clock.setTo("2026-06-15T12:00:00Z");
        fixture.gateway().renew();
        fixture.work();
        fixture.take(
                        order("R-1")
                                .paidAt("2026-06-15T12:00:00Z")
                                .updatedAt("2026-06-15T12:00:00Z")
                                .renewing(new Renews(Renews.Target.ORDER, "A-1"), "MORE-180", 1, 0))
                .work();

        try (Mailbox mailbox = Mailbox.openOn(port)) {
            fixture.clock.forward(Duration.ofHours(5));
            fixture.work();

            assertThat(mailbox.mails())
                    .isNotEmpty()
                    .noneMatch(mail -> Mailbox.subject(mail).contains("se termine"));
            assertThat(
                            fixture.list(
                                    "select distinct state from outbox where kind = 'reminder' and"
                                            + " channel = 'MAIL'"))
                    .containsExactly("DROPPED");
        }
    }

    @Test
    void a_mail_server_that_is_down_delays_only_mail() throws Exception {
        int port = JarProcess.freePort();
        Path events = directory.resolve("events.jsonl");
        try (Receiver shop = new Receiver()) {
            fixture =
                    Mailbox.configure(GatewayFixture.in(directory), port)
                            .with("NOTICE_EVENTS", events.toString())
                            .with("WEB_CALL_BACK_URL", shop.url())
                            .with("WEB_CALL_BACK_SECRET", org.moodlegateway.ServingFixture.SECRET);

            fixture.take(oneSeat("A-1"), oneSeat("A-2")).work();

            assertThat(fixture.seatStates()).containsExactly("ACTIVE", "ACTIVE");
            assertThat(shop.calls()).hasSize(2);
            assertThat(java.nio.file.Files.readString(events)).hasLineCount(4);
            assertThat(fixture.list(MAILS))
                    .containsExactly(
                            "office@example.org NEW unreachable", "office@example.org NEW ");
        }
        try (Mailbox mailbox = Mailbox.openOn(port)) {
            fixture.work();
            assertThat(mailbox.mails()).as("not before its time").isEmpty();

            fixture.clock.forward(Duration.ofSeconds(30));
            fixture.work();

            assertThat(mailbox.mails()).hasSize(2);
            assertThat(fixture.list(MAILS)).allMatch(row -> row.equals("office@example.org SENT "));
        }
    }

    @Test
    void a_mail_that_fails_too_often_is_given_up_visibly_and_can_be_sent_again() {
        int port = JarProcess.freePort();
        fixture = Mailbox.configure(GatewayFixture.in(directory), port).with("NOTICE_TRIES", "3");
        fixture.take(oneSeat("A-1")).work();
        for (int i = 0; i < 3; i++) {
            fixture.clock.forward(Duration.ofHours(5));
            fixture.work();
        }

        NoticeList notices = new NoticeList(fixture.gateway().ledger());
        assertThat(notices.list("DEAD", "MAIL", 10))
                .singleElement()
                .satisfies(
                        dead -> {
                            assertThat(dead.attempts()).isEqualTo(3);
                            assertThat(dead.trouble()).isEqualTo("unreachable");
                            assertThat(dead.sentAt()).isNull();
                        });
        try (Mailbox mailbox = Mailbox.openOn(port)) {
            assertThat(notices.tryAgain(notices.list("DEAD", "", 1).get(0).id(), "test")).isTrue();
            fixture.work();
            assertThat(mailbox.mails()).hasSize(1);
        }
    }

    @Test
    void a_wrong_password_and_a_certificate_for_nobody_we_trust_send_nothing() {
        try (Mailbox mailbox = Mailbox.open()) {
            fixture =
                    mailbox.configure(GatewayFixture.in(directory))
                            .with("NOTICE_MAIL_PASSWORD", "wrong");
            fixture.take(oneSeat("A-1")).work();
            assertThat(fixture.list(MAILS)).containsExactly("office@example.org NEW login-refused");

            fixture.with("NOTICE_MAIL_PASSWORD", Mailbox.PASSWORD).with("NOTICE_MAIL_TRUST", "");
            fixture.restart();
            fixture.clock.forward(Duration.ofHours(1));
            fixture.work();
            assertThat(fixture.list(MAILS)).containsExactly("office@example.org NEW tls-refused");

            fixture.with("NOTICE_MAIL_TRUST", MailKeys.certificate().toString())
                    .with("NOTICE_MAIL_HOST", "127.0.0.1");
            fixture.restart();
            fixture.clock.forward(Duration.ofHours(1));
            fixture.work();

            assertThat(fixture.list(MAILS))
                    .as("the certificate is for another name")
                    .containsExactly("office@example.org NEW tls-refused");
            assertThat(mailbox.mails()).isEmpty();
        }
    }

    @Test
    void a_connection_that_begins_in_the_clear_becomes_tls_before_anything_is_said() {
        try (TinyMailServer server = new TinyMailServer(true, "nobody")) {
            fixture = startTls(server);

            fixture.take(oneSeat("A-1")).work();

            assertThat(fixture.list(MAILS)).containsExactly("office@example.org SENT ");
            assertThat(server.mails()).hasSize(1);
            assertThat(server.heardInTheClear())
                    .allMatch(line -> line.matches("(EHLO .*|STARTTLS)"));
        }
    }

    @Test
    void without_tls_nothing_is_sent() {
        try (TinyMailServer server = new TinyMailServer(false, "nobody")) {
            fixture = startTls(server);

            fixture.take(oneSeat("A-1")).work();

            assertThat(fixture.list(MAILS)).containsExactly("office@example.org NEW unreachable");
            assertThat(server.heardInTheClear())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("MAIL") || line.contains("RCPT"));
        }
    }

    @Test
    void an_address_that_the_server_refuses_for_good_is_given_up_and_delays_no_other() {
        try (TinyMailServer server = new TinyMailServer(true, "office@")) {
            fixture = startTls(server);

            fixture.take(oneSeat("A-1"), oneSeat("A-2").boughtBy("other@example.org")).work();

            assertThat(fixture.list(MAILS))
                    .containsExactlyInAnyOrder(
                            "office@example.org DEAD refused-550", "other@example.org SENT ");
        }
    }

    private GatewayFixture startTls(TinyMailServer server) {
        return Mailbox.configure(GatewayFixture.in(directory), server.port())
                .with("NOTICE_MAIL_USER", "")
                .with("NOTICE_MAIL_TLS", "starttls");
    }

    @Test
    void a_kill_between_delivery_and_record_repeats_a_mail_under_the_same_message_id()
            throws Exception {
        int port = JarProcess.freePort();
        fixture = Mailbox.configure(GatewayFixture.in(directory), port);
        fixture.take(oneSeat("A-1")).work();
        fixture.clock.forward(Duration.ofDays(1));
        fixture.gateway().close();
        try (Mailbox mailbox = Mailbox.openOn(port)) {
            assertThat(DyingGateway.at("notice-delivered", fixture, directory)).isEqualTo(99);
            assertThat(mailbox.mails()).hasSize(1);

            fixture.restart();
            fixture.work();

            List<MimeMessage> mails = mailbox.mails();
            assertThat(mails).hasSize(2);
            assertThat(mails.stream().map(mail -> Mailbox.header(mail, "Message-ID")).distinct())
                    .hasSize(1);
            assertThat(fixture.list(MAILS)).containsExactly("office@example.org SENT ");
        }
    }
}
