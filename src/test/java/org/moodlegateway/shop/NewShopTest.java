package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.ServingFixture.Answer;

/** Does what the README says about a shop that nobody thought of, step by step, to the letter. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NewShopTest {
    private static final Pattern STEP =
            Pattern.compile(
                    "`config/(shops[^`]*)`[^`]*?(?:`[^`\n]*`[^`]*?)*\n\n```[a-z]*\n(.*?)```",
                    Pattern.DOTALL);

    @TempDir private Path directory;

    @Test
    void acme_is_added_while_the_gateway_runs_and_without_any_java() throws Exception {
        try (ServingFixture gateway =
                ServingFixture.in(directory, Map.of("ACME_SECRET", "acme's own secret"))) {
            Path config = directory.resolve("config");
            follow(config);

            byte[] body =
                    new ObjectMapper()
                            .readTree(config.resolve("shops/samples/acme-settled.json").toFile())
                            .get("message")
                            .toString()
                            .getBytes(UTF_8);
            await().until(() -> send(gateway, body, "nobody").status() == 401);
            Answer answer = send(gateway, body, "acme's own secret");

            assertThat(answer.status()).isEqualTo(200);
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    gateway.list(
                                                            "select product || ' ' || email || ' ' || state from seat"
                                                                    + " where shop = 'acme' and kind = 'PAID' order by number"))
                                            .containsExactly(
                                                    "SCI-180 ana@example.org ACTIVE",
                                                    "SCI-180  UNASSIGNED"));

            send(gateway, silent(body), "acme's own secret");

            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    gateway.list(
                                                            "select state || ' ' || code from inbox where code is not null"))
                                            .containsExactly("REJECTED lines-missing"));
            assertThat(
                            gateway.list(
                                    "select distinct state from seat where shop = 'acme' and kind = 'PAID' order by state"))
                    .containsExactly("ACTIVE", "UNASSIGNED");
        }
    }

    /** A newer message that leaves out its lines. */
    private static byte[] silent(byte[] body) throws IOException {
        ObjectNode message = (ObjectNode) new ObjectMapper().readTree(body);
        message.put("changed", "2026-01-15 10:31:00").remove("items");
        return message.toString().getBytes(UTF_8);
    }

    private static void follow(Path config) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int from = readme.indexOf("### A shop that nobody thought of");
        String story = readme.substring(from, readme.indexOf("\n## ", from));
        Matcher step = STEP.matcher(story);
        int steps = 0;
        for (; step.find(); steps++) {
            Path file = config.resolve(step.group(1));
            String text = step.group(2);
            if (file.endsWith("shops.yaml")) {
                text = Files.readString(file).replace("\nadmin:\n", "\n" + text + "\nadmin:\n");
            }
            Files.writeString(file, text);
        }
        assertThat(steps).isEqualTo(5);
    }

    private static Answer send(ServingFixture gateway, byte[] body, String secret)
            throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return gateway.send(
                gateway.post(
                        "/webhooks/acme",
                        body,
                        "X-Acme-Signature",
                        "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)),
                        "X-Acme-Delivery",
                        "d-" + Arrays.hashCode(body)));
    }
}
