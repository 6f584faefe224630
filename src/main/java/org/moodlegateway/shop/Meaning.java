package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What the messages of a kind of shop mean: pure, and never failing for a message. */
@FunctionalInterface
public interface Meaning {
    /**
     * {@code input} holds {@code message}, {@code topic}, {@code from}, {@code shop}, {@code
     * parts}.
     */
    Translation translate(JsonNode input);

    /**
     * The same of a kind that tells an empty list from none in these fields; itself where it always
     * does.
     */
    default Meaning keepingEmptyLists(Set<String> fields) {
        return this;
    }
}
