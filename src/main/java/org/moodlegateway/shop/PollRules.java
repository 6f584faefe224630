package org.moodlegateway.shop;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a kind of shop is asked for orders that changed.
 *
 * @param path of the shop's API
 * @param query in which {@code {since}}, {@code {page}} (from 1) and {@code {offset}} (from 0)
 *     stand for values; a name may stand there several times
 * @param items JSON pointer of the list of orders in an answer, empty if the answer is the list
 * @param changed JSON pointer in an order of the time at which it changed
 * @param since how that time is written
 * @param overlap how far before the newest time known the next poll begins
 */
public record PollRules(
        String path,
        Map<String, List<String>> query,
        String items,
        String changed,
        Since since,
        Duration overlap,
        Pages pages,
        Format format) {
    public PollRules {
        query = Map.copyOf(query);
    }

    /** {@code fixed} is null for the shop's own time zone. */
    public record Since(DateTimeFormatter pattern, ZoneId fixed) {
        public Optional<ZoneId> zone() {
            return Optional.ofNullable(fixed);
        }
    }

    /** What an answer is written in. */
    public enum Format {
        JSON,
        XML
    }

    /**
     * How the next page is found.
     *
     * @param where a header for {@link By#TOTAL_PAGES}; a JSON pointer of the number of items for
     *     {@link By#TOTAL_COUNT} (of all) and {@link By#LAST_ITEM} (from this page on); else empty
     * @param size of a full page, 0 where it doesn't matter
     * @param total a header with the number of all orders, empty if none tells
     * @param item JSON pointer of an item's id for {@link By#LAST_ITEM}, and for {@link
     *     By#SHORT_PAGE} and {@link By#TOTAL_COUNT} if each page is to begin with the last item of
     *     the one before; empty otherwise
     * @param parameter of the query that tells the last item of the page before, for {@link
     *     By#LAST_ITEM}, in place of what it says on the first page; empty otherwise
     * @param more JSON pointer of whether there is another page for {@link By#LAST_ITEM}, empty
     *     otherwise
     */
    public record Pages(
            By by,
            String where,
            int size,
            String total,
            String item,
            String parameter,
            String more) {
        /** By how many items a page reaches back into the one before. */
        int overlap() {
            boolean counted = by == By.SHORT_PAGE || by == By.TOTAL_COUNT;
            return counted && !item.isEmpty() ? 1 : 0;
        }

        /** Before which item, from 0, a page begins; pages count from 1. */
        int offset(int number) {
            return (number - 1) * (size - overlap());
        }

        /**
         * Whether it would show if items had left the list between two pages, or it doesn't matter.
         */
        boolean isWatched() {
            return switch (by) {
                case LINK, LAST_ITEM, TOTAL_COUNT -> true;
                case TOTAL_PAGES -> !total.isEmpty();
                case SHORT_PAGE -> overlap() > 0;
            };
        }

        /** What tells whether there is another page. */
        public enum By {
            TOTAL_PAGES,
            LINK,
            TOTAL_COUNT,
            SHORT_PAGE,
            LAST_ITEM
        }
    }
}
