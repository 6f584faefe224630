package org.moodlegateway.asking;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one shop stands.
 *
 * @param kind of shop, empty if it sends the gateway's own orders
 * @param ways in which its orders come: webhook, http, poll, kafka, files
 * @param lastMessage when its newest message came; null if none ever did
 * @param lastPoll when it was polled to the end last; null if it never was
 * @param nextPoll when it is polled next; null if it isn't polled
 * @param failures questions in a row that had no answer
 * @param code of what is wrong, empty if nothing is
 * @param asking messages that wait for its answer
 * @param rejected messages that can't be applied
 * @param ignored how many meant nothing for anybody's seat, by what the shop calls them
 */
public record ShopStanding(
        String name,
        String kind,
        List<String> ways,
        Instant lastMessage,
        Instant lastPoll,
        Instant nextPoll,
        int failures,
        String code,
        long asking,
        long rejected,
        SortedMap<String, Long> ignored) {
    public ShopStanding {
        ways = List.copyOf(ways);
        ignored = Collections.unmodifiableSortedMap(new TreeMap<>(ignored));
    }
}
