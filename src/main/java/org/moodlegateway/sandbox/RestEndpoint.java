package org.moodlegateway.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** {@code /webservice/rest/server.php}: reads what arrived as PHP would. */
final class RestEndpoint {
    private final Vertx vertx;
    private final MoodleSite site;
    private final Connections connections;

    RestEndpoint(Vertx vertx, MoodleSite site, Connections connections) {
        this.vertx = vertx;
        this.site = site;
        this.connections = connections;
    }

    void handle(HttpServerRequest http) {
        String type =
                Objects.requireNonNullElse(http.getHeader("Content-Type"), "")
                        .toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            http.setExpectMultipart(true);
            http.end().onSuccess(end -> serve(http, parts(http)));
        } else if (type.startsWith("application/x-www-form-urlencoded")) {
            http.body().onSuccess(body -> serve(http, form(body)));
        } else {
            http.body().onSuccess(body -> serve(http, Map.of()));
        }
    }

    private Map<String, Object> form(Buffer body) {
        Dials dials = site.dials();
        return body.length() > dials.maxBodyBytes()
                ? Map.of()
                : FormParameters.ofBody(
                        body.toString(StandardCharsets.UTF_8), dials.maxInputVars());
    }

    private Map<String, Object> parts(HttpServerRequest http) {
        List<FormParameters.FormField> fields =
                http.formAttributes().entries().stream()
                        .map(e -> new FormParameters.FormField(e.getKey(), e.getValue()))
                        .toList();
        return FormParameters.ofParts(fields, site.dials().maxInputVars());
    }

    private void serve(HttpServerRequest http, Map<String, Object> body) {
        Map<String, Object> query =
                FormParameters.ofQuery(http.query(), site.dials().maxInputVars());
        new RestExchange(vertx, site, connections, http, RestRequest.of(query, body)).start();
    }
}
