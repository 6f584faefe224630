package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.moodlegateway.intake.CallBack;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.notice.NotDeliveredException.Hope;

/**
 * Calls webhooks and call-backs through the route {@code call-out}: one POST to an address from the
 * configuration, once, without redirects, signed as Standard Webhooks 1.0 say.
 */
final class HttpCaller {
    private static final int OK = 200;
    private static final int REDIRECTS = 300;
    private static final int GONE = 410;

    private final ProducerTemplate producer;
    private final Clock clock;

    HttpCaller(ProducerTemplate producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    void call(CallBack to, Notice notice, ObjectNode json) throws NotDeliveredException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, Object> headers = headers(to, notice, body);
        Exchange exchange =
                producer.request(
                        "direct:call-out",
                        request -> {
                            request.getMessage().setBody(body);
                            request.setProperty(CallOut.ADDRESS, to.url().toString());
                            request.setProperty(CallOut.HEADERS, headers);
                        });
        if (exchange.getException() != null) {
            throw trouble(exchange.getException());
        }
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status < OK || status >= REDIRECTS) {
            throw new NotDeliveredException(
                    status == GONE ? Hope.NONE : Hope.LATER, "http-" + status, null);
        }
    }

    private Map<String, Object> headers(CallBack to, Notice notice, byte[] body) {
        String id = "msg_" + notice.messageId();
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        to.signer()
                .ifPresent(
                        secret ->
                                headers.put(
                                        "webhook-signature",
                                        "v1,"
                                                + new String(
                                                        secret.sign(id, timestamp, body),
                                                        US_ASCII)));
        return headers;
    }

    private static NotDeliveredException trouble(Exception failure) {
        boolean tls =
                Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(SSLException.class::isInstance);
        boolean silent = failure instanceof IOException;
        return new NotDeliveredException(
                silent ? Hope.RECEIVER_DOWN : Hope.LATER,
                tls ? "tls-refused" : "no-answer",
                failure);
    }
}
