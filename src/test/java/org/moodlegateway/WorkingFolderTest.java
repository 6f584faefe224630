package org.moodlegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway leaves where it was started, beside what its settings name. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WorkingFolderTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FILES = "multipart/form-data; boundary=xx";
    private static final String UPLOAD =
            "--xx\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.json\"\r\n\r\nwhole\r\n--xx--\r\n";

    @TempDir private Path directory;

    private static List<Path> here() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(""))) {
            return all.sorted().toList();
        }
    }

    @Test
    void forms_and_files_that_are_sent_to_it_leave_nothing() throws IOException {
        // of gateways that ran here before
        Files.deleteIfExists(Path.of("file-uploads"));
        List<Path> before = here();

        try (ServingFixture gateway = ServingFixture.in(directory)) {
            for (String path : List.of("/webhooks/boutique", "/webhooks/spruce", "/claim/nobody")) {
                for (String type : List.of(FORM, FILES)) {
                    assertThat(
                                    gateway.send(
                                                    HttpRequest.newBuilder(gateway.uri(path))
                                                            .header("Content-Type", type)
                                                            .POST(BodyPublishers.ofString(UPLOAD)))
                                            .status())
                            .isBetween(400, 499);
                }
            }
            gateway.send(
                    HttpRequest.newBuilder(gateway.managementUri("/health"))
                            .header("Content-Type", FILES)
                            .POST(BodyPublishers.ofString(UPLOAD)));
            assertThat(
                            gateway.postWithKey(
                                            Orders.order("A-1")
                                                    .line(Orders.SCI, 1, "ana@example.org")
                                                    .json())
                                    .status())
                    .isEqualTo(200);
        }

        assertThat(here()).isEqualTo(before);
    }
}
