package org.moodlegateway.asking;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.moodlegateway.line.AnswerTooLongException;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.ShopAnswer;
import org.moodlegateway.shop.WriteBack;

/**
 * Asks shops, and writes into them, through the route {@code ask-shop}: each question once, without
 * redirects.
 */
public final class ShopCalls {
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    /** Shopify writes {@code 2.0}; what is begun counts as whole. */
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})(?:\\.0*([1-9][0-9]*)?)?");

    private static final int REDIRECTS = 300;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERRORS = 500;

    private final ProducerTemplate producer;
    private final Clock clock;

    public ShopCalls(ProducerTemplate producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Asks a shop.
     *
     * @param language of a shop with an API
     * @param address as its {@link org.moodlegateway.shop.ShopApi} gave it
     */
    ShopAnswer ask(Language language, URI address) {
        return answer(ShopQuestion.about(language, address));
    }

    /**
     * Writes something into a shop.
     *
     * @param language of a shop with an API
     * @param address as its {@link org.moodlegateway.shop.ShopApi} gave it
     */
    ShopAnswer write(Language language, WriteBack.Method method, URI address, byte[] json) {
        return answer(ShopQuestion.writing(language, method, address, json));
    }

    private ShopAnswer answer(ShopQuestion question) {
        Exchange exchange =
                producer.request(
                        "direct:ask-shop",
                        request -> request.setProperty(AskShop.QUESTION, question));
        if (exchange.getException() != null) {
            return noAnswer(exchange.getException());
        }
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        return answer(status, message);
    }

    private ShopAnswer answer(int status, Message message) {
        String said = "the shop answers with HTTP " + status;
        return switch (status) {
            case 401, 403 -> new ShopAnswer.Refused(status);
            case 429, 503 -> new ShopAnswer.NotNow("shop-busy", said, wish(message));
            case 408, 425 -> new ShopAnswer.NotNow("shop-away", said, null);
            default -> {
                if (status >= SERVER_ERRORS || status == 0) {
                    yield new ShopAnswer.NotNow("shop-away", said, wish(message));
                }
                if (status >= REDIRECTS && status < BAD_REQUEST) {
                    yield new ShopAnswer.NotNow(
                            "shop-moved",
                            said + ", a redirect, which is not followed: its api.url must be right",
                            null);
                }
                byte[] body = message.getBody(byte[].class);
                yield new ShopAnswer.Answered(
                        status, headers(message), body == null ? new byte[0] : body);
            }
        };
    }

    private static ShopAnswer noAnswer(Exception failure) {
        if (is(failure, AnswerTooLongException.class)) {
            return new ShopAnswer.NotNow(
                    "shop-verbose", "the shop's answer is longer than shop.max-answer", null);
        }
        return new ShopAnswer.NotNow(
                "shop-away",
                is(failure, SSLException.class)
                        ? "no safe connection to the shop comes about (TLS)"
                        : "the shop gives no answer",
                null);
    }

    private static boolean is(Throwable failure, Class<?> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .anyMatch(type::isInstance);
    }

    /** Null if the shop has none. */
    private Duration wish(Message message) {
        String text = String.valueOf(message.getHeader("Retry-After", "", String.class)).strip();
        return seconds(text)
                .or(() -> date(text))
                .filter(wish -> !wish.isNegative() && !wish.isZero())
                .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish)
                .orElse(null);
    }

    private static Optional<Duration> seconds(String text) {
        Matcher seconds = SECONDS.matcher(text);
        return seconds.matches()
                ? Optional.of(
                        Duration.ofSeconds(
                                Long.parseLong(seconds.group(1))
                                        + (seconds.group(2) == null ? 0 : 1)))
                : Optional.empty();
    }

    private Optional<Duration> date(String text) {
        try {
            Instant until =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Duration.between(clock.instant(), until));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, List<String>> headers(Message message) {
        Map<String, List<String>> headers = new HashMap<>();
        message.getHeaders()
                .forEach(
                        (name, value) ->
                                headers.put(
                                        name.toLowerCase(Locale.ROOT),
                                        value instanceof Collection<?> several
                                                ? several.stream().map(String::valueOf).toList()
                                                : List.of(String.valueOf(value))));
        return headers;
    }
}
