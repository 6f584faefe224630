package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moodlegateway.shop.PollRules.Format;
import org.moodlegateway.shop.PollRules.Pages;
import org.moodlegateway.shop.PollRules.Since;

/** What is read of the pages of a poll, and where the next one is. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PollPageTest {
    private static final String PARIS = "Europe/Paris";

    private static PollRules rules(String items, Pages pages, Format format) {
        return new PollRules(
                "/api/orders",
                Map.of("filter[date_upd]", List.of(">[{since}]"), "limit", List.of("{offset},100")),
                items,
                "/date_upd",
                new Since(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"), null),
                Duration.ofMinutes(5),
                pages,
                format);
    }

    private static Pages shortPage(int size) {
        return new Pages(Pages.By.SHORT_PAGE, "", size, "", "", "", "");
    }

    private static List<String> items(String pointer, String body)
            throws UnreadableAnswerException {
        return JsonList.read(body.getBytes(UTF_8), pointer).stream()
                .map(item -> new String(item, UTF_8))
                .toList();
    }

    private static PollWindow window(Pages pages, String zone) {
        return new PollWindow(
                rules("/orders", pages, Format.JSON),
                ShopApi.of("https://shop.example.org/sub/", "", ""),
                zone,
                Instant.parse("2026-01-15T09:30:00Z"));
    }

    private static ShopAnswer.Answered answered(String... headers) {
        return new ShopAnswer.Answered(200, Map.of(headers[0], List.of(headers[1])), new byte[0]);
    }

    @Test
    void orders_are_handed_out_byte_for_byte() throws Exception {
        assertThat(
                        items(
                                "/a/orders",
                                " {\"n\":[{}],\"a\":{\"orders\":[ {\"id\" :"
                                        + " 90071992547409931,\"x\":\"\\u00e9 \\/"
                                        + " Ł\"},{\"y\":[{}]}]}}"))
                .containsExactly(
                        "{\"id\" : 90071992547409931,\"x\":\"\\u00e9 \\/ Ł\"}", "{\"y\":[{}]}");
        assertThat(items("", "[{\"a\":1},null]")).containsExactly("{\"a\":1}");
        assertThat(items("/orders", "{\"orders\":{\"7\":{\"a\":1},\"8\":{\"a\":2}}}"))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(items("/orders", "{\"orders\":{\"id\":1,\"b\":{}}}"))
                .containsExactly("{\"id\":1,\"b\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "null",
                "{\"orders\":[]}",
                "{\"orders\":null}",
                "{\"orders\":\"\"}",
                "{\"orders\":{}}"
            })
    void nothing_is_no_order(String body) throws Exception {
        assertThat(items("/orders", body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{\"error\":\"no\"}",
                "{\"orders\":[{}",
                "{\"orders\":[1]}",
                "{\"orders\":5}",
                "[{}]"
            })
    void anything_else_is_unreadable(String body) {
        assertThatThrownBy(() -> items("/orders", body))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void xml_becomes_the_json_that_a_mapping_expects() throws Exception {
        String xml =
                "<?xml version=\"1.0\"?><prestashop><orders><order"
                        + " id=\"1\"><id><![CDATA[88]]></id><note/><date_upd>2026-01-15"
                        + " 10:30:00</date_upd><rows n=\"x\"><row><id>1</id></row><row><id>2 &amp;"
                        + " Ł</id></row></rows></order></orders></prestashop>";

        PollPage page =
                PollPage.read(
                        rules("/prestashop/orders/order", shortPage(1), Format.XML),
                        PARIS,
                        xml.getBytes(UTF_8));

        assertThat(page.newest()).contains(Instant.parse("2026-01-15T09:30:00Z"));
        assertThat(page.items())
                .extracting(item -> new String(item, UTF_8))
                .containsExactly(
                        "{\"id\":\"88\",\"note\":\"\",\"date_upd\":\"2026-01-15"
                                + " 10:30:00\",\"rows\":{\"row\":[{\"id\":\"1\"},{\"id\":\"2 &"
                                + " Ł\"}]}}");
        assertThat(
                        PollPage.read(
                                        rules("/prestashop/orders/order", shortPage(1), Format.XML),
                                        PARIS,
                                        "<prestashop><orders/></prestashop>".getBytes(UTF_8))
                                .items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>",
                "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a/>",
                "<a>&undeclared;</a>",
                "<a><b></a>",
                ""
            })
    void xml_that_wants_more_than_itself_is_refused(String xml) {
        assertThatThrownBy(() -> XmlAnswer.read(xml.getBytes(UTF_8)))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void xml_is_read_in_the_encoding_that_it_declares() throws Exception {
        String latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>Zo\u00e9</a>";

        assertThat(XmlAnswer.read(latin.getBytes(ISO_8859_1)).path("a").asText()).isEqualTo("Zoé");
        assertThat(XmlAnswer.read("\uFEFF<a>Ł</a>".getBytes(UTF_8)).path("a").asText())
                .isEqualTo("Ł");
    }

    @Test
    void bytes_that_are_no_text_are_refused_without_a_word_on_stderr() {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            assertThatThrownBy(() -> XmlAnswer.read("<a>Zo\u00e9</a>".getBytes(ISO_8859_1)))
                    .isInstanceOf(UnreadableAnswerException.class);
            assertThatThrownBy(
                            () ->
                                    XmlAnswer.read(
                                            "<?xml version=\"1.0\" encoding=\"no-such\"?><a/>"
                                                    .getBytes(UTF_8)))
                    .isInstanceOf(UnreadableAnswerException.class);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(UTF_8)).isEmpty();
    }

    @Test
    void xml_has_a_depth() {
        assertThatThrownBy(
                        () ->
                                XmlAnswer.read(
                                        ("<a>".repeat(65) + "</a>".repeat(65)).getBytes(UTF_8)))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageContaining("deeper");
    }

    @Test
    void times_are_written_in_the_zone_of_the_shop_and_must_be_readable() throws Exception {
        assertThat(window(shortPage(100), PARIS).page(3))
                .hasToString(
                        "https://shop.example.org/sub/api/orders?filter%5Bdate_upd%5D=%3E%5B2026-01-15%2010%3A30%3A00%5D&limit=200%2C100");
        assertThatThrownBy(() -> window(shortPage(100), "").page(1))
                .hasMessageContaining("time-zone");
        assertThatThrownBy(
                        () ->
                                PollPage.read(
                                        rules("", shortPage(1), Format.JSON),
                                        "",
                                        "[{\"date_upd\":\"2026-01-15 10:30:00\"}]".getBytes(UTF_8)))
                .hasMessageContaining("/date_upd");
        assertThat(ZoneId.of(PARIS)).isNotEqualTo(ZoneOffset.UTC);
    }

    @Test
    void the_next_page_is_found_in_every_way() throws Exception {
        PollPage full = new PollPage(List.of(new byte[1], new byte[1]), null, 5, false, List.of());
        PollPage empty = new PollPage(List.of(), null, 5, false, List.of());
        Pages total = new Pages(Pages.By.TOTAL_PAGES, "X-Pages", 0, "X-Total", "", "", "");
        Pages count = new Pages(Pages.By.TOTAL_COUNT, "/total", 2, "", "", "", "");

        assertThat(window(shortPage(2), PARIS).after(1, full, answered("a", "b"))).isPresent();
        assertThat(window(shortPage(3), PARIS).after(1, full, answered("a", "b"))).isEmpty();
        assertThat(window(total, PARIS).after(1, full, answered("x-pages", "2"))).isPresent();
        assertThat(window(total, PARIS).after(2, full, answered("x-pages", "2"))).isEmpty();
        assertThat(window(total, PARIS).after(1, empty, answered("x-pages", "2"))).isEmpty();
        assertThat(window(total, PARIS).isGapless("", 17, full, answered("x-total", "17")))
                .isTrue();
        assertThat(window(total, PARIS).isGapless("", 18, full, answered("x-total", "17")))
                .isFalse();
        assertThat(window(count, PARIS).after(2, full, answered("a", "b"))).isPresent();
        assertThat(window(count, PARIS).after(3, full, answered("a", "b"))).isEmpty();
        assertThatThrownBy(() -> window(total, PARIS).after(1, full, answered("a", "b")))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void pages_that_reach_back_are_counted_by_what_they_add() throws Exception {
        PollPage page =
                new PollPage(List.of(new byte[1], new byte[1]), null, -1, false, List.of("7", "8"));
        PollWindow window =
                window(new Pages(Pages.By.TOTAL_COUNT, "", 100, "X-Total", "/id", "", ""), PARIS);

        assertThat(window.after(1, page, answered("x-total", "100"))).isEmpty();
        assertThat(window.after(1, page, answered("x-total", "101")))
                .hasValueSatisfying(next -> assertThat(next).asString().endsWith("=99%2C100"));
        assertThat(window.after(2, page, answered("x-total", "199"))).isEmpty();
        assertThat(window.after(2, page, answered("x-total", "200"))).isPresent();
        assertThatThrownBy(() -> window.after(1, page, answered("a", "b")))
                .hasMessageContaining("X-Total");
    }

    @Test
    void the_last_item_takes_the_place_of_what_the_first_question_says_behind_it()
            throws Exception {
        PollRules rules =
                new PollRules(
                        "/orders",
                        Map.of("behind", List.of("0"), "x", List.of("y")),
                        "/orders",
                        "/date_upd",
                        new Since(DateTimeFormatter.ofPattern("yyyy"), ZoneOffset.UTC),
                        Duration.ofMinutes(5),
                        new Pages(Pages.By.LAST_ITEM, "/total", 0, "", "/id", "behind", ""),
                        Format.JSON);
        PollWindow window =
                new PollWindow(
                        rules,
                        ShopApi.of("https://shop.example.org", "", ""),
                        "UTC",
                        Instant.EPOCH);

        assertThat(window.page(1)).hasQuery("behind=0&x=y");
        assertThat(window.after(1, behind(rules, 2), answered("a", "b")))
                .hasValueSatisfying(next -> assertThat(next).hasQuery("behind=7&x=y"));
        assertThat(window.after(2, behind(rules, 1), answered("a", "b"))).isEmpty();
        assertThatThrownBy(() -> window.after(1, behind(rules, -1), answered("a", "b")))
                .hasMessageContaining("/total");
    }

    private static PollPage behind(PollRules rules, int total) throws UnreadableAnswerException {
        return PollPage.read(
                rules,
                "UTC",
                "{\"orders\":[{\"id\":7,\"date_upd\":\"2026-01-15T09:30:00Z\"}],\"total\":%d}"
                        .formatted(total)
                        .getBytes(UTF_8));
    }

    @Test
    void the_last_item_leads_to_the_next_page_while_there_is_more() throws Exception {
        PollRules rules =
                rules(
                        "/data",
                        new Pages(
                                Pages.By.LAST_ITEM,
                                "",
                                0,
                                "",
                                "/id",
                                "starting_after",
                                "/has_more"),
                        Format.JSON);
        PollWindow window =
                new PollWindow(
                        rules,
                        ShopApi.of("https://shop.example.org", "", ""),
                        PARIS,
                        Instant.parse("2026-01-15T09:30:00Z"));
        String items =
                "\"data\":[{\"id\":\"e 2\",\"date_upd\":1768469400},{\"id\":\"e"
                        + " 1\",\"date_upd\":1768469399}]";

        assertThat(next(window, "{\"has_more\":true," + items + "}"))
                .isEqualTo(window.page(1) + "&starting_after=e%201");
        assertThat(next(window, "{\"has_more\":false," + items + "}")).isEqualTo("none");
        assertThat(next(window, "{\"has_more\":true,\"data\":[]}")).isEqualTo("none");
        assertThatThrownBy(() -> next(window, "{" + items + "}")).hasMessageContaining("/has_more");
        assertThatThrownBy(
                        () ->
                                next(
                                        window,
                                        "{\"has_more\":true,\"data\":[{\"date_upd\":1768469400}]}"))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageContaining("'/id'");
    }

    @Test
    void pages_that_overlap_show_when_orders_have_left() throws Exception {
        PollRules rules =
                rules("", new Pages(Pages.By.SHORT_PAGE, "", 2, "", "/id", "", ""), Format.JSON);
        PollWindow window =
                new PollWindow(
                        rules,
                        ShopApi.of("https://shop.example.org", "", ""),
                        PARIS,
                        Instant.parse("2026-01-15T09:30:00Z"));
        PollPage page =
                PollPage.read(
                        rules,
                        PARIS,
                        "[{\"id\":7,\"date_upd\":1768469400},{\"id\":\"8\"}]".getBytes(UTF_8));

        assertThat(window.page(3).toString()).endsWith("limit=2%2C100");
        assertThat(page.last()).isEqualTo("8");
        ShopAnswer.Answered untold = answered("a", "b");
        assertThat(window.isGapless("", 0, page, untold)).isTrue();
        assertThat(window.isGapless("7", 0, page, untold)).isTrue();
        assertThat(window.isGapless("6", 0, page, untold)).isFalse();
        assertThatThrownBy(() -> window.isGapless("8", 0, page, untold))
                .hasMessageContaining("same page");
    }

    private static String next(PollWindow window, String body) throws UnreadableAnswerException {
        PollPage page = PollPage.read(window.rules(), window.zone(), body.getBytes(UTF_8));
        return window.after(1, page, answered("a", "b")).map(String::valueOf).orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<https://shop.example.org/sub/o.json?p=2>; rel=\"next\" |"
                        + " https://shop.example.org/sub/o.json?p=2",
                "<https://shop.example.org/sub/a?p=1>; rel=\"previous\", </sub/a?p=3>; rel=\"next\""
                        + " | https://shop.example.org/sub/a?p=3",
                "<https://SHOP.example.org:443/sub/a>; rel=next |"
                        + " https://SHOP.example.org:443/sub/a",
                "<https://shop.example.org/sub/a?p=1>; rel=\"previous\" | none",
                "<https://evil.example.org/sub/a>; rel=\"next\" | refused",
                "<http://shop.example.org/sub/a>; rel=\"next\" | refused",
                "<https://shop.example.org/other>; rel=\"next\" | refused",
                "<https://shop.example.org/sub/../admin>; rel=\"next\" | refused",
                "<https://shop.example.org/sub/%2e%2e/admin>; rel=\"next\" | refused",
                "<https://u:p@shop.example.org/sub/a>; rel=\"next\" | refused",
                "<//evil.example.org/sub/a>; rel=\"next\" | refused",
            })
    void a_link_leads_on_below_the_api_only(String link, String expected) throws Exception {
        PollWindow window = window(new Pages(Pages.By.LINK, "", 0, "", "", "", ""), PARIS);
        PollPage page = new PollPage(List.of(), null, -1, false, List.of());
        String found;
        try {
            found =
                    window.after(1, page, answered("link", link))
                            .map(String::valueOf)
                            .orElse("none");
        } catch (UnreadableAnswerException e) {
            found = "refused";
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "//evil.example.org/a",
                "/../x",
                "/a/%2E%2e/x",
                "/a/..%2f../x",
                "/a\\..\\x",
                "/a/./b",
                "@evil.example.org/"
            })
    void no_path_leads_out_of_the_api(String path) {
        ShopApi api = ShopApi.of("https://shop.example.org/sub", "", "");

        assertThatThrownBy(() -> api.below(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void paths_are_encoded_where_they_must_be() {
        ShopApi api = ShopApi.of("https://shop.example.org", "", "");

        assertThat(api.below("/a b/{x}?q=[1]&r=%20#f 100%"))
                .hasToString("https://shop.example.org/a%20b/%7Bx%7D?q=%5B1%5D&r=%20%23f%20100%25");
        assertThat(api.below("/orders/..5")).hasToString("https://shop.example.org/orders/..5");
    }
}
