package org.moodlegateway.claim;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.intake.RequestPath;
import org.moodlegateway.ledger.ClaimLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets buyers in, and answers them. The address of the page is a secret: it is in no log, answer or
 * exception.
 */
public final class ClaimDoor {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimDoor.class);

    private final ClaimAddresses addresses;
    private final ClaimPages pages;

    public ClaimDoor(ClaimAddresses addresses, ClaimPages pages) {
        this.addresses = addresses;
        this.pages = pages;
    }

    /** A token that leads nowhere, for whatever reason. */
    static final class NowhereException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Language language;

        NowhereException(Language language) {
            this.language = language;
        }
    }

    /** Reads the request itself; after this, no header of the message is needed any more. */
    public Knock receive(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        if (request.method().equals(HttpMethod.POST) && !request.isExpectMultipart()) {
            throw new Form.UnreadableException();
        }
        Map<String, List<String>> query = query(request);
        return new Knock(
                RequestPath.of(request.path()).at(1),
                first(query, "lang"),
                Optional.ofNullable(request.getHeader("Accept-Language")).orElse(""),
                first(query, "done"),
                Form.read(request.formAttributes()));
    }

    private static Map<String, List<String>> query(HttpServerRequest request) {
        try {
            return new QueryStringDecoder(request.uri()).parameters();
        } catch (IllegalArgumentException e) {
            // a query that can't be read asks for nothing
            return Map.of();
        }
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).get(0);
    }

    /** Lets in who has a link that holds. */
    public ClaimVisit admit(@Body Knock knock) {
        ClaimLink link =
                addresses
                        .find(knock.token())
                        .orElseThrow(
                                () -> new NowhereException(knock.language().orElse(Language.EN)));
        Language language =
                knock.language().or(() -> Language.of(link.language())).orElse(Language.EN);
        return new ClaimVisit(link, language, knock.done(), knock.form());
    }

    /** Sends the answer. */
    public void answer(Exchange exchange) {
        send(exchange, exchange.getMessage().getBody(PageAnswer.class));
    }

    /** Answers who was not let in, and whom the gateway fails. */
    public void refuse(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Language language = Language.EN;
        if (exchange.getMessage().getBody() instanceof ClaimVisit visit) {
            language = visit.language();
        }
        exchange.getMessage().removeHeaders("*");
        if (failure instanceof NowhereException nowhere) {
            send(exchange, pages.plain(404, nowhere.language, "nowhere"));
        } else if (failure instanceof RefusedException) {
            send(exchange, pages.plain(404, language, "nowhere"));
        } else if (failure instanceof Form.UnreadableException) {
            send(exchange, pages.plain(400, language, "unreadable"));
        } else {
            LOG.error("A buyer's page failed id={}", UUID.randomUUID(), failure);
            send(exchange, pages.plain(503, language, "trouble"));
        }
    }

    private static void send(Exchange exchange, PageAnswer answer) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        if (!answer.location().isEmpty()) {
            message.setHeader("Location", answer.location());
        }
        message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        message.setHeader("Content-Security-Policy", Stylesheet.POLICY);
        message.setHeader("Referrer-Policy", "no-referrer");
        message.setHeader("X-Frame-Options", "DENY");
        message.setHeader("X-Robots-Tag", "noindex");
        message.setHeader("Vary", "Accept-Language");
        message.setBody(answer.html());
    }
}
