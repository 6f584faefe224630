package org.moodlegateway.shop;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.moodlegateway.shop.PollRules.Pages;

/**
 * All orders of a shop that changed since some time, as the addresses of their pages.
 *
 * @param zone of the shop's times without offset; empty if nobody knows
 */
public record PollWindow(PollRules rules, ShopApi api, String zone, Instant since) {
    private static final Duration FIRST = Duration.ofDays(1);

    /**
     * The window after what is known.
     *
     * @param changedAt the newest change that is kept; null if the shop was never read: then {@code
     *     settings.poll-from}, or the last day
     * @throws UnreadableAnswerException if times can't be written so that the shop understands
     */
    public static PollWindow after(Language language, Instant changedAt, Instant now)
            throws UnreadableAnswerException {
        PollRules rules = language.kind().poll().orElseThrow();
        String zone = zone(language);
        Instant since =
                changedAt == null
                        ? first(language, zone, now)
                        : changedAt.minus(rules.overlap()).minus(setBack(zone, changedAt, now));
        return new PollWindow(rules, language.api().orElseThrow(), zone, since);
    }

    /** The zone that the kind's times are in, else the shop's own; empty if neither is known. */
    private static String zone(Language language) {
        return language.kind()
                .poll()
                .flatMap(rules -> rules.since().zone())
                .map(ZoneId::getId)
                .orElseGet(() -> own(language, "time-zone"));
    }

    private static String own(Language language, String setting) {
        return Scalars.textOf(language.settings().path(setting));
    }

