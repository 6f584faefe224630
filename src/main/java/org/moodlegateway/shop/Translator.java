package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Problem;

/** Reads a message in the language of its shop, as that is configured now. */
public final class Translator {
    private final OrderJson json;
    private final Function<String, Optional<Language>> languages;

    /** {@code languages} finds the language of a shop; it may change between two messages. */
    public Translator(OrderJson json, Function<String, Optional<Language>> languages) {
        this.json = json;
        this.languages = languages;
    }

    /**
     * A message of a shop.
     *
     * @param kind in whose language it was kept
     * @param from webhook, poll or file
     * @param parts what the shop was asked for, by name
     */
    public record Words(
            String shop,
            String kind,
            String topic,
            String from,
            byte[] body,
            Map<String, Answer> parts) {
        public Words {
            parts = Map.copyOf(parts);
        }

        @Override
        public String toString() {
            return "Words[shop=" + shop + ", kind=" + kind + "]";
        }
    }

    /** What the shop answered when it was asked for a part. */
    public record Answer(int status, byte[] body, Instant at) {}

    /** Never fails for a message. */
    public Translation translate(Words words) {
        Optional<Language> language =
                languages.apply(words.shop).filter(one -> one.kind().name().equals(words.kind));
        if (language.isEmpty()) {
            return new Translation.Refused(
                    new Problem(
                            "kind-changed",
                            "",
                            "the shop is no shop of kind " + words.kind + " any more"));
        }
        try {
            ObjectNode parts = JsonNodeFactory.instance.objectNode();
            words.parts.forEach((name, answer) -> parts.set(name, part(answer)));
            return language.get()
                    .translate(words.shop, json.whole(words.body), words.topic, words.from, parts);
        } catch (OrderRejectedException e) {
            return new Translation.Refused(e.problem());
        }
    }

    /** A page that says there is nothing need not be JSON. */
    private JsonNode part(Answer answer) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.put("status", answer.status);
        part.put("date", answer.at.toString());
        try {
            part.set("body", json.whole(answer.body));
        } catch (OrderRejectedException e) {
            if (answer.status == 200) {
                throw e;
            }
        }
        return part;
    }
}
