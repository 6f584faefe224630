package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.moodlegateway.order.Problem;

/** What a shop's message means. */
public sealed interface Translation {

    /**
     * An order.
     *
     * @param json canonical, without {@code shop}; not checked against the schema yet
     */
    record Canonical(JsonNode json) implements Translation {}

    /**
     * How a subscription stands.
     *
     * @param json canonical, with {@code id}, {@code status} and {@code updatedAt}; not checked
     *     against the schema yet
     */
    record Subscription(JsonNode json) implements Translation {}

    /**
     * The message alone doesn't tell; the shop's API has to be asked first.
     *
     * @param paths by the name under which the answer is to be put into {@code parts}: a path of
     *     the shop's API, with its query, that begins with one slash and leaves no host to choose
     */
    record Fetch(SortedMap<String, String> paths) implements Translation {
        public Fetch {
            paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
        }
    }

    /**
     * It means nothing for anybody's seat.
     *
     * @param why a sentence for a person
     */
    record Ignored(String why) implements Translation {}

    /** It can't be translated as things are. */
    record Refused(Problem problem) implements Translation {}
}
