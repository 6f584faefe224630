package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the times of shops: {@code 2026-01-15 10:30:00} or with a {@code T}, with an offset, a
 * {@code Z} or neither, then in the zone given; seconds since 1970, as number or text. Gives {@code
 * 2026-01-15T09:30:00Z}; {@code null} for none, for {@code 0000-00-00 00:00:00}, for what is no
 * time, and for a time without offset where no zone is known. In the hour that the clock passes
 * twice in autumn, the first one is meant.
 */
final class Instants {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("uuuu-MM-dd['T'][ ]HH:mm[:ss]")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalEnd()
                    .appendPattern("[XXX][XX][X]")
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private Instants() {}

    static JsonNode read(JsonNode value, JsonNode zone) {
        return parse(Scalars.textOf(value), Scalars.textOf(zone))
                .filter(instant -> !instant.isBefore(Instant.EPOCH))
                .<JsonNode>map(instant -> TextNode.valueOf(instant.toString()))
                .orElse(NullNode.getInstance());
    }

    static Optional<Instant> parse(String text, String zone) {
        if (text.matches("[0-9]{1,11}")) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
        }
        try {
            TemporalAccessor time = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            if (time instanceof OffsetDateTime exact) {
                return Optional.of(exact.toInstant());
            }
            return zone.isEmpty()
                    ? Optional.empty()
                    : Optional.of(((LocalDateTime) time).atZone(ZoneId.of(zone)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
