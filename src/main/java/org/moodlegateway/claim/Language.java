package org.moodlegateway.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** A language of the page, with all its sentences ({@code claim_en.properties}). */
enum Language {
    EN,
    FR;

    private static final int LONGEST_HEADER = 200;

    private final Map<String, String> sentences = read(tag());

    /** {@code en} or {@code fr}. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> read(String tag) {
        Properties properties = new Properties();
        try (InputStream in = Language.class.getResourceAsStream("claim_" + tag + ".properties");
                InputStreamReader reader = new InputStreamReader(in, UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("the sentences of the page can't be read", e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
    }

    /** The one of a tag such as {@code fr-CA}; empty if the page isn't in that language. */
    static Optional<Language> of(String tag) {
        String primary = tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(one -> one.tag().equals(primary)).findFirst();
    }

    /** The one that a browser likes best, as its {@code Accept-Language} says. */
    static Optional<Language> accepted(String header) {
        if (header.isEmpty() || header.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        try {
            return LanguageRange.parse(header).stream()
                    .filter(range -> range.getWeight() > 0)
                    .flatMap(range -> of(range.getRange()).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            // a header that can't be read asks for nothing
            return Optional.empty();
        }
    }

    Map<String, String> sentences() {
        return sentences;
    }

    boolean has(String key) {
        return sentences.containsKey(key);
    }

    /** A sentence of ours as HTML; values for {0} and {1} are escaped. */
    String html(String key, String... values) {
        String html = Html.escaped(sentence(key));
        for (int i = 0; i < values.length; i++) {
            html = html.replace("{" + i + "}", Html.escaped(values[i]));
        }
        return html;
    }

    private String sentence(String key) {
        String sentence = sentences.get(key);
        if (sentence == null) {
            throw new IllegalArgumentException("the page has no sentence " + key);
        }
        return sentence;
    }

    /** A day for people, in a zone. */
    String day(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.forLanguageTag(this == EN ? "en-GB" : tag()))
                .withZone(zone)
                .format(instant);
    }
}
