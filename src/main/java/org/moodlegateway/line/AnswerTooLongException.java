package org.moodlegateway.line;

import java.io.IOException;

/** The answer to a call has more bytes than are read. */
public final class AnswerTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLongException(int most) {
        super("the answer has more than " + most + " bytes");
    }
}