    /** Whether {@code settings.time-zone} is a zone, if it is given. */
    public static boolean isZoneSound(Language language) {
        String zone = own(language, "time-zone");
        try {
            return zone.isEmpty() || ZoneId.of(zone) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Whether {@code settings.poll-from} is a time, if it is given. */
    public static boolean isBeginningSound(Language language) {
        String from = own(language, "poll-from");
        return from.isEmpty() || Instants.parse(from, zone(language)).isPresent();
    }

    /** Whether a time can be written so that the shop understands it, where it is polled. */
    public static boolean isZoneGiven(Language language) {
        return language.kind().poll().isEmpty() || !zone(language).isEmpty();
    }

    /** How far clocks were set back meanwhile: a time without offset may come twice. */
    private static Duration setBack(String zone, Instant before, Instant now)
            throws UnreadableAnswerException {
        try {
            ZoneRules offsets = ZoneId.of(zone).getRules();
            int seconds =
                    offsets.getOffset(before).getTotalSeconds()
                            - offsets.getOffset(now).getTotalSeconds();
            return Duration.ofSeconds(Math.max(0, seconds));
        } catch (DateTimeException e) {
            throw zoneUnknown(e);
        }
    }

    private static UnreadableAnswerException zoneUnknown(DateTimeException e) {
        return new UnreadableAnswerException(
                "settings.time-zone of the shop must be a zone such as Europe/Paris", e);
    }

    private static Instant first(Language language, String zone, Instant now)
            throws UnreadableAnswerException {
        String from = own(language, "poll-from");
        if (from.isEmpty()) {
            return now.minus(FIRST);
        }
        return Instants.parse(from, zone)
                .orElseThrow(
                        () ->
                                new UnreadableAnswerException(
                                        "settings.poll-from of the shop must be a time such as"
                                                + " 2026-01-15T00:00:00Z"));
    }

    /**
     * The address of a page, from 1.
     *
     * @throws UnreadableAnswerException if the shop's zone is not known
     */
    public URI page(int number) throws UnreadableAnswerException {
        return page(number, rules.query());
    }

    private URI page(int number, Map<String, List<String>> asked) throws UnreadableAnswerException {
        int offset = rules.pages().offset(number);
        String time = written();
        String query =
                new TreeMap<>(asked)
                        .entrySet().stream()
                                .flatMap(
                                        one ->
                                                one.getValue().stream()
                                                        .map(
                                                                value ->
                                                                        new Parameter(
                                                                                one.getKey(),
                                                                                value)))
                                .map(one -> one.with("{since}", time))
                                .map(one -> one.with("{page}", "" + number))
                                .map(one -> one.with("{offset}", "" + offset))
                                .map(Parameter::encoded)
                                .collect(Collectors.joining("&"));
        return api.below(rules.path() + (query.isEmpty() ? "" : "?" + query));
    }

    private record Parameter(String name, String value) {
        Parameter with(String placeholder, String written) {
            return new Parameter(name, value.replace(placeholder, written));
        }

        String encoded() {
            return AddressText.percent(name) + "=" + AddressText.percent(value);
        }
    }

    private String written() throws UnreadableAnswerException {
        try {
            return rules.since().pattern().format(since.atZone(ZoneId.of(zone)));
        } catch (DateTimeException e) {
            throw zoneUnknown(e);
        }
    }

    /**
     * The page after this one, empty after the last.
     *
     * @param answer of the page
     * @throws UnreadableAnswerException if the answer doesn't tell, or leads elsewhere
     */
    public Optional<URI> after(int number, PollPage page, ShopAnswer.Answered answer)
            throws UnreadableAnswerException {
        return switch (rules.pages().by()) {
            case LINK -> next(answer);
            case LAST_ITEM ->
                    isMore(page) && !page.items().isEmpty()
                            ? Optional.of(behind(page.last()))
                            : Optional.empty();
            case TOTAL_PAGES ->
                    another(
                            number,
                            page,
                            number < answer.number(rules.pages().where()).orElseThrow(this::mute));
            case TOTAL_COUNT -> {
                int read = rules.pages().offset(number) + rules.pages().size();
                yield another(number, page, read < total(page, answer).orElseThrow(this::mute));
            }
            case SHORT_PAGE -> another(number, page, page.items().size() >= rules.pages().size());
        };
    }

    private Optional<URI> another(int number, PollPage page, boolean more)
            throws UnreadableAnswerException {
        return more && !page.items().isEmpty() ? Optional.of(page(number + 1)) : Optional.empty();
    }

    /** A shop may say so, or how many there are from this page on. */
    private boolean isMore(PollPage page) throws UnreadableAnswerException {
        if (!rules.pages().more().isEmpty()) {
            return page.more();
        }
        if (page.count() < 0) {
            throw mute();
        }
        return page.count() > page.items().size();
    }

    private URI behind(String last) throws UnreadableAnswerException {
        if (last.isEmpty()) {
            throw new UnreadableAnswerException(
                    "the last item has nothing at '"
                            + rules.pages().item()
                            + "' to ask for the next page by");
        }
        Map<String, List<String>> query = new TreeMap<>(rules.query());
        query.put(rules.pages().parameter(), List.of(last));
        return page(1, query);
    }

    /**
     * Whether a page has no gap before it: where pages overlap, the last order of the page before
     * must still be on it; else there must not be fewer orders than there were.
     *
     * @param last order of the page before, empty for the first page
     * @param most orders that there were so far
     * @throws UnreadableAnswerException if it is the page before
     */
    public boolean isGapless(String last, int most, PollPage page, ShopAnswer.Answered answer)
            throws UnreadableAnswerException {
        if (rules.pages().overlap() == 0) {
            return total(page, answer).orElse(most) >= most;
        }
        boolean same = !last.isEmpty() && last.equals(page.last());
        if (same && page.items().size() >= rules.pages().size()) {
            throw new UnreadableAnswerException("it gives the same page again and again");
        }
        return last.isEmpty() || page.ids().contains(last);
    }

    /** Whether a reading that was broken off may go on after a while without passing over any. */
    public boolean mayGoOn() {
        return rules.pages().isWatched();
    }

    private UnreadableAnswerException mute() {
        Pages pages = rules.pages();
        return new UnreadableAnswerException(
                "the shop's answer doesn't tell at '"
                        + (pages.where().isEmpty() ? pages.total() : pages.where())
                        + "' how much there is");
    }

    private Optional<URI> next(ShopAnswer.Answered answer) throws UnreadableAnswerException {
        Optional<String> link = answer.next();
        try {
            return link.map(api::follow);
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException(
                    "the link to the next page leads away from the shop's API", e);
        }
    }

    /** How many orders there are in the window, where the shop tells it. */
    public Optional<Integer> total(PollPage page, ShopAnswer.Answered answer) {
        if (rules.pages().by() == Pages.By.TOTAL_COUNT && !rules.pages().where().isEmpty()) {
            return Optional.of(page.count()).filter(count -> count >= 0);
        }
        return rules.pages().total().isEmpty()
                ? Optional.empty()
                : answer.number(rules.pages().total());
    }
}
