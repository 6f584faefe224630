package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.orders.DifferenceView;

/** What machines are told: type, time and data, as Standard Webhooks recommend. */
final class NoticeJson {
    private NoticeJson() {}

    static ObjectNode of(Notice notice) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", notice.kind());
        json.put("timestamp", notice.notedAt().toString());
        json.set("data", data(notice));
        return json;
    }

    /** In what an order and its seats differ, without anybody's address. */
    static ObjectNode of(DifferenceView difference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("line", difference.line());
        json.put("code", difference.code());
        json.put("hint", difference.hint());
        ArrayNode seats = json.putArray("seats");
        difference.seats().forEach(seats::add);
        json.put("since", difference.since().toString());
        return json;
    }

    /** The fact's data, and the order that it is about. */
    static ObjectNode data(Notice notice) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (!notice.orderId().isEmpty()) {
            data.put("shop", notice.shop()).put("order", notice.orderId());
        }
        new TreeMap<>(notice.data()).forEach(data::put);
        return data;
    }
}
