package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.console.SeatsApi;
import org.moodlegateway.enrolment.PeopleDecisions.Decision;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.seating.AssignedRow;
import org.moodlegateway.seating.AssignmentFile;

/** Has a running gateway give seats away, over its API. */
final class ApiDesk implements SeatDesk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int GOOD = 200;
    private static final int NOT_LET_IN = 401;

    private final String url;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * Speaks to the gateway at an address.
     *
     * @param key of an administrator
     */
    ApiDesk(String url, String key) {
        this.url = url.replaceAll("/+$", "");
        this.key = key;
    }

    @Override
    public Assignment assign(String reference, Participant person, String course, boolean force) {
        ObjectNode json =
                Json.object()
                        .put("email", person.email())
                        .put("firstName", person.firstName())
                        .put("lastName", person.lastName())
                        .put("course", course)
                        .put("role", person.role())
                        .put("force", force);
        return assignment(reference, post("/api/seats/" + segment(reference) + "/assign", json));
    }

    @Override
    public Assignment unassign(String reference, boolean force) {
        return assignment(
                reference,
                post(
                        "/api/seats/" + segment(reference) + "/unassign",
                        Json.object().put("force", force)));
    }

    private Assignment assignment(String reference, HttpResponse<String> response) {
        JsonNode json = json(response);
        if (response.statusCode() != GOOD) {
            return new Assignment.Refused(
                    reference,
                    new Problem(
                            json.path("code").asText(),
                            json.path("pointer").asText(),
                            json.path("detail").asText()));
        }
        return json.path("result").asText().equals("assigned")
                ? new Assignment.Assigned(reference)
                : new Assignment.Unchanged(reference);
    }

    @Override
    public int rowsAtOnce() {
        return SeatsApi.MOST_ROWS / 2;
    }

    @Override
    public List<AssignedRow> assignAll(List<CsvRow> rows, boolean force) {
        HttpResponse<String> response =
                send("/api/seats/assign?force=" + force, "text/csv; charset=utf-8", csv(rows));
        List<AssignedRow> report = new ArrayList<>();
        for (JsonNode row : good(response).path("rows")) {
            report.add(
                    new AssignedRow(
                            rows.get(report.size()).number(),
                            row.path("reference").asText(),
                            row.path("result").asText(),
                            row.path("code").asText(""),
                            row.path("message").asText("")));
        }
        return report;
    }

    private static String csv(List<CsvRow> rows) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(AssignmentFile.COLUMNS);
            for (CsvRow row : rows) {
                printer.printRecord(AssignmentFile.COLUMNS.stream().map(row::at));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be written", e);
        }
        return text.toString();
    }

    @Override
    public Link link(String shop, String order, int days) {
        JsonNode json =
                good(
                        post(
                                "/api/orders/"
                                        + segment(shop)
                                        + "/"
                                        + segment(order)
                                        + "/claim-link",
                                Json.object().put("days", days)));
        return new Link(
                json.path("id").asText(),
                json.path("url").asText(),
                Instant.parse(json.path("expires").asText()));
    }

    @Override
    public boolean revoke(String id) {
        HttpResponse<String> response =
                post("/api/claim-links/" + segment(id) + "/revoke", Json.object());
        boolean unknown = json(response).path("code").asText().equals("claim-link-unknown");
        return !unknown && good(response).path("revoked").asBoolean();
    }

    @Override
    public Decision same(String oldEmail, String newEmail) {
        return decision("same", oldEmail, newEmail);
    }

    @Override
    public Decision differ(String oldEmail, String newEmail) {
        return decision("differ", oldEmail, newEmail);
    }

    private Decision decision(String what, String oldEmail, String newEmail) {
        HttpResponse<String> response =
                post(
                        "/api/people/" + what,
                        Json.object().put("old", oldEmail).put("new", newEmail));
        JsonNode json = json(response);
        return response.statusCode() == GOOD
                ? new Decision(json.path("result").asText(), null)
                : new Decision(
                        "",
                        new Problem(
                                json.path("code").asText(),
                                json.path("pointer").asText(),
                                json.path("detail").asText()));
    }

    private HttpResponse<String> post(String path, ObjectNode json) {
        return send(path, "application/json", json.toString());
    }

    private HttpResponse<String> send(String path, String type, String body) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .timeout(PATIENCE)
                            .header("X-API-Key", key)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString(body, UTF_8))
                            .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
            if (response.statusCode() == NOT_LET_IN) {
                throw new StoppedException(
                        "the gateway at " + url + " doesn't take the key in GATEWAY_ADMIN_KEY");
            }
            return response;
        } catch (IllegalArgumentException e) {
            throw new StoppedException("--api must be an address such as http://127.0.0.1:8080");
        } catch (IOException e) {
            throw new StoppedException("no gateway answers at " + url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped");
        }
    }

    private JsonNode good(HttpResponse<String> response) {
        JsonNode json = json(response);
        if (response.statusCode() != GOOD) {
            throw new StoppedException(
                    "the gateway at " + url + " refused it: " + json.path("detail").asText());
        }
        return json;
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new StoppedException("what answers at " + url + " is no gateway");
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        // the client closes its connections by itself
    }
}
