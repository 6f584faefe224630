package org.moodlegateway.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.Orders;
import org.moodlegateway.ServingFixture;

/** A buyer with a real browser, before the whole gateway and a sandbox Moodle. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ClaimPageIT {
    private static final Path SHOTS = Path.of("target", "claim-page");

    @TempDir private static Path directory;
    private static ServingFixture gateway;

    @BeforeAll
    static void start() {
        boolean required = "1".equals(System.getenv("BROWSER_REQUIRED"));
        assumeTrue(
                required || Browser.installed(),
                "without chromium and chromium-driver the page is not tried in a browser");
        gateway =
                ServingFixture.in(
                        directory, Map.of("CLAIM_SECRET", "canary-of-the-claim-secret-0123456789"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** The free seats of a new order, and the address of its page. */
    private record Bought(String url, String linkId, List<String> free) {}

    private static Bought bought(String id, int seats, String... participants) {
        gateway.postWithKey(
                order(id).boughtByOffice().line(Orders.SCI, seats, participants).json());
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                gateway.count(
                                                "select count(*) from seat where kind = 'PAID' and order_id = '"
                                                        + id
                                                        + "'")
                                        == seats);
        JsonNode link =
                gateway.send(
                                gateway.post(
                                        "/api/orders/web/" + id + "/claim-link",
                                        "{}".getBytes(StandardCharsets.UTF_8),
                                        "X-API-Key",
                                        ServingFixture.ADMIN_KEY))
                        .json();
        return new Bought(link.path("url").asText(), link.path("id").asText(), free(id));
    }

    private static List<String> free(String id) {
        return gateway.list(
                "select reference from seat where kind = 'PAID' and order_id = '"
                        + id
                        + "' and state = 'UNASSIGNED' order by number");
    }

    private static List<String> sitting(String reference) {
        return gateway.list(
                "select email || ' ' || first_name || ' ' || last_name from seat where reference = '"
                        + reference
                        + "'");
    }

    @Test
    void a_participant_is_named_with_the_keyboard_alone_on_a_phone() throws IOException {
        Bought bought = bought("K-1", 2, "ana@example.org");
        String seat = bought.free().get(0);

        try (Browser browser = Browser.open("fr-FR", 360, 740)) {
            browser.go(bought.url());
            browser.screenshot(SHOTS.resolve("phone-fr.png"));
            browser.tabTo("first-" + seat);
            browser.press("Zoé" + Browser.TAB + "Łukasik" + Browser.TAB + "zoe@example.org");
            browser.press(Browser.TAB + Browser.ENTER);

            assertThat(browser.focused()).isEqualTo("notice");
            assertThat(browser.text("#notice")).contains("Zoé Łukasik", "attribuée");
            assertThat(browser.url().substring(bought.url().length()))
                    .doesNotContain("zo", "Zo", "ukasik", "example");
            browser.screenshot(SHOTS.resolve("phone-fr-done.png"));
        }

        assertThat(sitting(seat)).containsExactly("zoe@example.org Zoé Łukasik");
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                gateway.ask("/api/orders/web/K-1")
                                        .json()
                                        .path("status")
                                        .asText()
                                        .equals("FULFILLED"));
    }

    @Test
    void a_mistake_takes_the_focus_and_leads_to_its_field_with_what_was_typed() throws IOException {
        Bought bought = bought("K-2", 1);
        String seat = bought.free().get(0);

        try (Browser browser = Browser.open("en-GB", 360, 740)) {
            browser.go(bought.url());
            browser.tabTo("first-" + seat);
            browser.press("Bo" + Browser.TAB + Browser.TAB + "bo@nowhere" + Browser.ENTER);

            assertThat(browser.focused()).isEqualTo("notice");
            assertThat(browser.evaluate("return document.title;").asText()).startsWith("Error: ");
            assertThat(browser.text("#notice")).contains("Last name: Please enter a name.");
            browser.screenshot(SHOTS.resolve("phone-en-mistake.png"));
            browser.press(Browser.TAB + Browser.ENTER);
            assertThat(browser.focused()).isEqualTo("last-" + seat);
            assertThat(browser.value("first-" + seat)).isEqualTo("Bo");
            assertThat(browser.value("email-" + seat)).isEqualTo("bo@nowhere");
            browser.press("Li" + Browser.ENTER);
            assertThat(browser.text("#wrong-email-" + seat)).contains("no complete e-mail address");
            assertThat(described(browser, "email-" + seat)).contains("no complete e-mail address");
        }

        assertThat(sitting(seat)).containsExactly("  ");
    }

    /** What a screen reader says beside the field's name. */
    private static String described(Browser browser, String id) {
        return browser.evaluate(
                        "const e = document.getElementById('"
                                + id
                                + "'); return document.getElementById(e.getAttribute('aria-describedby')).innerText;")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({"360, 740", "320, 568", "1280, 900"})
    void the_page_fits_the_window(int width, int height) throws IOException {
        Bought bought =
                bought("W-" + width, 3, "a-rather-long-address.of-somebody@mail.example.org");

        try (Browser browser = Browser.open("fr", width, height)) {
            browser.go(bought.url());
            browser.screenshot(SHOTS.resolve("width-" + width + ".png"));

            assertThat(browser.evaluate("return document.documentElement.scrollWidth;").asInt())
                    .isLessThanOrEqualTo(width);
            assertThat(
                            browser.evaluate(
                                            "return Math.min(...[...document.querySelectorAll('input:not([type=hidden]),button')].map(e => e.getBoundingClientRect().height));")
                                    .asDouble())
                    .as("large enough for a finger")
                    .isGreaterThanOrEqualTo(44);
        }
    }

    @Test
    void the_language_is_the_browsers_until_the_visitor_chooses_another() {
        Bought bought = bought("L-1", 1);

        try (Browser browser = Browser.open("de", 1000, 800)) {
            browser.go(bought.url());
            assertThat(browser.text("h1")).as("the buyer's").isEqualTo("Places de la commande L-1");
        }
        try (Browser browser = Browser.open("en", 1000, 800)) {
            browser.go(bought.url());
            assertThat(browser.text("h1")).isEqualTo("Seats of order L-1");
            browser.press(Browser.TAB + Browser.ENTER);
            assertThat(browser.text("h1")).isEqualTo("Places de la commande L-1");
            assertThat(browser.evaluate("return document.documentElement.lang;").asText())
                    .isEqualTo("fr");
        }
    }

    @Test
    void a_participant_is_corrected_before_he_opens_the_course() {
        Bought bought = bought("C-1", 1, "typo@example.org");
        String seat =
                gateway.list("select reference from seat where order_id = 'C-1' and kind = 'PAID'")
                        .get(0);

        try (Browser browser = Browser.open("en", 1000, 800)) {
            browser.go(bought.url());
            browser.press(Browser.TAB + Browser.TAB + Browser.ENTER);
            browser.tabTo("email-" + seat);
            browser.evaluate("document.activeElement.select();");
            browser.press("right@example.org" + Browser.ENTER);
            assertThat(browser.text("#notice")).contains("is given");
        }

        assertThat(gateway.list("select email from seat where reference = '" + seat + "'"))
                .containsExactly("right@example.org");
    }

    @Test
    void a_hostile_order_runs_no_script_in_the_browser() {
        String hostile = "<img src=x onerror=\"document.title='owned'\">";
        gateway.postWithKey(order("H-1 " + hostile).line(Orders.SCI, 2, "ana@example.org").json());
        String path =
                java.net.URLEncoder.encode("H-1 " + hostile, StandardCharsets.UTF_8)
                        .replace("+", "%20");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.ask("/api/orders/web/" + path).status() == 200);
        String url =
                gateway.send(
                                gateway.post(
                                        "/api/orders/web/" + path + "/claim-link",
                                        "{}".getBytes(StandardCharsets.UTF_8),
                                        "X-API-Key",
                                        ServingFixture.ADMIN_KEY))
                        .json()
                        .path("url")
                        .asText();

        try (Browser browser = Browser.open("en", 1000, 800)) {
            browser.go(url);

            assertThat(browser.text("h1")).isEqualTo("Seats of order H-1 " + hostile);
            assertThat(browser.evaluate("return document.images.length;").asInt()).isZero();
            assertThat(browser.evaluate("return document.title;").asText()).startsWith("Seats of");
        }
    }

    @Test
    void a_revoked_link_leads_nowhere() {
        Bought bought = bought("V-1", 1);
        gateway.send(
                gateway.post(
                        "/api/claim-links/" + bought.linkId() + "/revoke",
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "X-API-Key",
                        ServingFixture.ADMIN_KEY));

        try (Browser browser = Browser.open("fr", 360, 740)) {
            browser.go(bought.url());

            assertThat(browser.text("h1")).isEqualTo("Ce lien n’est pas valable");
            assertThat(browser.text("body")).doesNotContain("V-1");
        }
    }
}
