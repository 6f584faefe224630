package org.moodlegateway.asking;

import java.time.Duration;
import org.moodlegateway.shop.ShopAnswer;

/** A shop gave no answer, or didn't take the credentials: it is left alone for a while. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Duration wish;

    NoAnswerException(String code, String why, Duration wish) {
        super(why);
        this.code = code;
        this.wish = wish;
    }

    /** The answer, if there is one. */
    static ShopAnswer.Answered orThrow(ShopAnswer answer) throws NoAnswerException {
        if (answer instanceof ShopAnswer.Answered answered) {
            return answered;
        }
        if (answer instanceof ShopAnswer.NotNow notNow) {
            throw new NoAnswerException(notNow.code(), notNow.why(), notNow.wanted().orElse(null));
        }
        throw new NoAnswerException(
                "shop-refuses",
                "the shop refuses the credentials of its api, or they may not do this (HTTP "
                        + ((ShopAnswer.Refused) answer).status()
                        + ")",
                null);
    }

    String code() {
        return code;
    }

    /** How long to wait: what the shop wants, if it says, else the longer, the more often. */
    Duration pause(Pace pace, int failures) {
        return wish == null ? pace.after(failures) : wish;
    }
}
