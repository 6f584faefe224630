package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.moodlegateway.ledger.Receipt;
import org.moodlegateway.order.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests. Nothing of the request stands in an answer, but for the name of a host that
 * asks whether it may send; and nothing of the inside.
 */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int UNAUTHENTICATED = 401;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");

    private final Shops shops;
    private final AnswerWatch watch;

    public Answers(Shops shops, AnswerWatch watch) {
        this.shops = shops;
        this.watch = watch;
    }

    static String word(Receipt.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Says that the message is kept; the message before this was the admitted one. */
    public void receipt(Exchange exchange) {
        Kept kept = exchange.getMessage().getBody(Kept.class);
        String status = word(kept.receipt().kind());
        watch.answered(kept.shop(), "http", status);
        send(
                exchange,
                200,
                "application/json",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("status", status)
                        .put("id", kept.receipt().id())
                        .toString());
    }

    /** Says of each event that it is kept, in the order of the list. */
    public void receipts(Exchange exchange) {
        KeptBatch kept = exchange.getMessage().getBody(KeptBatch.class);
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (Receipt receipt : kept.receipts()) {
            String status = word(receipt.kind());
            watch.answered(kept.shop(), "http", status);
            events.addObject().put("status", status).put("id", receipt.id());
        }
        send(
                exchange,
                200,
                "application/json",
                JsonNodeFactory.instance.objectNode().set("events", events).toString());
    }

    /** Says that a sender of events may send to a shop, as much as it likes. */
    public void welcome(Exchange exchange) {
        Handshake asked = exchange.getMessage().getBody(Handshake.class);
        boolean taken =
                shops.find(asked.shop())
                        .filter(shop -> !shop.secrets().isEmpty() || !shop.keys().isEmpty())
                        .isPresent();
        if (!taken) {
            throw new RefusedException(404, "shop-unknown", "no such shop can send here");
        }
        if (asked.origins().size() != 1 || !ORIGIN.matcher(asked.origins().get(0)).matches()) {
            throw new RefusedException(
                    400,
                    "origin-invalid",
                    "WebHook-Request-Origin must be one header, the name of a host");
        }
        Message message = exchange.getMessage();
        message.setHeader("WebHook-Allowed-Origin", asked.origins().get(0));
        if (asked.asksForRate()) {
            message.setHeader("WebHook-Allowed-Rate", "*");
        }
        message.setHeader("Allow", "OPTIONS, POST");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setBody("");
    }

    /** Says why the request is not taken, or that the gateway can't take it now. */
    public void refuse(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String shop = shop(exchange.getMessage().getBody());
        exchange.getMessage().removeHeaders("*");
        if (failure instanceof RefusedException refusal) {
            refuse(exchange, shop, refusal.status(), refusal.problems(), refusal);
        } else if (failure instanceof CannotStoreException) {
            exchange.getMessage().setHeader("Retry-After", RETRY_AFTER_SECONDS);
            Problem problem =
                    new Problem("cannot-store", "", "the message is not kept, send it again");
            refuse(exchange, shop, UNAVAILABLE, List.of(problem), failure);
        } else if (isOfLedger(failure)) {
            exchange.getMessage().setHeader("Retry-After", RETRY_AFTER_SECONDS);
            Problem problem = new Problem("ledger-away", "", "the ledger doesn't answer now");
            refuse(exchange, shop, UNAVAILABLE, List.of(problem), failure);
        } else {
            Problem problem = new Problem("unexpected", "", "the log says more under this id");
            refuse(exchange, shop, FAILED, List.of(problem), failure);
        }
    }

    private static boolean isOfLedger(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(SQLException.class::isInstance);
    }

    /** Of a sender that nobody knows there is only a counter. */
    private void refuse(
            Exchange exchange, String shop, int status, List<Problem> problems, Throwable failure) {
        Problem first = problems.get(0);
        boolean known = status != UNAUTHENTICATED;
        String id = known ? UUID.randomUUID().toString() : "";
        if (status == FAILED) {
            LOG.error("Request failed status={} shop={} id={}", status, shop, id, failure);
        } else if (status == UNAVAILABLE) {
            LOG.error(
                    "The ledger doesn't answer; senders are told to try again shop={} id={} cause={}",
                    shop,
                    id,
                    String.valueOf(failure.getCause()));
        } else if (known && !shop.isEmpty()) {
            LOG.info(
                    "Message refused shop={} status={} code={} pointer={} id={}",
                    shop,
                    status,
                    first.code(),
                    first.pointer(),
                    id);
        }
        if (!known) {
            exchange.getMessage().setHeader("WWW-Authenticate", "ApiKey");
        }
        boolean fromShop = exchange.getMessage().getBody() instanceof FromShop;
        watch.answered(shop, fromShop ? "http" : "api", first.code());
        send(exchange, status, ProblemJson.TYPE, ProblemJson.write(status, problems, id));
    }

    private String shop(Object body) {
        String name = body instanceof FromShop message ? message.shop() : "";
        return shops.find(name).map(Shop::name).orElse("");
    }

    private static void send(Exchange exchange, int status, String type, String text) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setBody(text);
    }
}
