package org.moodlegateway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What one would write in an afternoon, to compare with: it looks people up, makes accounts,
 * enrols, and keeps nothing. Arguments: Moodle's address, batch size, writers, seats. Prints the
 * milliseconds it took.
 */
public final class BareClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;

    private BareClient(String moodle) {
        this.service = URI.create(moodle + "/webservice/rest/server.php");
    }

    public static void main(String[] arguments) throws Exception {
        BareClient client = new BareClient(arguments[0]);
        int batch = Integer.parseInt(arguments[1]);
        int writers = Integer.parseInt(arguments[2]);
        List<BenchSeat> seats = BenchSeat.all().subList(0, Integer.parseInt(arguments[3]));
        System.out.println(client.enrolAll(seats, batch, writers) + " ms");
        System.exit(0);
    }

    private long enrolAll(List<BenchSeat> seats, int batch, int writers)
            throws InterruptedException, ExecutionException, IOException {
        Map<String, String> courses = new HashMap<>();
        for (BenchSeat seat : seats) {
            if (!courses.containsKey(seat.course())) {
                courses.put(seat.course(), course(seat.course()));
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Future<?>> parts = new ArrayList<>();
        long from = System.nanoTime();
        for (int at = 0; at < seats.size(); at += batch) {
            List<BenchSeat> part = seats.subList(at, Math.min(seats.size(), at + batch));
            parts.add(
                    pool.submit(
                            () -> {
                                enrol(part, courses);
                                return null;
                            }));
        }
        for (Future<?> part : parts) {
            part.get();
        }
        pool.shutdown();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    private String course(String name) throws IOException, InterruptedException {
        return call("core_course_get_courses_by_field", "field=shortname&value=" + encode(name))
                .path("courses")
                .path(0)
                .path("id")
                .asText();
    }

    private void enrol(List<BenchSeat> seats, Map<String, String> courses)
            throws IOException, InterruptedException {
        StringBuilder lookUp = new StringBuilder("field=email");
        StringBuilder create = new StringBuilder();
        for (int i = 0; i < seats.size(); i++) {
            BenchSeat seat = seats.get(i);
            lookUp.append("&values[").append(i).append("]=").append(encode(seat.email()));
            String row = "users[" + i + "]";
            put(create, row + "[createpassword]", "1");
            put(create, row + "[firstname]", "First");
            put(create, row + "[lastname]", "Last");
            put(create, row + "[email]", seat.email());
            put(create, row + "[username]", seat.email());
        }
        call("core_user_get_users_by_field", lookUp.toString());
        JsonNode created = call("core_user_create_users", create.substring(1));
        StringBuilder enrol = new StringBuilder();
        for (int i = 0; i < seats.size(); i++) {
            String row = "enrolments[" + i + "]";
            put(enrol, row + "[timestart]", "1768469400");
            put(enrol, row + "[timeend]", "1784021400");
            put(enrol, row + "[suspend]", "0");
            put(enrol, row + "[roleid]", "5");
            put(enrol, row + "[userid]", created.path(i).path("id").asText());
            put(enrol, row + "[courseid]", courses.get(seats.get(i).course()));
        }
        call("enrol_manual_enrol_users", enrol.substring(1));
    }

    private static void put(StringBuilder form, String name, String value) {
        form.append('&').append(encode(name)).append('=').append(encode(value));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private JsonNode call(String function, String form) throws IOException, InterruptedException {
        String body =
                "wstoken=sandbox-token&moodlewsrestformat=json&"
                        + form.replace("[", "%5B").replace("]", "%5D")
                        + "&wsfunction="
                        + function;
        HttpRequest request =
                HttpRequest.newBuilder(service)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        JsonNode answer =
                JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (answer.has("exception")) {
            throw new IOException(function + ": " + answer);
        }
        return answer;
    }
}
