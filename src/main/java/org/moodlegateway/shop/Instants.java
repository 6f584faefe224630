package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the times of shops: {@code 2026-01-15 10:30:00} or with a {@code T}, {@code 15.01.2026
 * 10:30}, {@code 2026/01/15 10:30}, {@code Thu, 15 Jan 2026 09:30:00 GMT} (RFC 1123), each with an
 * offset, {@code Z}, {@code UTC}, {@code GMT} or none, then in the zone given; a date alone, which
 * is its first moment in that zone; seconds or, from twelve digits, milliseconds since 1970, as
 * number or text. In the hour that the clock passes twice in autumn, the first one is meant.
 */
final class Instants {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}([.][0-9]{1,9})?");
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{12,14}");

    /** How databases, and PHP after them, write that there is no date. */
    private static final Pattern NONE = Pattern.compile("(0000-00-00|-0001-11-30).*");

    private static final Pattern UTC = Pattern.compile("(?i)(.*[0-9])\\s*(?:UTC|GMT)");

    private static final List<DateTimeFormatter> FORMS =
            Stream.of("uuuu-MM-dd", "uuuu/MM/dd", "d.M.uuuu", "[EEE, ]d MMM uuuu")
                    .map(Instants::form)
                    .toList();

    private Instants() {}

    private static DateTimeFormatter form(String date) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(date)
                .optionalStart()
                .appendPattern("[,]['T'][ ]H:mm[:ss]")
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .optionalEnd()
                .appendPattern("[ ][XXX][XX][X]")
                .optionalEnd()
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * Gives {@code 2026-01-15T09:30:00Z}; {@code null} for none, for {@code 0000-00-00 00:00:00}
     * and for what was before 1970.
     *
     * @throws UnreadableTimeException if it can't be read, and where there is neither an offset nor
     *     a zone
     */
    static JsonNode read(JsonNode value, JsonNode zone) {
        return isNone(value)
                ? NullNode.getInstance()
                : written(value, parse(Scalars.textOf(value), Scalars.textOf(zone)));
    }

    /**
     * The same of a time that is written in another way.
     *
     * @param pattern as Java writes it, with English names: {@code MM/dd/yyyy hh:mm a}
     */
    static JsonNode read(JsonNode value, JsonNode zone, JsonNode pattern) {
        if (isNone(value)) {
            return NullNode.getInstance();
        }
        DateTimeFormatter form =
                new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(Scalars.textOf(pattern))
                        .parseDefaulting(ChronoField.ERA, 1)
                        .toFormatter(Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT);
        return written(value, parse(Scalars.textOf(value), Scalars.textOf(zone), form));
    }

    private static boolean isNone(JsonNode value) {
        return !value.isContainerNode()
                && (Scalars.textOf(value).isEmpty()
                        || NONE.matcher(Scalars.textOf(value)).matches());
    }

    private static JsonNode written(JsonNode value, Optional<Instant> instant) {
        Instant read = instant.orElseThrow(() -> new UnreadableTimeException(value));
        return read.isBefore(Instant.EPOCH)
                ? NullNode.getInstance()
                : TextNode.valueOf(read.toString());
    }

    /** Empty if it can't be read. */
    static Optional<Instant> parse(String text, String zone) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(seconds(text));
        }
        if (MILLISECONDS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        Matcher utc = UTC.matcher(text);
        String time = utc.matches() ? utc.group(1) : text;
        String where = utc.matches() ? "UTC" : zone;
        return FORMS.stream().flatMap(form -> parse(time, where, form).stream()).findFirst();
    }

    private static Instant seconds(String text) {
        String[] parts = text.split("[.]", 2);
        long nanos =
                parts.length == 1 ? 0 : Long.parseLong((parts[1] + "0".repeat(9)).substring(0, 9));
        return Instant.ofEpochSecond(Long.parseLong(parts[0]), nanos);
    }

    private static Optional<Instant> parse(String text, String zone, DateTimeFormatter form) {
        try {
            TemporalAccessor time =
                    form.parseBest(
                            text,
                            ZonedDateTime::from,
                            OffsetDateTime::from,
                            LocalDateTime::from,
                            LocalDate::from);
            if (time instanceof ZonedDateTime exact) {
                return Optional.of(exact.toInstant());
            }
            if (time instanceof OffsetDateTime exact) {
                return Optional.of(exact.toInstant());
            }
            LocalDateTime local =
                    time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
            return zone.isEmpty()
                    ? Optional.empty()
                    : Optional.of(local.atZone(zone(zone)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneId zone(String name) {
        return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
    }
}
