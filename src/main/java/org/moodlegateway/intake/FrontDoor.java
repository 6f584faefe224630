package org.moodlegateway.intake;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.moodlegateway.order.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all routes that listen on the public port. It knows their paths, methods and types,
 * and refuses everything else before a body is read; it gives every refusal of the server itself
 * the form that all refusals have. Files that are uploaded are kept nowhere.
 */
public final class FrontDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final int BEFORE_ALL = -1000;
    private static final int TIMED_OUT = 503;

    private static final String TYPE = "Content-Type";

    /** Below it lie the pages, whose forms have fields; everywhere else a form is bytes. */
    private static final String PAGES = "/claim/";

    private final CamelContext context;
    private final AnswerWatch watch;
    private volatile List<Door> doors = List.of();

    private FrontDoor(CamelContext context, AnswerWatch watch) {
        this.context = context;
        this.watch = watch;
    }

    /** What one route takes. None are all types. */
    private record Door(Pattern path, Set<String> methods, List<String> types) {
        static Door of(PlatformHttpEndpoint endpoint) {
            String path =
                    Arrays.stream(endpoint.getPath().split("/", -1))
                            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                            .collect(Collectors.joining("/"));
            return new Door(
                    Pattern.compile(path),
                    Set.of(endpoint.getHttpMethodRestrict().split(",")),
                    Optional.ofNullable(endpoint.getConsumes()).stream()
                            .flatMap(types -> Stream.of(types.split(",")))
                            .toList());
        }
    }

    /** Puts it before the routes of a context that was started. */
    public static FrontDoor install(CamelContext context, AnswerWatch watch) {
        FrontDoor door = new FrontDoor(context, watch);
        door.look();
        context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .forEach(
                        router ->
                                router.route()
                                        .order(BEFORE_ALL)
                                        .handler(door::open)
                                        .failureHandler(door::failed));
        return door;
    }

    /** Sees which routes there are now. */
    public void look() {
        doors =
                context.getRoutes().stream()
                        .map(Route::getEndpoint)
                        .filter(PlatformHttpEndpoint.class::isInstance)
                        .map(endpoint -> Door.of((PlatformHttpEndpoint) endpoint))
                        .toList();
    }

    private void open(RoutingContext request) {
        request.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        String path = String.valueOf(request.request().path());
        List<Door> there = doors.stream().filter(door -> leads(door, path)).toList();
        if (there.isEmpty()) {
            refuse(request, 404, "not-found", "there is nothing here");
            return;
        }
        String method = request.request().method().name();
        List<Door> usable = there.stream().filter(door -> door.methods.contains(method)).toList();
        if (usable.isEmpty()) {
            request.response().putHeader("Allow", allowed(there));
            refuse(request, 405, "method-not-allowed", "only " + allowed(there) + " is taken here");
        } else if (usable.stream().noneMatch(door -> takesType(door, request))) {
            String types = String.join(", ", usable.get(0).types);
            refuse(request, 415, "type-not-taken", "only " + types + ", as it is, is taken here");
        } else {
            readForm(request, path.startsWith(PAGES));
            request.next();
        }
    }

    /**
     * Has the fields of a page's form read, and hides then that it is one: the server would keep
     * its files in the working folder, and make a folder for them even where there are none. A form
     * with files is bytes to us like everything else, and so is what a shop calls a form.
     */
    private static void readForm(RoutingContext request, boolean ofPage) {
        String type = bare(String.valueOf(request.request().getHeader(TYPE)));
        boolean fields = type.equalsIgnoreCase("application/x-www-form-urlencoded");
        if (fields && ofPage) {
            request.request().setExpectMultipart(true);
        }
        if (fields || type.equalsIgnoreCase("multipart/form-data")) {
            request.request().headers().remove(TYPE);
        }
    }

    private static boolean leads(Door door, String path) {
        return door.path.matcher(path).matches();
    }

    private static String allowed(List<Door> doors) {
        Set<String> methods = new TreeSet<>();
        doors.forEach(door -> methods.addAll(door.methods));
        return String.join(", ", methods);
    }

    private static boolean takesType(Door door, RoutingContext request) {
        List<String> types = request.request().headers().getAll(TYPE);
        List<String> encodings = request.request().headers().getAll("Content-Encoding");
        return door.types.isEmpty()
                || (types.size() == 1
                        && door.types.contains(bare(types.get(0)))
                        && (encodings.isEmpty() || encodings.equals(List.of("identity"))));
    }

    /** Without the parameters of a type; in the one spelling that the server knows. */
    private static String bare(String type) {
        return type.split(";", 2)[0].strip();
    }

    /** What the server, or a route that has no answer of its own, gave up on. */
    private void failed(RoutingContext request) {
        int status = request.statusCode();
        if (status == 413) {
            refuse(request, 413, "body-too-large", "the body is larger than is taken here");
        } else if (status == TIMED_OUT && !request.request().isEnded()) {
            request.response().putHeader("Connection", "close");
            refuse(request, 408, "body-too-slow", "the body didn't come in time");
        } else if (status == TIMED_OUT) {
            request.response().putHeader("Retry-After", "5");
            refuse(request, TIMED_OUT, "too-busy", "no answer was found in time, send it again");
        } else if (status >= 400 && status < 500) {
            refuse(request, status, "request-unreadable", "the request can't be read");
        } else {
            String id = UUID.randomUUID().toString();
            LOG.error("Request failed id={}", id, request.failure());
            write(request, 500, "unexpected", "the log says more under this id", id);
        }
    }

    private void refuse(RoutingContext request, int status, String code, String sentence) {
        write(request, status, code, sentence, UUID.randomUUID().toString());
    }

    private void write(
            RoutingContext request, int status, String code, String sentence, String id) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            return;
        }
        watch.answered("", "http", code);
        List<Problem> problems = new ArrayList<>(List.of(new Problem(code, "", sentence)));
        response.setStatusCode(status).putHeader(TYPE, ProblemJson.TYPE);
        request.end(ProblemJson.write(status, problems, id));
    }
}
