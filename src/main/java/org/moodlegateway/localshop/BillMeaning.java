package org.moodlegateway.localshop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moodlegateway.order.Problem;

/** What a bill's message means. */
public sealed interface BillMeaning {

    /**
     * An order.
     *
     * @param json canonical, without {@code shop}; not checked against the schema yet
     */
    record Canonical(ObjectNode json) implements BillMeaning {}

    /**
     * It sells nothing here.
     *
     * @param why a sentence for a person
     */
    record Ignored(String why) implements BillMeaning {}

    /** It can't be read as things are. */
    record Refused(Problem problem) implements BillMeaning {}
}
