package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Where events go, in the order in which they became true as far as delivery allows. */
public interface EventStream {
    /**
     * Publishes one event and returns when it is safe. Called by one thread at a time; the same
     * event may come twice, under the same id.
     *
     * @param event CloudEvents 1.0 in its JSON form; holds no address and no name of a person
     * @throws IOException if it was not published; it comes again later
     */
    void publish(ObjectNode event) throws IOException;
}
