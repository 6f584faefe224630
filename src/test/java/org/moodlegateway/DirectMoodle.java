package org.moodlegateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.Reply;
import org.moodlegateway.moodle.RestMoodle;

/** Asks a Moodle past the gateway, so that a test sees what it has. */
public final class DirectMoodle {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    private DirectMoodle(String url) {
        this.url = url;
    }

    public static MoodleSite at(String url, String token) {
        DirectMoodle direct = new DirectMoodle(url);
        return new RestMoodle(
                (function, form) -> direct.send(form),
                token,
                (function, rows, outcome, nanos) -> {});
    }

    private Reply send(String form) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/webservice/rest/server.php"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body(), "");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
