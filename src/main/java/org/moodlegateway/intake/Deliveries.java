package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Takes from a request what intake needs. Headers come from the request itself: among the message's
 * headers stand query parameters too, which must not pass for headers.
 */
public final class Deliveries {

    /** Reads the request; after this, no header of the message is needed any more. */
    public Delivery receive(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        MultiMap headers = request.headers();
        return new Delivery(
                RequestPath.of(request.path()).at(1),
                headers.getAll("webhook-id"),
                headers.getAll("webhook-timestamp"),
                headers.getAll("webhook-signature"),
                headers.getAll("X-API-Key"),
                event(headers),
                body(exchange));
    }

    private static EventHeaders event(MultiMap headers) {
        Map<String, List<String>> attributes = new HashMap<>();
        for (String name : EventHeaders.NAMES) {
            attributes.put(
                    name, headers.getAll("ce-" + name).stream().map(Deliveries::decoded).toList());
        }
        String type = headers.get("Content-Type");
        return new EventHeaders(type == null ? "" : type, attributes);
    }

    /** Other letters than those of ASCII come as percent and two digits. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /** Reads the question of a sender of events whether it may send. */
    public Handshake ask(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        return new Handshake(
                RequestPath.of(request.path()).at(1),
                request.headers().getAll("WebHook-Request-Origin"),
                request.headers().contains("WebHook-Request-Rate"));
    }

    /** The raw bytes, as they came: nothing is decoded on the way. */
    private static byte[] body(Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage().getBody(byte[].class)).orElse(new byte[0]);
    }
}
