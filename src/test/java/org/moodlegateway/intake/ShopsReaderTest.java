package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.ServingFixture;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/** What may stand in {@code shops.yaml}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShopsReaderTest {
    private static final String HASH = ServingFixture.sha256("mgk_web_key");

    @TempDir private Path directory;

    private ShopsReader.Read read(String yaml, String... environment) throws IOException {
        Path file = Files.writeString(directory.resolve("shops.yaml"), yaml);
        Settings settings =
                Settings.read(
                        Path.of("config"),
                        Path.of("routes"),
                        environment.length == 0
                                ? Map.of()
                                : Map.of(environment[0], environment[1]));
        return new ShopsReader(ShopBounds.of(settings), settings::resolve, Map.of()).read(file);
    }

    private List<String> problems(String yaml, String... environment) throws IOException {
        return read(yaml, environment).problems().stream()
                .map(problem -> problem.line() + " " + problem.problem().code())
                .toList();
    }

    @Test
    void the_shipped_file_is_sound_and_opens_no_door_until_something_is_set() {
        Settings settings = Settings.read(Path.of("config"), Path.of("routes"), Map.of());

        Shops shops =
                ShopsReader.read(settings, org.moodlegateway.Parts.handlers(settings)).orRefuse();

        Shop web = shops.find("web").orElseThrow();
        assertThat(web.secrets()).isEmpty();
        assertThat(web.keys()).isEmpty();
        assertThat(web.terms().testOrders()).isFalse();
        assertThat(shops.adminKeys()).isEmpty();
    }

    @Test
    void a_shop_may_be_called_back_and_may_fall_silent() throws IOException {
        Shop web =
                read(
                                """
                                shops:
                                  web:
                                    call-back: { url: https://shop.example.org/news, secret: "{{env:S}}" }
                                    silent-after: PT6H
                                """,
                                "S",
                                ServingFixture.SECRET)
                        .orRefuse()
                        .find("web")
                        .orElseThrow();

        assertThat(web.callBack().orElseThrow().url()).hasToString("https://shop.example.org/news");
        assertThat(web.silentAfter()).contains(java.time.Duration.ofHours(6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            call-back: { url: http://shop.example.org, secret: "{{env:S}}" }     | value-invalid
            call-back: { url: https://me:pw@shop.example.org, secret: "{{env:S}}" } | value-invalid
            call-back: { url: https://shop.example.org, secret: whsec_AAECAwQF } | secret-in-file
            call-back: { url: https://shop.example.org, secret: "{{env:NONE:}}" } | secret-empty
            call-back: { uri: https://shop.example.org }                         | key-unknown
            call-back: https://shop.example.org                                  | value-invalid
            silent-after: 6h                                                     | value-invalid
            silent-after: PT0S                                                   | value-invalid
            """)
    void a_call_back_that_would_be_readable_or_unsigned_is_refused(String line, String code)
            throws IOException {
        assertThat(problems("shops:\n  web:\n    " + line + "\n", "S", ServingFixture.SECRET))
                .containsExactly("3 " + code);
    }

    @Test
    void a_shop_has_secrets_keys_and_a_word_about_tests() throws IOException {
        ShopsReader.Read read =
                read(
                        """
                        shops:
                          web:
                            secrets: [ "{{env:S}}", "{{env:NEXT:}}" ]
                            keys:
                              - { name: erp, sha256: %s, expires: 2027-01-31T00:00:00+01:00 }
                            test-orders: true
                          bare:
                        """
                                .formatted(HASH),
                        "S",
                        ServingFixture.SECRET);

        assertThat(read.problems()).isEmpty();
        Shop web = read.shops().find("web").orElseThrow();
        assertThat(web.secrets()).hasSize(1);
        assertThat(web.keys())
                .containsExactly(new ApiKey("erp", HASH, Instant.parse("2027-01-30T23:00:00Z")));
        assertThat(read.shops().terms("web").testOrders()).isTrue();
        assertThat(read.shops().terms("bare").testOrders()).isFalse();
        assertThat(read.shops().terms("nobody").testOrders()).isFalse();
    }

    @Test
    void a_made_key_and_its_line_fit() throws IOException {
        KeyMaker.Made made = new KeyMaker().make("web", "web shop");

        ShopsReader.Read read = read("shops:\n  web:\n    keys:\n      " + made.line() + "\n");

        assertThat(read.problems()).isEmpty();
        assertThat(made.key()).matches("mgk_web_[0-9A-Za-z]{43}");
        ApiKey key = read.shops().find("web").orElseThrow().keys().get(0);
        assertThat(key.isHashedTo(ApiKey.hash(made.key()))).isTrue();
        assertThat(new KeyMaker().make("web", "x").key()).isNotEqualTo(made.key());
    }

    @Test
    void a_key_is_made_for_a_possible_shop_only() {
        for (String shop : List.of("", "Web", "a b", "../x", "x".repeat(65))) {
            assertThatThrownBy(() -> new KeyMaker().make(shop, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new KeyMaker().make("web", "a\", sha256: \"b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets: [ '' ]                    | 3 secret-empty",
                "secrets: [ whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX ] | 3 secret-in-file",
                "secrets: [ 'x{{env:S}}' ]          | 3 secret-in-file",
                "secrets: [ '{{env:UNSET}}' ]       | 3 reference-unknown",
                "secrets: [ '{{file:/no/such}}' ]   | 3 reference-unknown",
                "secrets: [ '{{env:S}}' ]           | 3 secret-invalid",
                "secrets: 'x'                       | 3 value-invalid",
                "secrets: [ { a: b } ]              | 3 value-invalid",
                "keys: [ x ]                        | 3 value-invalid",
                "keys: [ { name: a } ]              | 3 key-empty",
                "keys: [ { name: a, sha256: '' } ]  | 3 key-empty",
                "keys: [ { name: a, sha256: abc } ] | 3 value-invalid",
                "keys: [ { sha256: abc } ]          | 3 value-invalid",
                "keys: [ { name: a, sha256: abc, expires: soon } ] | 3 value-invalid",
                "keys: [ { name: a, key: abc } ]    | 3 key-unknown",
                "test-orders: yes                   | 3 value-invalid",
                "testorders: true                   | 3 key-unknown",
                "secret: [ x ]                      | 3 key-unknown"
            })
    void every_mistake_has_its_line(String entry, String problem) throws IOException {
        assertThat(problems("shops:\n  web:\n    " + entry + "\n", "S", "whsec_short"))
                .containsExactly(problem);
    }

    @Test
    void all_mistakes_are_told_at_once() throws IOException {
        assertThat(
                        problems(
                                """
                                shops:
                                  Web: { test-orders: maybe }
                                  done:
                                  web:
                                    secrets: [ "", "x" ]
                                admins:
                                  keys: []
                                """))
                .containsExactlyInAnyOrder(
                        "2 shop-name",
                        "2 value-invalid",
                        "3 shop-name",
                        "5 secret-empty",
                        "5 secret-in-file",
                        "6 key-unknown");
    }

    @Test
    void one_key_opens_one_door() throws IOException {
        String key = "{ name: a, sha256: " + HASH + " }";

        assertThat(
                        problems(
                                "shops:\n  web:\n    keys: [ "
                                        + key
                                        + " ]\nadmin:\n  keys: [ "
                                        + key
                                        + " ]\n"))
                .containsExactly("5 key-repeated");
    }

    @Test
    void a_shop_may_not_stand_twice() throws IOException {
        assertThat(problems("shops:\n  web:\n  web:\n")).containsExactly("3 key-repeated");
    }

    @Test
    void files_of_a_shop_may_lie_in_a_folder_of_its_own() throws IOException {
        ShopsReader.Read read =
                read(
                        "shops:\n  web:\n    files: \"{{env:DROP}}\"\n  other:\n    files: \"{{env:NONE:}}\"\n",
                        "DROP",
                        directory.resolve("a/../drop").toString());

        Shops shops = read.orRefuse();
        assertThat(shops.find("web").orElseThrow().files()).contains(directory.resolve("drop"));
        assertThat(shops.find("other").orElseThrow().files()).isEmpty();
    }

    @Test
    void no_folder_is_another_shops_or_lies_in_one() throws IOException {
        Path drop = Files.createDirectories(directory.resolve("drop/deep")).getParent();
        Files.createSymbolicLink(directory.resolve("way"), directory);
        String yaml = "shops:\n  web:\n    files: DROP\n  other:\n    files: %s\n";

        for (String other :
                List.of(
                        "DROP",
                        "DROP/deep",
                        "DROP/deep/to/come",
                        directory.toString(),
                        directory.resolve("way/drop").toString(),
                        ".gateway/inbox",
                        ".gateway/inbox/web",
                        ".gateway")) {
            assertThat(problems(yaml.formatted(other).replace("DROP", drop.toString())))
                    .as(other)
                    .containsExactly("5 folder-shared");
        }
    }

    @Test
    void a_folder_that_can_never_be_read_is_told() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

        assertThat(problems("shops:\n  web:\n    files: " + file + "\n"))
                .containsExactly("3 folder-unusable");
        assertThat(problems("shops:\n  web:\n    files: " + file + "/in/it\n"))
                .containsExactly("3 folder-unusable");
        assertThat(problems("shops:\n  web:\n    files: " + link + "\n"))
                .containsExactly("3 folder-unusable");
        assertThat(problems("shops:\n  web:\n    files: /drop?delete=true\n"))
                .containsExactly("3 value-invalid");
        assertThat(problems("shops:\n  web:\n    files: \"{{env:NONE}}\"\n"))
                .containsExactly("3 reference-unknown");
    }

    @Test
    void what_is_no_yaml_is_told_with_its_line() throws IOException {
        assertThat(problems("shops:\n  web: [\n"))
                .hasSize(1)
                .allMatch(text -> text.endsWith("shops-unreadable"));
        assertThat(problems("just text")).contains("1 shops-unreadable");
        assertThat(problems("")).isEmpty();
        assertThat(
                        new ShopsReader(
                                        new ShopBounds(directory, List.of()),
                                        (key, value) -> value,
                                        Map.of())
                                .read(directory.resolve("none.yaml"))
                                .problems())
                .hasSize(1);
    }

    @Test
    void a_mistake_refuses_the_start_without_repeating_a_secret() throws IOException {
        ShopsReader.Read read =
                read(
                        "shops:\n  web:\n    secrets: [ \"{{env:S}}\", whsec_canary ]\n",
                        "S",
                        "whsec_canary2");

        assertThatThrownBy(read::orRefuse)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("shops.yaml:3: ")
                .hasMessageNotContaining("canary");
    }
}
