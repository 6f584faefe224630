package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.shop.WebhookRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in what a shop sends in its own language, once it is sure who sent it. What is authentic is
 * kept, whatever it is: shops switch an address off that refuses too often.
 */
public final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int LONGEST_HEADER = 200;
    private static final Pattern PING = Pattern.compile("([A-Za-z_]{1,40})=[0-9]{1,20}");

    private final Shops shops;
    private final ShopSignatures signatures;
    private final OrderJson json;
    private final Clock clock;

    /** {@code window} is how far a signature's time may be from the clock's, both ways. */
    public Webhooks(Shops shops, Duration window, OrderJson json, Clock clock) {
        this.shops = shops;
        this.signatures = new ShopSignatures(window);
        this.json = json;
        this.clock = clock;
    }

    /** Reads the request; after this, no header of the message is needed any more. */
    public WebhookDelivery receive(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers()
                .forEach(
                        header ->
                                headers.computeIfAbsent(
                                                header.getKey().toLowerCase(Locale.ROOT),
                                                first -> new ArrayList<>())
                                        .add(header.getValue()));
        return new WebhookDelivery(
                RequestPath.of(request.path()).at(1),
                headers,
                Optional.ofNullable(exchange.getMessage().getBody(byte[].class))
                        .orElseGet(() -> form(request)));
    }

    /** The server has taken a form apart already. */
    private static byte[] form(HttpServerRequest request) {
        return request.formAttributes().entries().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(joining("&"))
                .getBytes(UTF_8);
    }

    /**
     * Says who vouches for the message.
     *
     * @return {@link Admitted}, or {@link Ping}
     * @throws RefusedException 404 where no such shop sends, 401 for a wrong signature or domain
     */
    public Object admit(WebhookDelivery delivery) {
        Shop shop = shops.find(delivery.shop()).orElseThrow(Webhooks::nobody);
        WebhookRules rules =
                shop.language()
                        .flatMap(language -> language.kind().webhook())
                        .orElseThrow(Webhooks::nobody);
        if (isPing(rules, delivery)) {
            return new Ping(shop.name());
        }
        Instant now = clock.instant();
        int signer =
                signatures
                        .signer(rules.signature(), delivery, shop.secrets(), now)
                        .filter(number -> isOwn(shop, rules, delivery))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                401,
                                                "unauthenticated",
                                                "the request is not signed by this shop"));
        LOG.debug("Webhook shop={} delivery={}", shop.name(), of(delivery, rules.delivery()));
        return new Admitted(
                new Arrival(
                        shop.name(),
                        "webhook",
                        "secret " + signer,
                        event(rules, delivery, now),
                        shop.language().orElseThrow().kind().name(),
                        of(delivery, rules.topic()),
                        delivery.body()));
    }

    private static RefusedException nobody() {
        return new RefusedException(404, "shop-unknown", "no shop sends to this address");
    }

    private static boolean isPing(WebhookRules rules, WebhookDelivery delivery) {
        if (rules.ping().isEmpty() || delivery.body().length > LONGEST_HEADER) {
            return false;
        }
        var form = PING.matcher(new String(delivery.body(), US_ASCII));
        return form.matches()
                && form.group(1).equals(rules.ping())
                && delivery.header(rules.signature().header()).isEmpty();
    }

    /** Whether it comes from one of the shop's own domains, where its kind names them. */
    private static boolean isOwn(Shop shop, WebhookRules rules, WebhookDelivery delivery) {
        if (rules.domain().isEmpty()) {
            return true;
        }
        String domain = delivery.header(rules.domain());
        JsonNode domains = shop.language().orElseThrow().settings().path("domains");
        for (JsonNode own : domains) {
            if (own.asText().equalsIgnoreCase(domain)) {
                return true;
            }
        }
        return false;
    }

    /** The id that repeats of the same event share; empty if equal bytes are the same event. */
    private String event(WebhookRules rules, WebhookDelivery delivery, Instant now) {
        String id = of(delivery, rules.event());
        if (!id.isEmpty()) {
            return id;
        }
        return hasVersion(rules, delivery.body())
                ? ""
                : Inbox.contentId(new String(delivery.body(), UTF_8)) + "@" + now;
    }

    private boolean hasVersion(WebhookRules rules, byte[] body) {
        if (rules.version().isEmpty()) {
            return true;
        }
        try {
            return json.whole(body).at(JsonPointer.compile(rules.version())).isValueNode();
        } catch (OrderRejectedException e) {
            // what can't be read is the same whenever it comes
            return true;
        }
    }

    /** A header of the sender's, as far as it can be kept. */
    private static String of(WebhookDelivery delivery, String header) {
        String value = header.isEmpty() ? "" : delivery.header(header);
        String printable = value.replaceAll("[^\\x21-\\x7e]", "");
        return printable.substring(0, Math.min(printable.length(), LONGEST_HEADER));
    }

    /** Tells a shop that somebody is here. */
    public String pong() {
        return JsonNodeFactory.instance.objectNode().put("status", "here").toString();
    }
}
