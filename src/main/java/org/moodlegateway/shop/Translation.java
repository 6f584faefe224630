package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.moodlegateway.order.Problem;

/** What a shop's message means. */
public sealed interface Translation {

    /** The object that the mapping answered: {@code {"order": …}}, {@code {"ignore": …}}. */
    ObjectNode json();

    /**
     * An order.
     *
     * @param order canonical, without {@code shop}; not checked against the schema yet
     */
    record Canonical(JsonNode order) implements Translation {
        /** Whether nothing of it is sold through the gateway: it is of interest only if it was. */
        public boolean sellsNothing() {
            return order.path("lines").isArray() && order.path("lines").isEmpty();
        }

        @Override
        public ObjectNode json() {
            return object().set("order", order);
        }
    }

    /**
     * How a subscription stands.
     *
     * @param subscription canonical, with {@code id}, {@code status} and {@code updatedAt}; not
     *     checked against the schema yet
     */
    record Subscription(JsonNode subscription) implements Translation {
        @Override
        public ObjectNode json() {
            return object().set("subscription", subscription);
        }
    }

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

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            ObjectNode fetch = json.putObject("fetch");
            paths.forEach(fetch::put);
            return json;
        }
    }

    /**
     * It means nothing for anybody's seat.
     *
     * @param why a sentence for a person
     * @param type what the shop calls such a message; empty if that is its topic
     */
    record Ignored(String why, String type) implements Translation {
        public Ignored(String why) {
            this(why, "");
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            if (type.isEmpty()) {
                return json.put("ignore", why);
            }
            json.putObject("ignore").put("why", why).put("type", type);
            return json;
        }
    }

    /** It can't be translated as things are. */
    record Refused(Problem problem) implements Translation {
        @Override
        public ObjectNode json() {
            ObjectNode json = object();
            json.putObject("refuse")
                    .put("code", problem.code())
                    .put("pointer", problem.pointer())
                    .put("message", problem.message());
            return json;
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
