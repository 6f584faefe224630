package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.LedgerSettingsReader;
import org.moodlegateway.RunningGateway;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.settings.Settings;

/** Lists and replays on a ledger that holds one good order, one refused and one held. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListsTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void fill() throws IOException {
        SandboxSettings moodle =
                SandboxSettings.read(Path.of("config/sandbox.yaml")).toBuilder()
                        .enrolment(SandboxSettings.Enrolment.of("ana@example.org", "MATH"))
                        .build();
        try (Sandbox sandbox = Sandbox.start(moodle, Clock.systemUTC(), 0)) {
            Settings settings =
                    settings()
                            .with(
                                    Map.of(
                                            "moodle.url",
                                            sandbox.baseUri().toString(),
                                            "moodle.token",
                                            "sandbox-token"));
            try (RunningGateway gateway = RunningGateway.start(settings, null, false)) {
                keep(gateway, "01-three-seats.json");
                keep(gateway, "05-too-many-participants.json");
                keep(gateway, "03-renewable-and-trial-week.json");
                new Inbox(gateway.ledger())
                        .keep("web", "file", "07-no-lines.json", "", NO_LINES.getBytes(UTF_8));
                gateway.workUntilNothingIsDue();
            }
        }
    }

    private static final String NO_LINES =
            """
            {"id":"A-1007","status":"paid","updatedAt":"2026-01-15T09:30:02Z"}
            """;

    private static void keep(RunningGateway gateway, String sample) throws IOException {
        byte[] body = Files.readAllBytes(Path.of("config/samples", sample));
        new Inbox(gateway.ledger()).keep("web", "file", sample, "", body);
    }

    private static String ledgerUrl() {
        return "jdbc:h2:file:" + folder.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
    }

    private static Settings settings() {
        return Settings.read(
                Path.of("config"), Path.of("routes"), Map.of("LEDGER_URL", ledgerUrl()));
    }

    private static CommandLineRun run(String... arguments) {
        return new CommandLineRun().with("LEDGER_URL", ledgerUrl()).run(arguments);
    }

    @Test
    void orders_are_listed_with_their_state() throws IOException {
        CommandLineRun all = run("orders", "--json");

        assertThat(all.code()).isZero();
        assertThat(all.json()).hasSize(3);
        assertThat(all.json().findValuesAsText("id"))
                .containsExactlyInAnyOrder("A-1003", "A-1005", "A-1001");
        assertThat(run("orders", "--state", "FAILED").out()).contains("web/A-1005");
        assertThat(run("orders").out()).contains("web/A-1001  PARTIAL", "2026-01-15 09:30:00");
        assertThat(run("orders", "--shop", "kiosk").out()).isEqualTo("There are no such orders.\n");
        assertThat(run("orders", "--limit", "1", "--json").json()).hasSize(1);
        assertThat(run("orders", "--state", "REFUNDED", "--json").json()).isEmpty();
    }

    @Test
    void one_order_is_shown_with_what_is_to_be_said_of_its_lines() throws IOException {
        CommandLineRun one = run("orders", "web/A-1001");

        assertThat(one.code()).isZero();
        assertThat(one.out())
                .contains(
                        "web/A-1001  PARTIAL",
                        "--- For everybody ---",
                        "Subject: web/A-1001 line",
                        "Personne n'y est encore inscrit.");
        assertThat(
                        run("orders", "web/A-1001", "--json")
                                .json()
                                .at("/lines/0/texts/public/text")
                                .asText())
                .contains("places prêtes : 2 sur 3");
        assertThat(run("orders", "web/NONE").err()).contains("no order web/NONE").hasLineCount(1);
        assertThat(run("orders", "nonsense").err()).contains("SHOP/ID").hasLineCount(1);
    }

    @Test
    void templates_are_shown_for_an_order_or_an_invented_one() throws IOException {
        CommandLineRun sample = run("templates", "preview", "reminder", "--language", "fr");
        CommandLineRun order =
                run("templates", "preview", "feedback-salesadmin", "--order", "web/A-1001");

        assertThat(sample.code()).isZero();
        assertThat(sample.out())
                .startsWith(
                        "Subject: Science se termine dans 7 jours, le 14 juillet 2026 à 09:30\n")
                .contains("l'accès de Zoé Łukasik au cours SCI");
        assertThat(order.out()).contains("transaction TX0001");
        assertThat(run("templates").out()).contains("feedback-public\n", "guard-over\n");
        assertThat(run("templates", "preview", "nothing").err()).contains("feedback-public");
        assertThat(run("templates", "preview", "alert", "--json").json().at("/0/subject").asText())
                .isEqualTo("Moodle refuses course SCI, its seats wait");
    }

    @Test
    void notices_are_listed_and_those_given_up_are_tried_again() throws IOException {
        CommandLineRun log = run("notices", "--channel", "LOG", "--json");

        assertThat(log.json().findValuesAsText("kind")).contains("held");
        assertThat(log.json().findValuesAsText("state")).containsOnly("SENT");
        assertThat(run("notices").out()).contains("LOG", "held", "web/A-1003");
        assertThat(run("notices", "--state", "DEAD").out())
                .isEqualTo("There are no such notices.\n");
        assertThat(run("notices", "--again", "99999").err()).contains("no notice 99999");
    }

    @Test
    void seats_are_listed_with_why_they_wait() throws IOException {
        assertThat(run("seats", "--order", "A-1001").out())
                .contains("MDA4-ZGRH-OGRK-OT3T", "ACTIVE", "nobody-named", "SUPPORT", "no end");
        assertThat(run("seats", "--limit", "2", "--json").json()).hasSize(2);
    }

    @Test
    void all_seats_are_written_for_a_spreadsheet() throws IOException {
        Path file = folder.resolve("seats.csv");
        CommandLineRun written = run("seats", "--csv", file.toString(), "--limit", "1");
        CommandLineRun one = run("seats", "--csv", "-", "--order", "A-1001", "--state", "ACTIVE");

        assertThat(written.code()).isZero();
        int seats = run("seats", "--json").json().size();
        assertThat(written.out()).isEqualTo(seats + " seats written to " + file + ".\n");
        assertThat(Files.readAllLines(file))
                .hasSize(1 + seats)
                .startsWith(
                        "shop,order,line,kind,number,reference,product,email,first_name,last_name,course,role,start,end,state,reason,changed");
        assertThat(Files.readString(file))
                .contains("web,A-1001,1,PAID,1,MDA4-ZGRH-OGRK-OT3T,SCI-180,ana@example.org,");
        assertThat(one.out().lines())
                .hasSizeGreaterThan(1)
                .allMatch(
                        row ->
                                row.contains(",reference,")
                                        || row.startsWith("web,A-1001,")
                                                && row.contains(",ACTIVE,"));
    }

    @Test
    void shops_are_listed_with_what_is_wrong() throws IOException {
        CommandLineRun shops = run("shops", "--json");

        assertThat(shops.code()).isZero();
        assertThat(shops.json().at("/0/shop").asText()).isEqualTo("web");
        assertThat(shops.json().at("/0/ways/0").asText()).isEqualTo("files");
        assertThat(shops.json().at("/0/lastMessage").asLong()).isPositive();
        assertThat(shops.json().at("/0/code").isNull()).isTrue();
        assertThat(run("shops").out()).contains("SHOP", "NEXT POLL (UTC)", "web ");
    }

    @Test
    void rejected_messages_are_listed_and_replayed() throws IOException {
        CommandLineRun rejected = run("rejected", "--json");

        assertThat(rejected.json().at("/0/code").asText()).isEqualTo("lines-missing");
        assertThat(rejected.json().at("/0/order").asText()).isEqualTo("A-1007");
        String id = rejected.json().at("/0/inbox").asText();
        assertThat(run("rejected").out()).contains("07-no-lines.json");

        CommandLineRun replayed = run("replay", id);
        assertThat(replayed.code()).isZero();
        assertThat(replayed.out()).contains("Message " + id + " is read again");
        CommandLineRun again = run("replay", id);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("no rejected message").hasLineCount(1);
    }

    @Test
    void held_seats_are_sent_only_when_asked_to_overwrite() throws IOException {
        CommandLineRun waiting = run("seats", "--state", "WAITING", "--json");
        assertThat(waiting.json().findValuesAsText("reason"))
                .containsOnly("held", "too-many-participants");

        CommandLineRun plain = run("replay", "web/A-1003");
        CommandLineRun overwriting = run("replay", "web/A-1003", "--overwrite", "--json");

        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.err()).contains("nothing parked");
        assertThat(overwriting.code()).isZero();
        assertThat(overwriting.json().at("/due").asInt()).isEqualTo(1);
        assertThat(run("replay", "nonsense").err()).contains("SHOP/ORDER");
    }

    @Test
    void a_ledger_in_use_is_refused_in_one_sentence() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Ledger held = Ledger.open(LedgerSettingsReader.read(settings()))) {
            ProcessBuilder second =
                    new ProcessBuilder(
                            java,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.moodlegateway.Gateway",
                            "orders");
            second.environment().put("LEDGER_URL", ledgerUrl());
            Process process = second.start();
            String err =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(err).contains("another process uses this ledger", "/api").hasLineCount(1);
            assertThat(held.clock().instant()).isNotNull();
        }
    }

    @Test
    void guards_are_listed_and_one_that_is_not_there_is_not_confirmed() {
        assertThat(run("guards").out()).contains("Nothing waits for a confirmation.");
        assertThat(run("guards", "--json").out()).isEqualToIgnoringWhitespace("[]");

        CommandLineRun none = run("guards", "--confirm", "7");
        assertThat(none.code()).isOne();
        assertThat(none.err()).contains("no guard 7 is open");
    }
}
