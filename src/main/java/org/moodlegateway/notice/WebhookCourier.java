package org.moodlegateway.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.notice.NotDeliveredException.Hope;

/** Tells the administrator's webhook, with a text beside the data that a chat can show. */
final class WebhookCourier implements Courier {
    private final HttpCaller caller;
    private final NoticeSettings settings;
    private final Letters letters;

    WebhookCourier(HttpCaller caller, NoticeSettings settings, Letters letters) {
        this.caller = caller;
        this.settings = settings;
        this.letters = letters;
    }

    @Override
    public void deliver(Notice notice) throws NotDeliveredException {
        ObjectNode json = NoticeJson.of(notice);
        Optional<Kind> kind = Kind.of(notice.kind());
        if (kind.isPresent()) {
            Letter letter = letters.of(notice, kind.get());
            json.put("text", letter.subject() + "\n\n" + letter.text());
        }
        caller.call(
                settings.alertsGoTo()
                        .orElseThrow(
                                () ->
                                        new NotDeliveredException(
                                                Hope.RECEIVER_DOWN, "no-address", null)),
                notice,
                json);
    }
}
