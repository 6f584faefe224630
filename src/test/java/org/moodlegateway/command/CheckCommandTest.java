package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckCommandTest {
    @TempDir private Path folder;
    private Path config;
    private Path routes;

    @BeforeEach
    void copy() throws IOException {
        config = Configurations.copy(folder.resolve("config"));
        routes = Configurations.copyRoutes(folder.resolve("routes"));
    }

    @Test
    void what_is_shipped_is_good() throws IOException {
        CommandLineRun run = new CommandLineRun().run("check", "--json");

        assertThat(run.json().at("/problems")).isEmpty();
        assertThat(run.json().at("/warnings")).isEmpty();
        assertThat(run.json().at("/products").asInt()).isEqualTo(11);
        assertThat(run.code()).isZero();
    }

    @Test
    void a_kind_that_takes_a_message_without_lines_for_an_order_without_any_is_warned_of()
            throws IOException {
        Path shops = config.resolve("shops");
        Files.writeString(
                shops.resolve("acme.yaml"), "webhook: { signature: { header: X-Acme } }\n");
        Files.writeString(
                shops.resolve("acme.jq"),
                """
                .shop as $shop | .message
                | { id: .id, status: "paid", updatedAt: .changed,
                    lines: [ .basket.items | entries | { id, product: product($shop; .sku), quantity } ] }
                | order_answer
                """);
        Files.writeString(
                shops.resolve("samples/acme-paid.json"),
                """
                { "message": { "id": "7", "changed": "2026-01-15T09:30:02Z", "tags": [ "new" ],
                    "basket": { "items": [ { "id": "1", "sku": "SCI-180", "quantity": 1 } ] } } }
                """);
        Files.writeString(
                shops.resolve("samples/acme-paid.expected.json"),
                """
                { "order": { "id": "7", "status": "paid", "updatedAt": "2026-01-15T09:30:02Z",
                    "lines": [ { "id": "1", "product": "SCI-180", "quantity": 1 } ], "buyer": {} } }
                """);

        CommandLineRun run = check();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "! "
                                + shops.resolve("acme.jq")
                                + ":1: takes a message without /basket/items for an order",
                        "tried on acme-paid.json")
                .doesNotContain("/tags");
    }

    @Test
    void mails_that_ask_for_names_without_a_link_are_warned_of() throws IOException {
        assertThat(warnings(mailing())).containsExactly("claim-links-off");
        assertThat(
                        warnings(
                                mailing()
                                        .with(
                                                "CLAIM_SECRET",
                                                "canary-of-the-claim-secret-0123456789")))
                .isEmpty();
    }

    private static CommandLineRun mailing() {
        return new CommandLineRun()
                .with("NOTICE_MAIL_HOST", "mail.example.org")
                .with("NOTICE_MAIL_FROM", "campus@example.org");
    }

    private static List<String> warnings(CommandLineRun run) throws IOException {
        run.run("check", "--json");
        assertThat(run.code()).isZero();
        return run.json().at("/warnings").findValuesAsText("code");
    }

    @Test
    void a_bad_product_is_told_with_file_and_line() throws IOException {
        Configurations.replace(config.resolve("products.yaml"), "duration=180&", "duration=abc&");

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        int line = lineOf("duration=abc");
        assertThat(run.out())
                .contains(
                        config.resolve("products.yaml")
                                + ":"
                                + line
                                + ": product SCI-180: duration=abc is not a whole number of days")
                .endsWith("10 good products, 1 problem.\n");
    }

    private int lineOf(String text) throws IOException {
        List<String> lines = Files.readAllLines(config.resolve("products.yaml"));
        return 1
                + IntStream.range(0, lines.size())
                        .filter(line -> lines.get(line).contains(text))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void a_bad_template_and_a_bad_table_of_notices_are_told_with_file_and_line()
            throws IOException {
        Path template = config.resolve("templates/reminder.fr.txt");
        Configurations.replace(template, "{{person}} {{#course}}", "{{persnne}} {{#course}}");
        Path table = config.resolve("notices.yaml");
        Configurations.replace(table, "[ mail-buyer, mail-participant, event ]", "[ fax ]");

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(template + ":6: there is no variable persnne", table + ":", "fax");
    }

    @Test
    void a_link_that_nobody_would_be_mailed_is_told() throws IOException {
        Path file = config.resolve("application.properties");
        Configurations.replace(file, "moodle.credentials = moodle", "moodle.credentials = link");

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("moodle.credentials is link, but notice.mail-host is empty");
    }

    @Test
    void an_hour_in_a_cron_is_warned_of_where_days_are_counted_in_another_zone()
            throws IOException {
        Path file = config.resolve("application.properties");
        Configurations.replace(file, "renewal.cron = 30 * * * * ?", "renewal.cron = 0 0 6 * * ?");
        CommandLineRun inUtc = check();
        Configurations.replace(file, "gateway.time-zone = UTC", "gateway.time-zone = Europe/Paris");

        CommandLineRun run = check();

        assertThat(inUtc.out()).doesNotContain("renewal.cron");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("! " + file + ":", "renewal.cron names an hour", "renewal.zone (UTC)")
                .doesNotContain("gateway.housekeeping names")
                .endsWith("nothing wrong.\n");
    }

    @Test
    void products_are_named_whose_buyers_get_something_before_they_paid() throws IOException {
        Files.writeString(
                config.resolve("products.yaml"),
                """
                  - code: HELPED
                    handler: setupcoursesession
                    seats: true
                    parameters: coursename=SCI&customersupport=HELP
                  - code: HELPED-LATER
                    handler: setupcoursesession
                    seats: true
                    prepay: false
                    parameters: coursename=SCI&customersupport=HELP
                """,
                StandardOpenOption.APPEND);

        CommandLineRun run = check();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("support course before they paid with .*HELPED[,;]")
                .doesNotContain("HELPED-LATER");
    }

    @Test
    void a_bad_setting_is_told_with_its_line() throws IOException {
        Path file = config.resolve("application.properties");
        Configurations.replace(file, "moodle.batch = 50", "moodle.batch = many");
        int line = Files.readAllLines(file).indexOf("moodle.batch = many") + 1;

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains(file + ":" + line + ": moodle.batch must be");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            woocommerce | poll-from: soon                | must be a time with an offset
            woocommerce | poll-from: 2026-02-30T00:00:00Z | must be a time with an offset
            prestashop  | time-zone: Europe/Nowhere      | must be a zone such as Europe/Paris
            """)
    void a_time_or_zone_of_a_shop_that_is_none_is_told_with_file_and_line(
            String kind, String setting, String sentence) throws IOException {
        Path shops = config.resolve("shops.yaml");
        addShop(kind, setting);

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(shops + ":" + lineOf(shops, setting) + ": ")
                .contains(sentence);
    }

    @Test
    void a_polled_shop_whose_times_have_no_offset_needs_a_zone() throws IOException {
        Path shops = config.resolve("shops.yaml");
        addShop("prestashop", "poll-from: 2026-01-15T00:00:00Z");

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(shops + ":" + lineOf(shops, "poll: PT5M") + ": ")
                .contains("needs settings.time-zone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poll-from: 2026-01-15T00:00:00Z",
                "poll-from: 2026-01-15T00:00:00",
                "poll-from: 1768469400"
            })
    void a_time_at_which_the_first_poll_begins_may_be_written_in_several_ways(String setting)
            throws IOException {
        addShop("woocommerce", setting);

        assertThat(check().code()).isZero();
    }

    private void addShop(String kind, String setting) throws IOException {
        Configurations.replace(
                config.resolve("shops.yaml"),
                "\nadmin:\n",
                """

                  added:
                    kind: %s
                    api: { url: https://shop.example.org }
                    poll: PT5M
                    settings:
                      %s

                admin:
                """
                        .formatted(kind, setting));
    }

    @Test
    void all_files_are_looked_at_in_one_go() throws IOException {
        Files.writeString(config.resolve("products.yaml"), "products: [\n");
        Configurations.replace(config.resolve("shops.yaml"), "test-orders: false", "test: no");
        Configurations.replace(config.resolve("sandbox.yaml"), "\nname: ", "\nnme: ");
        Configurations.replace(
                routes.resolve("20-plan-order.camel.yaml"), "method: plan", "method: plann");
        Configurations.replace(
                routes.resolve("30-send-entitlements.camel.yaml"),
                "ref: sender, method: claim",
                "ref: sendr, method: claim");
        Files.writeString(
                routes.resolve("90-extra.camel.yaml"),
                "- route:\n    id: extra\n    from:\n      uri: direct:extra\n      stepz: []\n");

        CommandLineRun run = check("--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().at("/problems"))
                .extracting(problem -> place(problem))
                .containsExactlyInAnyOrder(
                        "products.yaml:2",
                        "shops.yaml:" + (lineOf(config.resolve("shops.yaml"), "test: no")),
                        "sandbox.yaml:" + (lineOf(config.resolve("sandbox.yaml"), "nme: ")),
                        "20-plan-order.camel.yaml:"
                                + lineOf(
                                        routes.resolve("20-plan-order.camel.yaml"),
                                        "method: plann"),
                        "30-send-entitlements.camel.yaml:3",
                        "90-extra.camel.yaml:5");
        assertThat(run.out()).contains("there is no method plann of a bean planning", "sendr");
    }

    @Test
    void a_missing_file_is_a_problem() throws IOException {
        Files.delete(config.resolve("shops.yaml"));
        Files.delete(config.resolve("sandbox.yaml"));

        CommandLineRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("shops.yaml:1", "sandbox.yaml");
    }

    private CommandLineRun check(String... more) {
        String[] all = new String[5 + more.length];
        System.arraycopy(
                new String[] {
                    "check", "--config", config.toString(), "--routes", routes.toString()
                },
                0,
                all,
                0,
                5);
        System.arraycopy(more, 0, all, 5, more.length);
        return new CommandLineRun().run(all);
    }

    private static String place(JsonNode problem) {
        return Path.of(problem.at("/file").asText()).getFileName()
                + ":"
                + problem.at("/line").asInt();
    }

    private static int lineOf(Path file, String text) throws IOException {
        var lines = Files.readAllLines(file);
        int line = 0;
        while (!lines.get(line).contains(text)) {
            line++;
        }
        return line + 1;
    }
}
