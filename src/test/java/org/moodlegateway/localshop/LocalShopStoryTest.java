package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Parts;
import org.moodlegateway.localshop.ShopServers.Server;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.shop.AskedShop;

/** Bills of Moodle's own shop, from its database to the seats, with the shipped routes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalShopStoryTest {
    private static final String SHOP =
            """
              moodle:
                kind: local_shop
                database: { url: "%s", user: "{{env:SHOP_USER:}}", password: "{{env:SHOP_PASSWORD:}}" }
                poll: PT1M
            """;

    @Test
    void a_bill_is_polled_enrolled_and_renewed(@TempDir Path directory) throws Exception {
        Server server = ShopServers.postgres(directory);
        ShopServers.fill(server);
        try (GatewayFixture fixture = GatewayFixture.in(directory.resolve("gateway"))) {
            ShopDatabase reading = server.reading();
            Path config =
                    AskedShop.configuration(
                            directory.resolve("gateway"), SHOP.formatted(reading.url()));
            importCatalogue(config);
            fixture.configuredBy(config)
                    .with("SHOP_USER", "reader")
                    .with("SHOP_PASSWORD", "r-secret");
            fixture.clock.setTo("2026-01-16T10:00:00Z");

            fixture.work();

            assertThat(fixture.rejected()).isEmpty();
            assertThat(seats(fixture))
                    .containsExactlyInAnyOrder(
                            "41 PAID ana@example.org ACTIVE",
                            "41 PAID bo@example.org ACTIVE",
                            "41 PAID chef@example.org ACTIVE",
                            "41 SUPERVISOR office@example.org ACTIVE",
                            "41 SUPPORT office@example.org ACTIVE");

            server.run("update mdl_local_shop_bill set status = 'PAYBACK' where id = 41");
            fixture.clock.forward(Duration.ofMinutes(2));
            fixture.work();

            assertThat(seats(fixture)).contains("41 PAID ana@example.org CANCELLED");
        }
    }

    private static void importCatalogue(Path config) throws Exception {
        Settings settings = Settings.read(config, Path.of("routes"), java.util.Map.of());
        List<com.fasterxml.jackson.databind.JsonNode> rows = new ArrayList<>();
        SampleRows.of("local_shop_catalogitem").forEach(rows::add);
        String products =
                ProductsYaml.of(new CatalogueImport(Parts.handlers(settings), "fr").of(rows));
        Files.writeString(
                config.resolve("products.yaml"),
                products.substring(products.indexOf("products:") + "products:".length()),
                StandardOpenOption.APPEND);
    }

    private static List<String> seats(GatewayFixture fixture) {
        return fixture.gateway()
                .ledger()
                .read(
                        handle ->
                                handle.select(
                                                "select order_id || ' ' || kind || ' ' || email || ' ' || state from"
                                                        + " seat where shop = 'moodle' and order_id = '41' and kind <> 'ACCOUNT'")
                                        .mapTo(String.class)
                                        .list());
    }
}
