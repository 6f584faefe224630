package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who logs in to a real Moodle as people do, by its login form. */
record MoodleVisitor(String url, String email, String password) {
    private static final Pattern LOGIN_TOKEN =
            Pattern.compile("name=\"logintoken\" value=\"([^\"]*)\"");

    /** Logs in and opens a course; whether Moodle showed it, and so knows that he was there. */
    boolean opens(long course) {
        HttpClient browser =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(Redirect.NORMAL)
                        .build();
        String form = send(browser, HttpRequest.newBuilder(at("/login/index.php"))).body();
        Matcher token = LOGIN_TOKEN.matcher(form);
        String fields =
                (token.find() ? "logintoken=" + encoded(token.group(1)) + "&" : "")
                        + "username="
                        + encoded(email)
                        + "&password="
                        + encoded(password);
        HttpResponse<String> landed =
                send(
                        browser,
                        HttpRequest.newBuilder(at("/login/index.php"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(fields)));
        if (landed.uri().getPath().endsWith("/login/index.php")) {
            throw new AssertionError(email + " can't log in");
        }
        String shown = "/course/view.php?id=" + course;
        return send(browser, HttpRequest.newBuilder(at(shown))).uri().equals(at(shown));
    }

    private URI at(String path) {
        return URI.create(url + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
        try {
            return browser.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
