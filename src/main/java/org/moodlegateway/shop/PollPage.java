package org.moodlegateway.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One page of what a shop answered when it was polled.
 *
 * @param items each order, byte for byte where the answer is JSON
 * @param latest the newest change of an order on it; null if none tells
 * @param count of orders in the window, where the answer's body tells it; -1 otherwise
 * @param more whether there is another page, where the answer's body tells it
 * @param ids of the orders, in their order and empty where there is none; an empty list where pages
 *     are not found by them
 */
public record PollPage(
        List<byte[]> items, Instant latest, int count, boolean more, List<String> ids) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the orders on it. */
    public Optional<Instant> newest() {
        return Optional.ofNullable(latest);
    }

    /** The id of the last order on it; empty if there is none. */
    public String last() {
        return ids.isEmpty() ? "" : ids.get(ids.size() - 1);
    }

    /**
     * Reads a page.
     *
     * @param zone of times without offset, empty if nobody knows
     * @throws UnreadableAnswerException if there is no such list in it, or no order says when it
     *     changed, or if it doesn't tell whether there is more
     */
    public static PollPage read(PollRules rules, String zone, byte[] body)
            throws UnreadableAnswerException {
        byte[] json =
                rules.format() == PollRules.Format.XML
                        ? XmlAnswer.read(body).toString().getBytes(UTF_8)
                        : body;
        List<byte[]> items = JsonList.read(json, rules.items());
        Optional<Instant> newest = newest(rules, zone, items);
        if (newest.isEmpty() && !items.isEmpty()) {
            throw new UnreadableAnswerException(
                    "no order says at '"
                            + rules.changed()
                            + "' when it changed, as a time with an offset or in a known zone");
        }
        return new PollPage(
                items,
                newest.orElse(null),
                count(rules, json),
                more(rules.pages(), json),
                ids(rules.pages(), items));
    }

    private static boolean more(PollRules.Pages pages, byte[] json)
            throws UnreadableAnswerException {
        if (pages.more().isEmpty()) {
            return false;
        }
        String more = tree(json).map(whole -> whole.at(pages.more()).asText()).orElse("");
        if (!more.equals("true") && !more.equals("false")) {
            throw new UnreadableAnswerException(
                    "the shop's answer doesn't tell at '"
                            + pages.more()
                            + "' whether there is more");
        }
        return more.equals("true");
    }

    private static List<String> ids(PollRules.Pages pages, List<byte[]> items) {
        return pages.item().isEmpty()
                ? List.of()
                : items.stream()
                        .map(item -> tree(item).map(one -> one.at(pages.item())))
                        .map(id -> id.map(Scalars::textOf).orElse(""))
                        .toList();
    }

    private static Optional<Instant> newest(PollRules rules, String zone, List<byte[]> items) {
        JsonPointer changed = JsonPointer.compile(rules.changed());
        return items.stream()
                .flatMap(item -> tree(item).stream())
                .flatMap(order -> Instants.parse(Scalars.textOf(order.at(changed)), zone).stream())
                .max(Instant::compareTo);
    }

    private static Optional<JsonNode> tree(byte[] json) {
        try {
            return Optional.ofNullable(JSON.readTree(json));
        } catch (IOException e) {
            // it is kept all the same, and refused when it is read for good
            return Optional.empty();
        }
    }

    private static int count(PollRules rules, byte[] json) {
        return Stream.of(rules.pages())
                .filter(pages -> pages.by() != PollRules.Pages.By.TOTAL_PAGES)
                .filter(pages -> !pages.where().isEmpty())
                .flatMap(pages -> tree(json).map(whole -> whole.at(pages.where())).stream())
                .map(Scalars::textOf)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(-1);
    }
}
