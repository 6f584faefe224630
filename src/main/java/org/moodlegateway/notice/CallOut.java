package org.moodlegateway.notice;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A step of the route {@code call-out}: sets the headers of a call, after all others were removed,
 * from properties that only {@link HttpCaller} sets.
 */
public final class CallOut {
    static final String ADDRESS = "callOutAddress";
    static final String HEADERS = "callOutHeaders";

    /** Where it goes is in the configuration, and nowhere in what a shop or Moodle said. */
    public void address(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader(Exchange.HTTP_URI, exchange.getProperty(ADDRESS, String.class));
        Map<?, ?> headers = exchange.getProperty(HEADERS, Map.of(), Map.class);
        headers.forEach((name, value) -> message.setHeader(name.toString(), value));
    }
}
