package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as lines of the log. */
final class EventLog implements EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    @Override
    public void publish(ObjectNode event) {
        LOG.info("Event {}", event);
    }
}
