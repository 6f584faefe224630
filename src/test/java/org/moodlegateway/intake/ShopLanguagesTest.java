package org.moodlegateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.settings.Settings;

/** What a shop with a language of its own may say in {@code shops.yaml}, and its kind. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShopLanguagesTest {
    @TempDir private Path directory;

    @BeforeEach
    void kinds() throws IOException {
        Files.createDirectory(directory.resolve("shops"));
        for (String file : List.of("lib.jq", "woocommerce.jq", "woocommerce.yaml")) {
            Files.copy(Path.of("config/shops", file), directory.resolve("shops").resolve(file));
        }
    }

    private ShopsReader.Read read(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("shops.yaml"), yaml);
        Settings settings = Settings.read(Path.of("config"), Path.of("routes"), Map.of());
        return new ShopsReader(ShopBounds.of(settings), settings::resolve, Map.of()).read(file);
    }

    private List<String> problems(String yaml) throws IOException {
        return read(yaml).problems().stream()
                .map(
                        problem ->
                                Path.of(problem.file()).getFileName()
                                        + ":"
                                        + problem.line()
                                        + " "
                                        + problem.problem().message())
                .toList();
    }

    @Test
    void a_shop_chooses_what_is_written_back_into_its_orders() throws IOException {
        Shop woo =
                read("""
                                shops:
                                  woo:
                                    kind: woocommerce
                                    api: { url: https://shop.example.org }
                                    write-back: [ completed, note ]
                                """)
                        .orRefuse()
                        .find("woo")
                        .orElseThrow();

        assertThat(woo.language().orElseThrow().writesBack()).isTrue();
        assertThat(woo.language().orElseThrow().writeBacks())
                .extracting(one -> one.method() + " " + one.pathFor("A/7"))
                .containsExactly(
                        "PUT /wp-json/wc/v3/orders/A%2F7",
                        "POST /wp-json/wc/v3/orders/A%2F7/notes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            kind: woo                                       | kind names no kind of shop; config/shops describes woocommerce
            write-back: [ note ]                            | write-back belongs to a shop with a kind
            kind: woocommerce, write-back: note             | write-back must be a list such as [ note ]
            kind: woocommerce, write-back: [ note ]         | write-back needs an api to be written by
            kind: woocommerce, write-back: [ tweet ]        | write-back must be of completed, note
            kind: woocommerce, poll: 5                      | poll must be a duration such as PT5M
            kind: woocommerce, poll: PT0.5S                 | poll must be a second at least
            kind: woocommerce, api: { url: http://a.example } | url must begin with https://, or http:// on this machine
            kind: woocommerce, products: [ SCI ]            | products must be { KEY OF THE SHOP: PRODUCT, … }
            kind: woocommerce, database: { url: jdbc:x }    | database belongs to a shop of kind local_shop
            """)
    void what_a_shop_says_wrong_is_named_with_its_line(String shop, String message)
            throws IOException {
        assertThat(problems("shops:\n  other:\n  web: { " + shop + " }\n"))
                .containsExactly("shops.yaml:3 " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            write-back: { note: { path: /a, ask: /a } }                           | if is needed: a jq that is true or false
            write-back: { note: { path: /a, ask: /a, if: '.answer ==' } }         | if is no jq
            write-back: { note: { path: //a, ask: /a, if: 'true' } }              | path must begin with one slash
            write-back: { note: { path: /a, if: 'true' } }                        | ask must begin with one slash
            write-back: { note: { path: /a, ask: /a, if: 'true', method: get } }  | method must be one of post, put
            write-back: { note: { path: /a, ask: /a, if: 'true', body: text } }   | body must have keys of its own
            write-back: { note: { url: /a } }                                     | url is not known; known are ask, body, if, method, path
            poll: { path: /orders, pages: { by: guess } }                         | by must be one of last-item, link, short-page, total-count, total-pages
            poll: { path: /orders, pages: { by: short-page } }                    | pages needs a header for total-pages, a pointer or total and a size for total-count, a size for short-page, an item, a parameter and more or a pointer for last-item
            api: { auth: "Basic auth" }                                           | auth must be the name of a header
            webhook: { signature: { scheme: body } }                              | signature needs the header that holds the signature
            webhook: { signature: { scheme: standard }, version: changed }         | version must be a JSON pointer such as /orders
            """)
    void what_a_kind_says_wrong_is_named_with_its_line(String kind, String message)
            throws IOException {
        Files.writeString(directory.resolve("shops/acme.jq"), "{ ignore: \"Nothing.\" }");
        Files.writeString(directory.resolve("shops/acme.yaml"), "settings: {}\n" + kind + "\n");

        assertThat(problems("shops:\n  web:\n")).containsExactly("acme.yaml:2 " + message);
    }
}
