package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.moodlegateway.Orders.order;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture.Answer;

/** An administrator edits routes while orders go on coming in. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoutesWhileRunningTest {
    private static final String HELLO =
            """
            - route:
                id: hello
                description: Greets.
                from:
                  uri: platform-http:/hello
                  parameters: { httpMethodRestrict: GET }
                  steps:
                    - setBody: { constant: "%s" }
            """;

    @TempDir private Path directory;
    private ServingFixture gateway;

    @BeforeEach
    void start() {
        gateway = ServingFixture.in(directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Path file(String name) {
        return directory.resolve("routes").resolve(name);
    }

    private void write(String name, String text) throws IOException {
        Path draft = Files.writeString(directory.resolve(name + ".draft"), text);
        Files.move(draft, file(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private Answer hello() {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/hello")));
    }

    private void ordersComeIn(String id) {
        byte[] order = order(id).line(Orders.SCI, 1, id + "@example.org").json();
        assertThat(gateway.postSigned("msg_" + id, order).status()).isEqualTo(200);
        await().until(
                        () ->
                                gateway.count(
                                                "select count(*) from seat where kind = 'PAID' and state = 'ACTIVE' and order_id = '"
                                                        + id
                                                        + "'")
                                        == 1);
    }

    @Test
    void a_route_comes_changes_and_goes() throws IOException {
        assertThat(hello().status()).isEqualTo(404);

        write("90-hello.camel.yaml", HELLO.formatted("hello"));
        await().until(() -> hello().status() == 200);
        assertThat(hello().body()).isEqualTo("hello");

        write("90-hello.camel.yaml", HELLO.formatted("good day"));
        await().until(() -> hello().body().equals("good day"));

        Files.delete(file("90-hello.camel.yaml"));
        await().until(() -> hello().status() == 404);
    }

    @Test
    void a_broken_edit_changes_nothing() throws IOException {
        write("90-hello.camel.yaml", HELLO.formatted("hello"));
        await().until(() -> hello().status() == 200);

        write(
                "90-hello.camel.yaml",
                HELLO.formatted("broken")
                        .replace("setBody: { constant", "bean: { ref: nobody, method"));
        write("91-other.camel.yaml", HELLO.formatted("x").replace("hello", "other"));
        ordersComeIn("R-1");

        assertThat(hello().body()).isEqualTo("hello");
        assertThat(gateway.send(HttpRequest.newBuilder(gateway.uri("/other"))).status())
                .isEqualTo(404);
    }

    @Test
    void every_shipped_route_can_be_edited_while_orders_come_in() throws IOException {
        ordersComeIn("R-1");
        write("90-hello.camel.yaml", HELLO.formatted("all taken up"));
        try (var files = Files.list(directory.resolve("routes"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file) + "\n# edited\n");
            }
        }
        await().until(() -> hello().status() == 200);

        ordersComeIn("R-2");
        assertThat(gateway.ask("/api/seats").status()).isEqualTo(200);
        assertThat(gateway.send(gateway.post("/webhooks/boutique", "{}".getBytes(UTF_8))).status())
                .isEqualTo(401);
    }
}
