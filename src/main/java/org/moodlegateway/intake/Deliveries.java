package org.moodlegateway.intake;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
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
                body(exchange));
    }

    /** The raw bytes, as they came: nothing is decoded on the way. */
    private static byte[] body(Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage().getBody(byte[].class)).orElse(new byte[0]);
    }
}
