package org.moodlegateway.notice;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.moodlegateway.ledger.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line in the log: ERROR for what a person must act on. Nothing that looks like an address. */
final class LogCourier implements Courier {
    private static final Logger LOG = LoggerFactory.getLogger(LogCourier.class);

    @Override
    public void deliver(Notice notice) {
        String line = line(notice);
        boolean serious =
                Kind.of(notice.kind())
                        .map(
                                kind ->
                                        kind == Kind.ALERT
                                                || kind == Kind.PARKED
                                                || kind == Kind.HELD
                                                || kind == Kind.NOBODY_TO_TELL
                                                || kind == Kind.DIFFERS
                                                || kind == Kind.GUARD_OPEN
                                                || kind == Kind.LINE_FAILED)
                        .orElse(true);
        if (serious) {
            LOG.error("Notice {}", line);
        } else {
            LOG.info("Notice {}", line);
        }
    }

    private static String line(Notice notice) {
        Map<String, String> data = new TreeMap<>(notice.data());
        String hint = data.getOrDefault("hint", "");
        data.remove("hint");
        StringJoiner line = new StringJoiner(" ");
        line.add(notice.kind() + ":");
        if (!hint.isEmpty()) {
            line.add(hint);
        }
        if (!notice.orderId().isEmpty()) {
            line.add("order=" + notice.shop() + "/" + notice.orderId());
        }
        data.forEach(
                (name, value) -> {
                    if (!value.isEmpty()) {
                        line.add(name + "=" + value);
                    }
                });
        return line.toString().replaceAll("\\S*@\\S*", "…");
    }
}
