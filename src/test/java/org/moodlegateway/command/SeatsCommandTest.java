package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.RunningGateway;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.intake.Workbook;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.sandbox.Sandbox;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.settings.Settings;

/** Seats given away on the command line: in the ledger, and at a gateway that has it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatsCommandTest {
    private static final String SECRET = "canary-of-the-claim-secret-0123456789";

    @TempDir private static Path folder;
    private static ServingFixture running;

    /** A ledger that nobody has open, with one order of three seats without an end. */
    @BeforeAll
    static void fill() throws IOException {
        try (Sandbox sandbox =
                Sandbox.start(
                        SandboxSettings.read(Path.of("config/sandbox.yaml")),
                        java.time.Clock.systemUTC(),
                        0)) {
            Settings settings =
                    Settings.read(
                            Path.of("config"),
                            Path.of("routes"),
                            Map.of(
                                    "LEDGER_URL",
                                    ledgerUrl(),
                                    "MOODLE_URL",
                                    sandbox.baseUri().toString(),
                                    "MOODLE_TOKEN",
                                    "sandbox-token"));
            try (RunningGateway gateway = RunningGateway.start(settings, null, false)) {
                for (String id : List.of("C-1", "C-2", "C-3")) {
                    byte[] body =
                            order(id).paidAt("2036-01-15T09:30:00Z").line("SCI-180", 3).json();
                    new Inbox(gateway.ledger()).keep("web", "file", id, "", body);
                }
                gateway.workUntilNothingIsDue();
            }
        }
        running =
                ServingFixture.in(
                        Files.createDirectories(folder.resolve("running")),
                        Map.of("CLAIM_SECRET", SECRET));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static String ledgerUrl() {
        return "jdbc:h2:file:" + folder.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0";
    }

    private static CommandLineRun run(String... arguments) {
        return new CommandLineRun()
                .with("LEDGER_URL", ledgerUrl())
                .with("CLAIM_SECRET", SECRET)
                .run(arguments);
    }

    private static CommandLineRun overApi(String... arguments) {
        return new CommandLineRun()
                .with("GATEWAY_ADMIN_KEY", ServingFixture.ADMIN_KEY)
                .run(arguments);
    }

    private static List<String> references(String order) throws IOException {
        return run("seats", "--order", order, "--json")
                .json()
                .findValuesAsText("reference")
                .stream()
                .filter(reference -> reference.length() == 19)
                .toList();
    }

    /** The references of a new order that the running gateway has. */
    private static List<String> bought(String id, int seats) {
        running.postWithKey(order(id).line(Orders.SCI, seats).json());
        String select =
                "select reference from seat where kind = 'PAID' and order_id = '" + id + "'";
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> running.list(select).size() == seats);
        return running.list(select);
    }

    @Test
    void one_seat_is_given_taken_and_given_again() throws IOException {
        String seat = references("C-1").get(0);
        String[] give = {
            "seats", "assign", seat, "--email", "bo@example.org", "--first", "Bo", "--last", "Li"
        };

        assertThat(run(give).out()).isEqualTo("bo@example.org sits on seat " + seat + ".\n");
        CommandLineRun again = run(give);
        assertThat(again.out()).isEqualTo("bo@example.org sits on seat " + seat + ", as before.\n");
        assertThat(again.code()).isZero();
        assertThat(run("seats", "--order", "C-1").out()).contains("bo@example.org");
        assertThat(run("seats", "--order", "web/C-1").out())
                .isEqualTo(run("seats", "--order", "C-1").out());
        assertThat(run("seats", "--order", "other/C-1").out()).doesNotContain(seat);
        assertThat(run("seats", "unassign", seat, "--json").json().path("result").asText())
                .isEqualTo("unassigned");
        assertThat(run("seats", "unassign", seat).out()).endsWith("is free, as before.\n");
    }

    @Test
    void what_is_refused_is_one_sentence_and_exit_code_1() throws IOException {
        CommandLineRun nobody = run("seats", "assign", references("C-1").get(1), "--email", "x");
        CommandLineRun nowhere = run("seats", "unassign", "AAAA-BBBB-CCCC-DDDD");

        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.err()).contains("e-mail").hasLineCount(1);
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("no seat has this reference").hasLineCount(1);
    }

    @Test
    void a_seat_and_a_file_at_once_or_neither_is_misuse() {
        assertThat(run("seats", "assign").code()).isEqualTo(2);
        assertThat(run("seats", "assign", "AAAA-BBBB-CCCC-DDDD").code()).isEqualTo(2);
        assertThat(run("seats", "assign", "--file", "x.csv", "--email", "x@example.org").code())
                .isEqualTo(2);
        assertThat(run("seats", "assign", "--file", "none.csv").err())
                .contains("there is no file none.csv");
        assertThat(run("seats", "link").code()).isEqualTo(2);
    }

    @Test
    void a_file_is_reported_row_by_row_with_progress_for_who_looks() throws IOException {
        List<String> seats = references("C-2");
        Path file =
                Files.writeString(
                        folder.resolve("seats.csv"),
                        "reference,email,first,last,course,role\n"
                                + seats.get(0)
                                + ",f1@example.org,F,One,,\n"
                                + seats.get(1)
                                + ",f1@example.org,F,One,,\n"
                                + seats.get(2)
                                + ",f3@example.org,F,Three,SCI,teacher\n",
                        UTF_8);

        CommandLineRun report =
                new CommandLineRun()
                        .with("LEDGER_URL", ledgerUrl())
                        .onTerminal()
                        .run("seats", "assign", "--file", file.toString());
        CommandLineRun json = run("seats", "assign", "--file", file.toString(), "--json");

        assertThat(report.code()).isEqualTo(1);
        assertThat(report.out()).contains("assigned", "refused", "same-person-twice");
        assertThat(report.err()).contains("3/3");
        assertThat(json.json().findValuesAsText("result"))
                .containsExactly("unchanged", "refused", "unchanged");
        assertThat(json.json().findValuesAsText("row")).containsExactly("2", "3", "4");
    }

    @Test
    void a_workbook_and_what_excel_makes_of_csv_are_files_too() throws IOException {
        List<String> seats = references("C-2");
        Path workbook =
                Files.write(
                        folder.resolve("seats.xlsx"),
                        new Workbook()
                                .row("reference", "email", "first", null)
                                .row(seats.get(0), "x1@example.org", "X")
                                .bytes());
        Path csv =
                Files.writeString(
                        folder.resolve("excel.csv"),
                        "sep=;\r\nreference;email;first;last;;\r\n"
                                + (seats.get(1) + ";x2@example.org;\"Anna\nMaria\"\r\n")
                                + (seats.get(2) + ";x3@example.org;;;;stray\r\n"));

        assertThat(
                        run("seats", "assign", "--file", workbook.toString(), "--json")
                                .json()
                                .findValuesAsText("result"))
                .containsExactly("assigned");
        assertThat(
                        run("seats", "assign", "--file", csv.toString(), "--json")
                                .json()
                                .findValuesAsText("code"))
                .containsExactly("", "csv-cells");
        assertThat(run("seats", "--csv", "-").out())
                .contains("x1@example.org,X,", "x2@example.org,Anna Maria,");
    }

    @Test
    void a_row_with_something_in_a_nameless_column_is_refused_by_a_running_gateway_too()
            throws IOException {
        List<String> seats = bought("XL-1", 1);
        Path csv =
                Files.writeString(
                        folder.resolve("stray.csv"),
                        "reference,email\n" + seats.get(0) + ",s1@example.org,stray\n");

        CommandLineRun report =
                overApi(
                        "seats",
                        "assign",
                        "--file",
                        csv.toString(),
                        "--api",
                        running.uri("").toString(),
                        "--json");

        assertThat(report.json().findValuesAsText("code")).containsExactly("csv-cells");
    }

    @Test
    void a_link_is_printed_alone_and_revoked_by_its_id() throws IOException {
        CommandLineRun link = run("seats", "link", "web/C-3");
        CommandLineRun json = run("seats", "link", "web/C-3", "--days", "3", "--json");
        String id = json.json().path("id").asText();

        assertThat(link.out()).matches("http://127\\.0\\.0\\.1:8080/claim/[\\w-]{75}\n");
        assertThat(run("seats", "link", "--revoke", id).out()).contains("leads nowhere");
        assertThat(run("seats", "link", "--revoke", id).code()).isEqualTo(1);
        assertThat(run("seats", "link", "web/none").err()).contains("no order web/none");
        assertThat(run("seats", "link", "web/C-3", "--days", "0").code()).isEqualTo(1);
        CommandLineRun off =
                new CommandLineRun()
                        .with("LEDGER_URL", ledgerUrl())
                        .run("seats", "link", "web/C-3");
        assertThat(off.code()).isEqualTo(1);
        assertThat(off.err()).contains("claim.secret").hasLineCount(1);
    }

    @Test
    void a_running_gateway_does_the_same_over_its_api() throws IOException {
        String api = running.uri("").toString();
        List<String> seats = bought("R-1", 2);

        assertThat(
                        overApi(
                                        "seats",
                                        "assign",
                                        seats.get(0),
                                        "--email",
                                        "r1@example.org",
                                        "--api",
                                        api)
                                .out())
                .contains("r1@example.org sits on seat");
        Path file =
                Files.writeString(
                        folder.resolve("api.csv"),
                        "email;reference;last\n"
                                + "r1@example.org;"
                                + seats.get(0)
                                + ";\n\nr2@example.org;"
                                + seats.get(1)
                                + ";\"Łu;kasik\"\nr3@example.org;X;\n");
        CommandLineRun report =
                overApi("seats", "assign", "--file", file.toString(), "--api", api, "--json");
        assertThat(report.code()).isEqualTo(1);
        assertThat(report.json().findValuesAsText("row")).containsExactly("2", "4", "5");
        assertThat(report.json().findValuesAsText("result"))
                .containsExactly("unchanged", "assigned", "refused");
        assertThat(running.list("select last_name from seat where email = 'r2@example.org'"))
                .containsExactly("Łu;kasik");
        assertThat(overApi("seats", "unassign", "none", "--api", api).err())
                .contains("no seat has this reference");
        String id =
                overApi("seats", "link", "web/R-1", "--api", api, "--json")
                        .json()
                        .path("id")
                        .asText();
        assertThat(overApi("seats", "link", "--revoke", id, "--api", api).code()).isZero();
        assertThat(overApi("seats", "link", "--revoke", id, "--api", api).code()).isEqualTo(1);
    }

    @Test
    void a_gateway_that_is_not_there_or_lets_nobody_in_is_said_in_one_sentence() {
        String api = running.uri("").toString();
        String[] unassign = {"seats", "unassign", "X", "--api", api};

        assertThat(run(unassign).err()).contains("GATEWAY_ADMIN_KEY").hasLineCount(1);
        assertThat(new CommandLineRun().with("GATEWAY_ADMIN_KEY", "wrong").run(unassign).err())
                .contains("doesn't take the key")
                .doesNotContain("wrong")
                .hasLineCount(1);
        assertThat(overApi("seats", "unassign", "X", "--api", "http://127.0.0.1:1").err())
                .contains("no gateway answers")
                .hasLineCount(1);
    }

    @Test
    void while_a_gateway_has_the_ledger_it_is_asked_by_itself() throws Exception {
        String seat = bought("R-2", 1).get(0);

        Ended without = process(Map.of(), seat);
        Ended with = process(Map.of("GATEWAY_ADMIN_KEY", ServingFixture.ADMIN_KEY), seat);

        assertThat(without.code).isEqualTo(1);
        assertThat(without.text).contains("another process", "GATEWAY_ADMIN_KEY").hasLineCount(1);
        assertThat(with.text).contains("r2@example.org sits on seat " + seat);
        assertThat(with.code).isZero();
    }

    private record Ended(int code, String text) {}

    /** Assigns in a process of its own, on the ledger that the running gateway has. */
    private static Ended process(Map<String, String> environment, String seat) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.moodlegateway.Gateway",
                        "seats",
                        "assign",
                        seat,
                        "--email",
                        "r2@example.org");
        builder.environment()
                .put(
                        "LEDGER_URL",
                        "jdbc:h2:file:"
                                + running.directory.resolve("ledger")
                                + ";MODE=PostgreSQL;WRITE_DELAY=0");
        builder.environment().put("GATEWAY_PORT", String.valueOf(running.port()));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), text);
    }
}
