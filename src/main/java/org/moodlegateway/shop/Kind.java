package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of shop, as {@code config/shops/NAME.yaml} describes it. What its messages mean says
 * {@code NAME.jq} beside it.
 *
 * @param hook how it sends messages; null if it sends none
 * @param auth how it is asked with credentials
 * @param shared beginnings of paths of its API under which lies what many of its messages have in
 *     common
 * @param polling how it is asked for what changed; null if it can't be
 * @param writeBacks by name, what may be written into its orders
 * @param settings an object: defaults of what the jq reads, which a shop may override key by key
 * @param meaning what its messages mean
 */
public record Kind(
        String name,
        WebhookRules hook,
        ApiAuth auth,
        List<String> shared,
        PollRules polling,
        Map<String, WriteBack> writeBacks,
        JsonNode settings,
        Meaning meaning) {
    public Kind {
        shared = List.copyOf(shared);
        writeBacks = Map.copyOf(writeBacks);
    }

    /** Whether what lies there is the same for many messages, so that it need not be asked each. */
    public boolean isShared(String path) {
        return shared.stream().anyMatch(path::startsWith);
    }

    public Optional<WebhookRules> webhook() {
        return Optional.ofNullable(hook);
    }

    /** The settings with a shop's own laid over them, key by key. */
    public ObjectNode settingsUnder(ObjectNode own) {
        ObjectNode laid = JsonNodeFactory.instance.objectNode();
        settings.properties().forEach(entry -> laid.set(entry.getKey(), entry.getValue()));
        laid.setAll(own);
        return laid;
    }

    public Optional<PollRules> poll() {
        return Optional.ofNullable(polling);
    }
}
