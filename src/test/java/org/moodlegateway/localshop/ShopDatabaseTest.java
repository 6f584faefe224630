package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.catalogue.YamlPlace;
import org.moodlegateway.catalogue.YamlReading;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShopDatabaseTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example.org/moodle",
                "jdbc:postgresql://[::1]:5432/moodle?sslmode=verify-full",
                "jdbc:mariadb://127.0.0.1:3306/moodle?sslMode=verify-full"
            })
    void an_address_is_one_host_and_one_database(String url) {
        assertThat(made(url, "mdl_").url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:h2:mem:x",
                "jdbc:mysql://db/moodle",
                "jdbc:postgresql:moodle",
                "jdbc:postgresql://user:pass@db/moodle",
                "jdbc:postgresql://one,two/moodle",
                "jdbc:postgresql://db/moodle?password=x",
                "jdbc:postgresql://db/moodle?socketFactory=evil.Factory",
                "jdbc:postgresql://db/moodle?sslmode=require&user=x",
                "jdbc:mariadb:replication://one,two/moodle",
                "jdbc:mariadb://db/moodle?allowLocalInfile=true",
                "jdbc:mariadb://db/moodle?permitRedirect=true"
            })
    void an_address_that_could_lead_elsewhere_is_refused(String url) {
        assertThatThrownBy(() -> made(url, "mdl_"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mdl_; drop table x", "Mdl_", "mdl-", "1mdl", "\"mdl_", "mdl_ "})
    void a_prefix_is_a_name(String prefix) {
        assertThatThrownBy(() -> made("jdbc:mariadb://db/moodle", prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("prefix ");
    }

    @Test
    void the_password_is_never_printed() {
        assertThat(made("jdbc:mariadb://db/moodle", "mdl_").toString()).doesNotContain("s3cret");
    }

    @Test
    void shops_yaml_names_it() throws IOException {
        assertThat(
                        read(
                                """
                                database: { url: "jdbc:mariadb://db/moodle", user: "{{env:U}}", password: "{{env:P}}" }
                                settings: { shop-id: 3 }
                                """))
                .hasValueSatisfying(
                        database -> {
                            assertThat(database.user()).isEqualTo("<{{env:U}}>");
                            assertThat(database.prefix()).isEqualTo("mdl_");
                            assertThat(database.shopId()).isEqualTo(3L);
                        });
        assertThat(read("kind: local_shop\n")).isEmpty();
    }

    @Test
    void a_password_in_the_file_is_refused() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "database: { url: 'jdbc:mariadb://db/moodle', user: '{{env:U}}',"
                                                + " password: s3cret }"))
                .isInstanceOf(YamlPlace.RefusedException.class)
                .hasMessageContaining("a secret doesn't belong in a file")
                .hasMessageNotContaining("s3cret");
    }

    private Optional<ShopDatabase> read(String yaml) throws IOException {
        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, yaml);
        YamlPlace shop = new YamlReading(file, "unreadable").root().orElseThrow();
        return new ShopDatabaseReader(
                        (place, written) ->
                                written.startsWith("{{") ? "<" + written + ">" : written)
                .read(shop);
    }

    private static ShopDatabase made(String url, String prefix) {
        return new ShopDatabase(
                url, "reader", "s3cret", prefix, null, ShopDatabase.DEFAULT_TIMEOUT);
    }
}
