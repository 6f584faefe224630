package org.moodlegateway.moodle;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Sends calls through the route {@code call-moodle}, each on a fresh exchange that holds nothing
 * but the form.
 */
public final class RouteTransport implements Transport {
    private final ProducerTemplate producer;

    public RouteTransport(ProducerTemplate producer) {
        this.producer = producer;
    }

    @Override
    public Reply send(WebFunction function, String form) throws IOException {
        Exchange exchange =
                producer.request(
                        "direct:call-moodle", request -> request.getMessage().setBody(form));
        Exception failure = exchange.getException();
        if (failure instanceof IOException noAnswer) {
            throw noAnswer;
        }
        if (failure != null) {
            throw new IOException("no answer to " + function.moodleName(), failure);
        }
        return new Reply(
                exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                exchange.getMessage().getBody(String.class),
                exchange.getMessage().getHeader("Retry-After", "", String.class));
    }
}
