package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moodlegateway.ledger.RenewalView;
import org.moodlegateway.ledger.RenewalViews.Coming;
import org.moodlegateway.renewal.RenewalStep.Act;
import org.moodlegateway.seat.Due;

/** Renewals as JSON. Times in Unix seconds, 0 for no end. */
final class RenewalJson {
    private RenewalJson() {}

    static ObjectNode of(Coming seat) {
        ObjectNode json =
                Json.object()
                        .put("shop", seat.shop())
                        .put("order", seat.order())
                        .put("reference", given(seat.reference()))
                        .put("product", seat.product())
                        .put("person", seat.person())
                        .put("course", given(seat.course()))
                        .put("at", Json.seconds(seat.at()));
        ArrayNode due = json.putArray("due");
        seat.due().stream().map(Due::word).distinct().forEach(due::add);
        return json.put("end", seat.end().getEpochSecond());
    }

    static ObjectNode of(RenewalView renewal) {
        return Json.object()
                .put("shop", renewal.shop())
                .put("order", renewal.order())
                .put("line", renewal.line())
                .put("product", renewal.product())
                .put("for", renewal.target())
                .put("purchasedAt", renewal.purchasedAt().getEpochSecond())
                .put("reason", renewal.reason());
    }

    static ObjectNode of(Act act) {
        return Json.object()
                .put("what", act.due().word())
                .put("shop", act.shop())
                .put("order", act.order())
                .put("reference", given(act.reference()))
                .put("person", act.person())
                .put("course", given(act.course()))
                .put("end", act.due().end().getEpochSecond())
                .put("newEnd", Json.seconds(act.end()));
    }

    private static String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
