package org.moodlegateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ImportCatalogueCommandTest {
    private static final String ROWS =
            """
            { "local_shop_catalogitem": [
              { "id": 7, "catalogid": 1, "code": "PROD1", "name": "Science 180 jours", "status": "AVAILABLE",
                "quantaddressesusers": 2, "renewable": 0, "enablehandler": "std_setuponecoursesession",
                "handlerparams": "coursename=SCI&duration=180", "requireddata": "" } ] }
            """;

    @TempDir private Path folder;
    private Path rows;

    @BeforeEach
    void write() throws IOException {
        rows = folder.resolve("rows.json");
        Files.writeString(rows, ROWS);
    }

    @Test
    void what_it_prints_passes_check() throws IOException {
        CommandLineRun run =
                new CommandLineRun().run("import-catalogue", "--from", rows.toString());
        Path config = Configurations.copy(folder.resolve("config"));
        Files.writeString(config.resolve("products.yaml"), run.out());
        CommandLineRun check =
                new CommandLineRun().run("check", "--json", "--config", config.toString());

        assertThat(run.code()).isZero();
        assertThat(check.json().at("/products").asInt()).isEqualTo(1);
        assertThat(check.json().at("/problems")).isEmpty();
        assertThat(run.err()).contains("duration=180", "ends after 180 days", "no end");
    }

    @Test
    void the_report_goes_where_it_is_told() throws IOException {
        Path report = folder.resolve("report.txt");

        CommandLineRun run =
                new CommandLineRun()
                        .run(
                                "import-catalogue",
                                "--from",
                                rows.toString(),
                                "--report",
                                report.toString(),
                                "--language",
                                "fr");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("name: { \"fr\": \"Science 180 jours\" }");
        assertThat(report).content().contains("1 item, 1 product", "PROD1  Science 180 jours");
    }

    @Test
    void json_has_products_and_remarks() throws IOException {
        CommandLineRun run =
                new CommandLineRun().run("import-catalogue", "--json", "--from", rows.toString());

        assertThat(run.json().at("/items/0/taken").asBoolean()).isTrue();
        assertThat(run.json().at("/items/0/remarks/0/about").asText()).isEqualTo("duration=180");
        assertThat(run.json().path("products").asText()).startsWith("# Made of");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void an_item_that_can_t_be_taken_is_something_wrong() throws IOException {
        Configurations.replace(rows, "coursename=SCI&", "");

        CommandLineRun run =
                new CommandLineRun().run("import-catalogue", "--from", rows.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).endsWith("products: []\n");
        assertThat(run.err()).contains("Left out: product PROD1: coursename is missing");
    }

    @Test
    void a_file_or_a_shop_without_a_catalogue_is_refused_in_one_sentence() throws IOException {
        Files.writeString(rows, "{}");

        assertThat(new CommandLineRun().run("import-catalogue", "--from", rows.toString()).err())
                .contains("has no list of catalogue items")
                .hasLineCount(1);
        assertThat(new CommandLineRun().run("import-catalogue", "--shop", "web").err())
                .contains("the shop web has no database in config/shops.yaml")
                .hasLineCount(1);
        assertThat(new CommandLineRun().run("import-catalogue").code()).isEqualTo(2);
    }
}
