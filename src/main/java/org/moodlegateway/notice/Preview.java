package org.moodlegateway.notice;

import java.time.ZoneId;
import java.util.List;
import org.moodlegateway.ledger.OrderView;

/** Shows what templates make of an order, or of an invented one. */
public final class Preview {
    private final NoticeFiles files;
    private final ZoneId zone;

    public Preview(NoticeFiles files, ZoneId zone) {
        this.files = files;
        this.zone = zone;
    }

    /** Of an invented order with one seat in Moodle, one that is stuck, and one without a name. */
    public Letter ofSample(String template, String language) {
        return files.templates().fill(template, language, Samples.model(new Dates(language, zone)));
    }

    /** Of an order: one letter for each line, or one for its first seat. */
    public static List<Letter> ofOrder(
            Letters letters, String template, String language, OrderView order) {
        return letters.preview(template, language, order);
    }
}
