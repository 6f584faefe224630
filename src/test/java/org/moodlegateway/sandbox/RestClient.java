package org.moodlegateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls a web service the way a PHP form does; parameters are maps, lists and scalars. */
final class RestClient {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;

    RestClient(Sandbox sandbox, String token) {
        this.base = sandbox.baseUri();
        this.token = token;
    }

    /** The answer as JSON. */
    JsonNode call(String function, Map<String, ?> parameters) throws Exception {
        return JSON.readTree(send(form(function, parameters)).body());
    }

    HttpResponse<String> send(String form) throws IOException, InterruptedException {
        return http.send(request("", form), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String query, String form) throws IOException, InterruptedException {
        return http.send(request(query, form), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String form) {
        return http.sendAsync(request("", form), HttpResponse.BodyHandlers.ofString());
    }

    /** The control paths: method, path with query, JSON. */
    HttpResponse<String> control(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Control fields come first, the parameters after them. */
    String form(String function, Map<String, ?> parameters) {
        List<String> fields = new ArrayList<>();
        fields.add("wstoken=" + token);
        fields.add("wsfunction=" + function);
        fields.add("moodlewsrestformat=json");
        parameters.forEach((name, value) -> addFields(fields, name, value));
        return String.join("&", fields);
    }

    static void addFields(List<String> fields, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> addFields(fields, name + "[" + key + "]", entry));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                addFields(fields, name + "[" + i + "]", list.get(i));
            }
        } else {
            fields.add(encode(name) + "=" + encode(String.valueOf(value)));
        }
    }

    private HttpRequest request(String query, String form) {
        return HttpRequest.newBuilder(base.resolve("/webservice/rest/server.php" + query))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
