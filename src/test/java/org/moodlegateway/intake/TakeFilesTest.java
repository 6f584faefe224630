package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;

/** The shipped route that watches the folder. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TakeFilesTest {
    @TempDir private Path directory;

    @Test
    void a_file_is_found_once_it_is_left_alone_and_each_has_a_report() throws Exception {
        try (ServingFixture gateway =
                ServingFixture.in(directory, Map.of("INTAKE_QUIET", "PT0.3S"))) {
            RouteController routes = gateway.gateway.camel().getRouteController();
            // else a report may be complete before it is read
            routes.stopRoute("complete-reports");
            Path inbox = directory.resolve("inbox");
            Path outside = Files.createDirectory(directory.resolve("outside"));
            byte[] json = order("A-1").line(Orders.SCI, 1, "ana@example.org").json();
            Files.write(outside.resolve("x.json"), json);
            Files.createSymbolicLink(inbox.resolve("linked"), outside);
            Files.write(inbox.resolve("web/half.json.part"), json);
            Files.write(inbox.resolve("web/.hidden.json"), json);
            Files.write(inbox.resolve("top.json"), json);
            Files.write(inbox.resolve("web/seats.xlsx"), new byte[] {'P', 'K', 3, 4});
            Files.write(inbox.resolve("web/letter.txt"), json);
            Files.write(inbox.resolve("web/README"), json);
            Files.write(inbox.resolve("web/empty.csv"), new byte[0]);
            Files.write(Files.createDirectory(inbox.resolve("web/deeper")).resolve("x.json"), json);

            Files.write(inbox.resolve("web/whole.json"), json);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(inbox.resolve("done/web/whole.json")));
            assertThat(inbox.resolve("done/web/whole.json.report.json"))
                    .content()
                    .contains("stored");
            routes.startRoute("complete-reports");
            assertThat(gateway.rows()).isEqualTo(1);
            assertThat(inbox.resolve("web/half.json.part")).exists();
            assertThat(inbox.resolve("web/.hidden.json")).exists();
            assertThat(inbox.resolve("web/deeper/x.json")).exists();
            for (String none :
                    List.of(
                            "web/seats.xlsx xlsx-unreadable",
                            "web/letter.txt file-kind-unknown",
                            "web/README file-kind-unknown",
                            "web/empty.csv csv-columns",
                            "top.json shop-unknown")) {
                Path failed = inbox.resolve("failed").resolve(none.split(" ")[0]);
                await().atMost(Duration.ofSeconds(5)).until(() -> Files.exists(failed));
                assertThat(failed.resolveSibling(failed.getFileName() + ".report.json"))
                        .content()
                        .contains(none.split(" ")[1]);
            }
            assertThat(outside.resolve("x.json")).exists();
            assertThat(outside.toFile().list()).containsExactly("x.json");
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    gateway.count("select count(*) from seat where kind = 'PAID'")
                                            == 1);
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    Files.readString(
                                                    inbox.resolve(
                                                            "done/web/whole.json.report.json"))
                                            .contains("\"status\" : \"applied\""));
            // the mark goes after the report is written
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(
                            () -> assertThat(inbox.resolve("done/web/.open")).isEmptyDirectory());
        }
    }
}
