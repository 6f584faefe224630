package org.moodlegateway.claim;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form as the server decoded them. */
final class Form {
    private static final int MOST_FIELDS = 20;
    private static final int LONGEST = 1000;

    /** What the server puts where bytes were no UTF-8. */
    private static final char NO_CHARACTER = '\uFFFD';

    private Form() {}

    /** The form is not what a browser sends for our page. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The fields by name.
     *
     * @throws UnreadableException for one that stands twice, is no UTF-8, or is beyond all bounds
     */
    static Map<String, String> read(MultiMap attributes) {
        if (attributes.size() > MOST_FIELDS) {
            throw new UnreadableException();
        }
        Map<String, String> fields = new HashMap<>();
        for (String name : attributes.names()) {
            List<String> values = attributes.getAll(name);
            String value = values.get(0);
            if (values.size() > 1 || value.length() > LONGEST || value.indexOf(NO_CHARACTER) >= 0) {
                throw new UnreadableException();
            }
            fields.put(name, value);
        }
        return fields;
    }
}
