package org.moodlegateway.notice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A way in which a fact can be told, as {@code config/notices.yaml} names it. */
enum Way {
    LOG,
    MAIL_BUYER,
    MAIL_PARTICIPANT,
    MAIL_ADMINISTRATOR,
    WEBHOOK,
    CALL_BACK,
    WRITE_BACK,
    EVENT;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Way> of(String word) {
        return Arrays.stream(values()).filter(way -> way.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Way::word).toList();
    }
}
