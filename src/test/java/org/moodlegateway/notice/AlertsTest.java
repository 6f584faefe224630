package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ledger.NoticeList;
import org.moodlegateway.ledger.NoticeView;
import org.moodlegateway.sandbox.Fault;
import org.moodlegateway.sandbox.Fault.Kind;
import org.slf4j.LoggerFactory;

/** Alerts, call-backs and events, with receivers that misbehave. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AlertsTest {
    private static final String SECRET = ServingFixture.SECRET;
    @TempDir private Path directory;
    private GatewayFixture fixture;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
        fixture.close();
    }

    private GatewayFixture withWebhook() {
        fixture =
                GatewayFixture.in(directory)
                        .with("NOTICE_WEBHOOK", receiver.url())
                        .with("NOTICE_WEBHOOK_SECRET", SECRET)
                        .with("NOTICE_TIMEOUT", "PT0.5S");
        return fixture;
    }

    private static Orders oneSeat(String id) {
        return order(id).boughtByOffice().line("SCI-YEAR", 1, "ana@example.org");
    }

    private List<String> kinds() {
        return receiver.calls().stream().map(call -> call.json().path("type").asText()).toList();
    }

    /** Kinds, and what each is about. */
    private List<String> alerts() {
        return receiver.calls().stream()
                .map(call -> call.json())
                .map(json -> json.path("type").asText() + " " + json.at("/data/alert").asText())
                .toList();
    }

    private List<NoticeView> webhooks() {
        return new NoticeList(fixture.gateway().ledger()).list("", "WEBHOOK", 10);
    }

    private void moodleIsDownAndUpAgain() {
        fixture.moodle.fail(Fault.always(Kind.MAINTENANCE));
        fixture.take(oneSeat("A-1")).work();
        fixture.clock.forward(Duration.ofMinutes(1));
        fixture.work();
        fixture.moodle.fail();
        fixture.clock.forward(Duration.ofMinutes(5));
        fixture.work().work();
    }

    @Test
    void a_moodle_that_refuses_calls_is_told_once_and_once_when_it_is_over_signed() {
        withWebhook();

        moodleIsDownAndUpAgain();

        assertThat(kinds()).containsExactly("alert", "alert-over");
        Receiver.Call call = receiver.calls().get(0);
        assertThat(call.json().at("/data/alert").asText()).isEqualTo("site-refused");
        assertThat(call.json().path("text").asText())
                .startsWith("Moodle takes no calls, everything waits\n");
        assertThat(call.header("webhook-id")).matches("msg_[0-9a-f]{32}");
        assertThat(call.header("webhook-signature"))
                .isEqualTo(
                        ServingFixture.signature(
                                SECRET,
                                call.header("webhook-id"),
                                call.header("webhook-timestamp"),
                                call.body().getBytes(UTF_8)));
    }

    @Test
    void a_receiver_that_answers_500_is_called_again_later_with_the_same_id() {
        withWebhook();
        receiver.answering(500);
        moodleIsDownAndUpAgain();
        assertThat(webhooks()).extracting(NoticeView::trouble).contains("http-500");
        int before = receiver.calls().size();

        receiver.answering(204);
        fixture.clock.forward(Duration.ofHours(1));
        fixture.work();

        assertThat(webhooks()).extracting(NoticeView::state).containsOnly("SENT");
        assertThat(receiver.calls().size()).isEqualTo(before + 2);
        assertThat(receiver.calls().stream().map(call -> call.header("webhook-id")).distinct())
                .hasSize(2);
    }

    @Test
    void a_redirect_is_not_followed() {
        withWebhook();
        receiver.answering(307);

        moodleIsDownAndUpAgain();

        assertThat(receiver.elsewhere()).isEmpty();
        assertThat(webhooks()).extracting(NoticeView::trouble).contains("http-307");
        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
    }

    @Test
    void a_receiver_that_hangs_is_left_after_a_while_and_holds_up_nothing_else() {
        withWebhook();
        receiver.hanging();

        moodleIsDownAndUpAgain();

        assertThat(fixture.seatStates()).containsExactly("ACTIVE");
        assertThat(webhooks()).extracting(NoticeView::trouble).contains("no-answer");
        assertThat(new NoticeList(fixture.gateway().ledger()).list("SENT", "LOG", 10)).hasSize(2);
    }

    @Test
    void a_receiver_whose_certificate_is_not_trusted_is_told_nothing() throws Exception {
        java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(MailKeys.store())) {
            keys.load(in, MailKeys.PASSWORD.toCharArray());
        }
        var factory = javax.net.ssl.KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, MailKeys.PASSWORD.toCharArray());
        var tls = javax.net.ssl.SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        var server =
                com.sun.net.httpserver.HttpsServer.create(
                        new java.net.InetSocketAddress("localhost", 0), 0);
        server.setHttpsConfigurator(new com.sun.net.httpserver.HttpsConfigurator(tls));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
        server.start();
        fixture =
                withWebhook()
                        .with(
                                "NOTICE_WEBHOOK",
                                "https://localhost:" + server.getAddress().getPort() + "/hook");

        moodleIsDownAndUpAgain();

        assertThat(webhooks()).extracting(NoticeView::trouble).contains("tls-refused");
        server.stop(0);
    }

    @Test
    void a_shop_is_called_back_with_the_public_text_and_nothing_of_people() {
        fixture =
                GatewayFixture.in(directory)
                        .with("WEB_CALL_BACK_URL", receiver.url())
                        .with("WEB_CALL_BACK_SECRET", SECRET);

        fixture.take(oneSeat("A-1")).work();

        assertThat(kinds()).containsExactly("line-fulfilled");
        Receiver.Call call = receiver.calls().get(0);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.json().at("/data/order").asText()).isEqualTo("A-1");
        assertThat(call.json().at("/data/text").asText())
                .isEqualTo("Votre commande est complète : toutes les places (1) sont prêtes.\n");
        assertThat(call.body()).doesNotContain("@", "Zoé", "First");
        assertThat(call.headers().keySet()).noneMatch(name -> name.startsWith("camel"));
        assertThat(call.header("webhook-signature"))
                .isEqualTo(
                        ServingFixture.signature(
                                SECRET,
                                call.header("webhook-id"),
                                call.header("webhook-timestamp"),
                                call.body().getBytes(UTF_8)));
    }

    @Test
    void headers_of_an_exchange_steer_neither_a_call_nor_a_mail() {
        withWebhook();
        ProducerTemplate producer = fixture.gateway().camel().createProducerTemplate();

        producer.request(
                "direct:call-out",
                exchange -> {
                    exchange.setProperty(CallOut.ADDRESS, receiver.url());
                    exchange.getMessage().setHeader("CamelHttpPath", "/../elsewhere");
                    exchange.getMessage().setHeader("CamelHttpQuery", "a=b");
                    exchange.getMessage().setHeader("CamelHttpUri", receiver.url() + "x");
                    exchange.getMessage().setHeader("X-Foreign", "1");
                    exchange.getMessage().setBody("{}");
                });

        assertThat(receiver.calls()).hasSize(1);
        assertThat(receiver.calls().get(0).header("x-foreign")).isEmpty();
        assertThat(receiver.elsewhere()).isEmpty();
    }

    @Test
    void events_are_lines_of_json_without_people() throws IOException {
        Path file = directory.resolve("out/events.jsonl");
        fixture = GatewayFixture.in(directory).with("NOTICE_EVENTS", file.toString());

        fixture.take(oneSeat("A-1")).work();

        assertThat(Files.readString(file))
                .hasLineCount(2)
                .contains("\"specversion\":\"1.0\"")
                .contains("\"type\":\"org.moodlegateway.line-fulfilled\"")
                .contains("\"type\":\"org.moodlegateway.order-fulfilled\"")
                .contains("\"source\":\"/shops/web\"")
                .doesNotContain("@", "Zoé");
    }

    @Test
    void a_seat_that_is_late_is_told_once_and_once_when_it_is_there() {
        withWebhook();
        fixture.take(order("A-1").line("NEW-PRODUCT", 1, "ana@example.org")).work();
        look();
        assertThat(alerts()).containsExactly("alert product-unknown");
        fixture.clock.forward(Duration.ofMinutes(61));

        look();
        look();
        assertThat(alerts()).containsExactly("alert product-unknown", "alert late-seat");
        fixture.gateway()
                .ledger()
                .transaction(handle -> handle.execute("update seat set state = 'CANCELLED'"));
        look();
        look();

        assertThat(alerts())
                .containsExactlyInAnyOrder(
                        "alert product-unknown",
                        "alert late-seat",
                        "alert-over product-unknown",
                        "alert-over late-seat");
    }

    @Test
    void a_shop_that_falls_silent_is_told_once_and_once_when_it_is_heard_again()
            throws IOException {
        Path config = directory.resolve("config");
        copyConfiguration(config);
        Path shops = config.resolve("shops.yaml");
        Files.writeString(
                shops,
                Files.readString(shops)
                        .replace("    test-orders: false", "    silent-after: PT6H"));
        fixture = withWebhook().configuredBy(config);
        fixture.take(oneSeat("A-1")).work();
        fixture.clock.forward(Duration.ofHours(5));
        look();
        assertThat(kinds()).isEmpty();

        fixture.clock.forward(Duration.ofHours(2));
        look();
        look();
        fixture.take(oneSeat("A-2"));
        look();

        assertThat(kinds()).containsExactly("alert", "alert-over");
        assertThat(receiver.calls().get(0).json().path("text").asText())
                .startsWith("nothing comes from the shop web any more");
    }

    private static void copyConfiguration(Path to) throws IOException {
        try (var files = Files.walk(Path.of("config"))) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(Path.of("config").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private void look() {
        fixture.gateway().parts().notices().watch().look();
        fixture.work();
    }

    @Test
    void neither_secrets_nor_addresses_are_logged_whatever_happens() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        Logger ours = (Logger) LoggerFactory.getLogger("org.moodlegateway");
        Level before = ours.getLevel();
        ours.setLevel(Level.DEBUG);
        root.addAppender(lines);
        try (TinyMailServer server = new TinyMailServer(true, "office@")) {
            fixture =
                    Mailbox.configure(withWebhook(), server.port())
                            .with("NOTICE_MAIL_USER", "")
                            .with("NOTICE_MAIL_TLS", "starttls")
                            .with("MOODLE_CREDENTIALS", "link")
                            .with("NOTICE_EVENTS", "log");
            receiver.answering(500);
            moodleIsDownAndUpAgain();
            fixture.take(order("A-2").line("SCI-YEAR", 1, "new@example.org")).work();
            fixture.clock.forward(Duration.ofDays(1));
            fixture.work();
        } finally {
            root.detachAppender(lines);
            ours.setLevel(before);
        }

        String log =
                lines.list.stream()
                        .map(
                                line ->
                                        line.getFormattedMessage()
                                                + (line.getThrowableProxy() == null
                                                        ? ""
                                                        : ThrowableProxyUtil.asString(
                                                                line.getThrowableProxy())))
                        .collect(Collectors.joining("\n"));
        assertThat(log)
                .contains("alert", "refused-550", "http-500")
                .doesNotContain("@example", SECRET, Mailbox.PASSWORD, "sandbox-token");
    }
}
