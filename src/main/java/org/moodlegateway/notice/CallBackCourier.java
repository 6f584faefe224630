package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.notice.NotDeliveredException.Hope;

/** Tells a shop what became of its order, with the text that it may show on its page. */
final class CallBackCourier implements Courier {
    private final HttpCaller caller;
    private final Shops shops;
    private final Letters letters;

    CallBackCourier(HttpCaller caller, Shops shops, Letters letters) {
        this.caller = caller;
        this.shops = shops;
        this.letters = letters;
    }

    @Override
    public boolean isOn() {
        return shops.names().stream()
                .anyMatch(name -> shops.find(name).flatMap(Shop::callBack).isPresent());
    }

    @Override
    public void deliver(Notice notice) throws NotDeliveredException {
        if (notice.kind().equals(Kind.SEATS_FREE.word())) {
            letters.free(notice);
        }
        ObjectNode json = NoticeJson.of(notice);
        ObjectNode data = (ObjectNode) json.get("data");
        letters.forEverybody(notice).ifPresent(letter -> data.put("text", letter.text()));
        letters.claim(notice)
                .ifPresent(
                        address ->
                                data.putObject("claim")
                                        .put("url", address.url())
                                        .put("expires", address.link().expires().toString()));
        ArrayNode differences = data.putArray("differences");
        letters.differences(notice).forEach(one -> differences.add(NoticeJson.of(one)));
        caller.call(
                shops.find(notice.recipient())
                        .flatMap(Shop::callBack)
                        .orElseThrow(
                                () ->
                                        new NotDeliveredException(
                                                Hope.RECEIVER_DOWN, "no-address", null)),
                notice,
                json);
    }
}
