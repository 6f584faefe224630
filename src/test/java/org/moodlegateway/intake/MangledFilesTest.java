package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.Orders;
import org.moodlegateway.order.Message;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.OrderSchema;
import org.moodlegateway.shop.Mangling;

/** Whatever a file holds, its orders are read one by one, or it is said what is wrong. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MangledFilesTest {
    private static final int FILES = 10_000;
    private static final Instant WRITTEN = Instant.parse("2026-01-31T10:00:00Z");

    private final OrderFile file = new OrderFile(new FileLimits(1_000_000, 1000), ZoneOffset.UTC);
    private final OrderJson json = new OrderJson(1_000_000);
    private final OrderCheck check = new OrderCheck(json, new OrderSchema());
    private int taken;
    private int refused;
    private int unread;

    @Test
    void ten_thousand_mangled_tables_are_read_or_refused() throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("config/samples/06-seats-by-row.csv"));
        for (int i = 0; i < FILES; i++) {
            read("orders.csv", new Mangling(Mangling.random(i)).bytes(sample));
        }

        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
        assertThat(unread).isPositive();
    }

    @Test
    void ten_thousand_mangled_files_of_json_are_read_or_refused() throws IOException {
        ArrayNode orders = new ObjectMapper().createArrayNode();
        for (int i = 0; i < 3; i++) {
            byte[] one = order("F-" + i).line(Orders.SCI, 1, "ana@example.org").json();
            orders.add(new ObjectMapper().readTree(one));
        }
        for (int i = 0; i < FILES; i++) {
            Random random = Mangling.random(i);
            byte[] list = new Mangling(random).any(orders);
            boolean lines = random.nextInt(3) == 0;
            read("orders.json", lines ? inLines(list) : list);
        }

        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
        assertThat(unread).isPositive();
    }

    private static byte[] inLines(byte[] list) {
        return new String(list, UTF_8)
                .replaceFirst("^\\[", "")
                .replaceFirst("]$", "")
                .replace("},{\"id\":\"F", "}\n{\"id\":\"F")
                .getBytes(UTF_8);
    }

    private void read(String name, byte[] content) {
        try {
            for (FileOrder order : file.orders(name, content, WRITTEN)) {
                read(order);
            }
        } catch (OrderRejectedException e) {
            assertThat(e.problem().code()).matches("[a-z0-9-]+");
            unread++;
        }
    }

    private void read(FileOrder order) {
        assertThat(order.place()).isNotBlank();
        order.problems().forEach(one -> assertThat(one.code()).matches("[a-z0-9-]+"));
        if (!order.problems().isEmpty()) {
            refused++;
            return;
        }
        try {
            check.orderId("web", order.body());
            Message message = json.message(order.body());
            assertThat(new OrderReader().read(message.data(), "web").shop()).isEqualTo("web");
            taken++;
        } catch (RefusedException | OrderRejectedException e) {
            refused++;
        }
    }
}
