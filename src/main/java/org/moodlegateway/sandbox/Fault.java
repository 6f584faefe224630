package org.moodlegateway.sandbox;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Something that goes wrong with some calls. Which ones: those of {@code function} (null: any), and
 * of them the next {@code next}, or every {@code every}-th, or each with {@code probability}; with
 * none of the three, all of them. The first fault of the list that strikes a call is the only one.
 *
 * @param kind what the client sees
 * @param effect whether the call does its work; null: see {@link Kind}
 * @param delayMillis {@link Kind#DRIP}: pause after each byte, in ms. A late effect: how much later
 *     than the reset. Else: added latency
 * @param code the errorcode of {@link Kind#REFUSE}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        Kind kind,
        String function,
        Work effect,
        Integer next,
        Integer every,
        Double probability,
        long delayMillis,
        String code) {

    /** What the client sees. Those marked * do the call's work by default, the others don't. */
    public enum Kind {
        /** The connection is reset (RST) where the answer should have come. */
        RESET(Work.NONE),
        /** The connection is closed in order (FIN) where the answer should have come. */
        CLOSE(Work.NONE),
        /** * The right answer, later. */
        SLOW(Work.DONE),
        /** * The right answer, byte by byte. */
        DRIP(Work.DONE),
        /** * The right answer without the second half of its body. */
        TRUNCATED(Work.DONE),
        /** * HTTP 200 and nothing. */
        EMPTY(Work.DONE),
        /** HTTP 200 and a page of HTML, as from a proxy. */
        HTML(Work.NONE),
        /** HTTP 500 and nothing. */
        ERROR_500(Work.NONE),
        /** Command-line maintenance: HTTP 503, Retry-After and HTML, whatever the token. */
        MAINTENANCE(Work.NONE),
        /** Maintenance by the web setting; administrators are let through. */
        SITE_MAINTENANCE(Work.NONE),
        /** An upgrade is running. */
        UPGRADE(Work.NONE),
        /** A deadlock or duplicate key: dmlwriteexception, rolled back. */
        WRITE_ERROR(Work.NONE),
        /** Any other refusal, by its {@code code}. */
        REFUSE(Work.NONE);

        private final Work usual;

        Kind(Work usual) {
            this.usual = usual;
        }

        /** Reads the name in lower case with hyphens. */
        @JsonCreator
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether and when a struck call does its work. */
    public enum Work {
        /** Never. */
        NONE,
        /** Before the client sees the fault. */
        DONE,
        /** {@code delayMillis} after the client saw it. */
        LATE;

        /** Reads the lower-case name. */
        @JsonCreator
        public static Work of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Fault {
        effect = requireNonNullElse(effect, kind.usual);
        if (kind == Kind.REFUSE && code == null) {
            throw new IllegalArgumentException("a fault of kind refuse needs a code");
        }
        int selectors = (next == null ? 0 : 1) + (every == null ? 0 : 1);
        if (selectors + (probability == null ? 0 : 1) > 1) {
            throw new IllegalArgumentException(
                    "a fault has one of next, every and probability, not several");
        }
        if (every != null && every < 1) {
            throw new IllegalArgumentException("every must be 1 or more");
        }
    }

    /** Strikes every call until the dials are set again. */
    public static Fault always(Kind kind) {
        return new Fault(kind, null, null, null, null, null, 0, null);
    }

    /** Strikes the next {@code calls} calls. */
    public static Fault next(int calls, Kind kind) {
        return new Fault(kind, null, null, calls, null, null, 0, null);
    }

    /** Strikes every {@code n}-th call. */
    public static Fault every(int n, Kind kind) {
        return new Fault(kind, null, null, null, n, null, 0, null);
    }

    /** Strikes each call with a probability between 0 and 1, drawn from the dials' seed. */
    public static Fault withProbability(double probability, Kind kind) {
        return new Fault(kind, null, null, null, null, probability, 0, null);
    }

    /** The same fault for one function only. */
    public Fault of(String onlyFunction) {
        return new Fault(kind, onlyFunction, effect, next, every, probability, delayMillis, code);
    }

    /** The same fault with this much of the call's work. */
    public Fault doing(Work work) {
        return new Fault(kind, function, work, next, every, probability, delayMillis, code);
    }

    /** The same fault with this delay in ms. */
    public Fault delayed(long millis) {
        return new Fault(kind, function, effect, next, every, probability, millis, code);
    }
}
