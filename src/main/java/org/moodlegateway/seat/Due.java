package org.moodlegateway.seat;

import java.time.Instant;
import java.time.temporal.TemporalAmount;

/** One thing that is due for a seat. Each names the end it is about: that makes it happen once. */
public sealed interface Due {

    /** The end of the seat that this is about. */
    Instant end();

    /** What it is, in one word for lists. */
    String word();

    /** The seat gets {@code length} more from {@code end} on. */
    record Extend(Instant end, TemporalAmount length) implements Due {
        @Override
        public String word() {
            return "extend";
        }
    }

    /** Its renewal must be paid for. */
    record AskForRenewal(Instant end) implements Due {
        @Override
        public String word() {
            return "ask";
        }
    }

    /** People are reminded, {@code offset} before the end. */
    record Remind(Instant end, TemporalAmount offset) implements Due {
        @Override
        public String word() {
            return "remind";
        }
    }

    /** It is over. */
    record Expire(Instant end) implements Due {
        @Override
        public String word() {
            return "expire";
        }
    }
}
