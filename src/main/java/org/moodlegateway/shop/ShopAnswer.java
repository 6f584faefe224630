package org.moodlegateway.shop;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What became of one question to a shop's API. */
public sealed interface ShopAnswer {

    /**
     * An answer.
     *
     * @param status of HTTP; neither a redirect nor one of those that mean something else here
     * @param headers by lower-case name
     * @param body as the shop sent it
     */
    record Answered(int status, Map<String, List<String>> headers, byte[] body)
            implements ShopAnswer {
        private static final Pattern NEXT =
                Pattern.compile(
                        "<([^<>]*)>(?:\\s*;[^,<>]*)?;\\s*rel=\"?(?:[^\",<>]* )?next[\" ;,]");

        public Answered {
            headers = Map.copyOf(headers);
        }

        /** A header's first value. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        /** A header that is a number. */
        Optional<Integer> number(String name) {
            return header(name)
                    .map(String::strip)
                    .filter(text -> text.matches("[0-9]{1,9}"))
                    .map(Integer::valueOf);
        }

        /** Where header {@code Link} says that the next page is. */
        Optional<String> next() {
            return headers.getOrDefault("link", List.of()).stream()
                    .map(links -> NEXT.matcher(links + ","))
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst();
        }

        @Override
        public String toString() {
            return "Answered[status=" + status + "]";
        }
    }

    /**
     * None for now.
     *
     * @param code {@code shop-busy}, {@code shop-away}, {@code shop-moved} or {@code shop-verbose}
     * @param why as a sentence
     * @param wish how long the shop wants to be left alone; null if it doesn't say
     */
    record NotNow(String code, String why, Duration wish) implements ShopAnswer {
        /** How long the shop wants to be left alone, if it says. */
        public Optional<Duration> wanted() {
            return Optional.ofNullable(wish);
        }
    }

    /** The shop doesn't take the credentials, or they may not do this. */
    record Refused(int status) implements ShopAnswer {}
}
