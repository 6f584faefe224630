package org.moodlegateway.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Chromium without a screen, driven as a person drives it: by addresses and keys.
 *
 * <p>Source: W3C WebDriver, as chromedriver speaks it.
 */
final class Browser implements AutoCloseable {
    static final String TAB = "\uE004";
    static final String ENTER = "\uE007";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("on port (\\d+)");
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));

    private final Process driver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private String session;

    private Browser(Process driver, int port) {
        this.driver = driver;
        this.base = "http://127.0.0.1:" + port + "/session";
    }

    static boolean installed() {
        return DRIVERS.stream().anyMatch(Files::isExecutable);
    }

    /** A window of this size whose user likes this language best. */
    static Browser open(String language, int width, int height) {
        try {
            String path =
                    DRIVERS.stream()
                            .filter(Files::isExecutable)
                            .findFirst()
                            .orElseThrow()
                            .toString();
            Process driver = new ProcessBuilder(path, "--port=0").redirectErrorStream(true).start();
            Browser browser = new Browser(driver, port(driver));
            browser.start(language, width, height);
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(Process driver) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(driver.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find() && line.contains("started")) {
                return Integer.parseInt(port.group(1));
            }
        }
        throw new IOException("chromedriver did not start");
    }

    private void start(String language, int width, int height) {
        ObjectNode options = JSON.createObjectNode();
        ArrayNode arguments = options.putArray("args");
        Stream.of(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--lang=" + language,
                        "--window-size=" + width + "," + height)
                .forEach(arguments::add);
        options.putObject("prefs").put("intl.accept_languages", language);
        options.putObject("mobileEmulation")
                .putObject("deviceMetrics")
                .put("width", width)
                .put("height", height)
                .put("pixelRatio", 2)
                .put("mobile", width < 600);
        ObjectNode request = JSON.createObjectNode();
        request.putObject("capabilities")
                .putObject("alwaysMatch")
                .set("goog:chromeOptions", options);
        session = send("", request).path("sessionId").asText();
    }

    void go(String url) {
        send("/" + session + "/url", JSON.createObjectNode().put("url", url));
    }

    /** Presses keys one after another, as on a keyboard. */
    void press(String keys) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode keyboard = request.putArray("actions").addObject();
        keyboard.put("type", "key").put("id", "keyboard");
        ArrayNode actions = keyboard.putArray("actions");
        keys.codePoints()
                .mapToObj(Character::toString)
                .forEach(
                        key -> {
                            actions.addObject().put("type", "keyDown").put("value", key);
                            actions.addObject().put("type", "keyUp").put("value", key);
                        });
        send("/" + session + "/actions", request);
    }

    /** Goes on by the tabulator until the focus is on the element with this id. */
    void tabTo(String id) {
        for (int i = 0; i < 60; i++) {
            if (focused().equals(id)) {
                return;
            }
            press(TAB);
        }
        throw new AssertionError("the tabulator never reaches " + id + " from " + focused());
    }

    /** The id of the element that has the focus; its tag if it has no id. */
    String focused() {
        return evaluate("const e = document.activeElement; return e.id || e.tagName.toLowerCase();")
                .asText();
    }

    String text(String selector) {
        return evaluate(
                        "const e = document.querySelector('"
                                + selector
                                + "'); return e ? e.innerText : '';")
                .asText();
    }

    String value(String id) {
        return evaluate("return document.getElementById('" + id + "').value;").asText();
    }

    String url() {
        return evaluate("return location.href;").asText();
    }

    /** What a script of the developer's tools finds out. */
    JsonNode evaluate(String script) {
        ObjectNode request = JSON.createObjectNode().put("script", script);
        request.putArray("args");
        return send("/" + session + "/execute/sync", request);
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        String png = send("/" + session + "/screenshot", null).asText();
        Files.write(file, Base64.getDecoder().decode(png));
    }

    private JsonNode send(String path, JsonNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json");
        try {
            JsonNode answer =
                    JSON.readTree(
                            http.send(
                                            (body == null
                                                            ? request.GET()
                                                            : request.POST(
                                                                    BodyPublishers.ofString(
                                                                            body.toString())))
                                                    .build(),
                                            BodyHandlers.ofString(UTF_8))
                                    .body());
            JsonNode value = answer.path("value");
            if (value.has("error")) {
                throw new AssertionError(value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create(base + "/" + session)).DELETE().build(),
                    BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            driver.destroy();
        }
    }
}
