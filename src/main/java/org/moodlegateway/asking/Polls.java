package org.moodlegateway.asking;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Receipt;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Turn;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.PollPage;
import org.moodlegateway.shop.PollWindow;
import org.moodlegateway.shop.ShopAnswer;
import org.moodlegateway.shop.UnreadableAnswerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all orders of a shop that changed since it was read last, page by page. Each page is one
 * commit; how far the shop was read is written down only after the last page.
 */
final class Polls {
    private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

    /** A list that gets shorter while it is read is read again so often. */
    private static final int READINGS = 5;

    /** So long a reading that the shop broke off goes on with the page it was at. */
    private static final Duration GOES_ON = Duration.ofMinutes(15);

    private static final int MOST_PAGES = 10_000;
    private static final int OK = 200;

    private final ShopCalls calls;
    private final Inbox inbox;
    private final ShopReadings readings;
    private final Runnable kept;
    private final Clock clock;
    private final Map<String, Reading> brokenOff = new ConcurrentHashMap<>();

    /** {@code kept} has the messages looked at that a poll brought. */
    Polls(ShopCalls calls, Inbox inbox, ShopReadings readings, Clock clock, Runnable kept) {
        this.calls = calls;
        this.inbox = inbox;
        this.readings = readings;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * How far a window was read.
     *
     * @param began when its first page was asked for
     * @param next page to be asked for; null after the last
     * @param pages that were read
     * @param last order on the last of them
     * @param newest change on them; null if there is none
     * @param most orders that the shop said there are
     */
    private record Reading(
            PollWindow window,
            Instant began,
            URI next,
            int pages,
            String last,
            Instant newest,
            int most,
            int news) {

        static Reading of(PollWindow window, Instant began) throws UnreadableAnswerException {
            return new Reading(window, began, window.page(1), 0, "", null, 0, 0);
        }

        /** Empty if orders left the list meanwhile, so that others may have been passed over. */
        Optional<Reading> with(PollPage page, ShopAnswer.Answered answer, int kept)
                throws UnreadableAnswerException {
            if (!window.isGapless(last, most, page, answer)) {
                return Optional.empty();
            }
            int total = window.total(page, answer).orElse(most);
            URI following = window.after(pages + 1, page, answer).orElse(null);
            Instant latest =
                    page.newest()
                            .filter(one -> newest == null || one.isAfter(newest))
                            .orElse(newest);
            return Optional.of(
                    new Reading(
                            window,
                            began,
                            following,
                            pages + 1,
                            page.last(),
                            latest,
                            total,
                            news + kept));
        }
    }

    /** Polls once; ends the turn unless it fails. */
    void poll(Turn turn, Language language)
            throws NoAnswerException, TurnLostException, UnreadableAnswerException {
        Instant known = readings.of(turn).changedAt();
        Reading reading = begin(turn, language, known);
        for (int times = 1; times <= READINGS; times++) {
            Optional<Reading> whole = read(turn, language, reading);
            if (whole.isPresent()) {
                finish(turn, language, known, whole.get());
                return;
            }
            reading = Reading.of(reading.window(), reading.began());
        }
        throw new UnreadableAnswerException("its list of orders got shorter each time it was read");
    }

    /** Where the shop broke the last poll off, if its window is still the one to be read. */
    private Reading begin(Turn turn, Language language, Instant known)
            throws UnreadableAnswerException {
        Reading broken = brokenOff.remove(turn.shop());
        if (broken != null
                && broken.window().mayGoOn()
                && broken.window().equals(PollWindow.after(language, known, broken.began()))
                && turn.began().isBefore(broken.began().plus(GOES_ON))) {
            return broken;
        }
        return Reading.of(PollWindow.after(language, known, turn.began()), turn.began());
    }

    private void finish(Turn turn, Language language, Instant known, Reading whole)
            throws TurnLostException {
        Instant changedAt = changedAt(known == null ? whole.window().since() : known, whole);
        if (!readings.wholly(turn, changedAt, language.poll().orElseThrow())) {
            throw new TurnLostException(turn.shop());
        }
        report(turn.shop(), whole);
    }

    /**
     * Not after the beginning: an order that changed while its page had been read already is yet to
     * be found; nor, as the shop's clock may be behind ours, within the time that the reading took.
     */
    private Instant changedAt(Instant known, Reading reading) {
        Instant newest = reading.newest() == null ? known : reading.newest();
        Instant began = reading.began();
        Duration took = Duration.between(began, clock.instant());
        Instant reached = (newest.isBefore(began) ? newest : began).minus(took);
        return reached.isBefore(known) ? known : reached;
    }

    /** Reads on to the last page; empty if it has to be done all over again. */
    private Optional<Reading> read(Turn turn, Language language, Reading from)
            throws NoAnswerException, TurnLostException, UnreadableAnswerException {
        Reading reading = from;
        while (reading.next() != null) {
            if (reading.pages() >= MOST_PAGES) {
                throw new UnreadableAnswerException("it has no last page");
            }
            if (!readings.prolong(turn)) {
                throw new TurnLostException(turn.shop());
            }
            ShopAnswer.Answered answer = ask(turn, language, reading);
            PollWindow window = reading.window();
            PollPage page = PollPage.read(window.rules(), window.zone(), answer.body());
            Optional<Reading> further =
                    reading.with(page, answer, keep(turn.shop(), language, page));
            if (further.isEmpty()) {
                return further;
            }
            reading = further.get();
        }
        return Optional.of(reading);
    }

    private ShopAnswer.Answered ask(Turn turn, Language language, Reading reading)
            throws NoAnswerException, UnreadableAnswerException {
        try {
            ShopAnswer.Answered answer =
                    NoAnswerException.orThrow(calls.ask(language, reading.next()));
            if (answer.status() != OK) {
                throw new UnreadableAnswerException(
                        "it answers a poll with HTTP " + answer.status());
            }
            return answer;
        } catch (NoAnswerException e) {
            if (reading.pages() > 0) {
                brokenOff.put(turn.shop(), reading);
            }
            throw e;
        }
    }

    /** How many of them are news. */
    private int keep(String shop, Language language, PollPage page) {
        if (page.items().isEmpty()) {
            return 0;
        }
        List<Arrival> arrivals =
                page.items().stream()
                        .map(
                                item ->
                                        new Arrival(
                                                shop,
                                                "poll",
                                                "poll",
                                                "",
                                                language.kind().name(),
                                                "",
                                                item))
                        .toList();
        int news =
                (int)
                        inbox.keep(arrivals).stream()
                                .filter(receipt -> receipt.kind() == Receipt.Kind.STORED)
                                .count();
        if (news > 0) {
            kept.run();
        }
        return news;
    }

    private static void report(String shop, Reading reading) {
        String line = "Shop polled shop={} pages={} news={}";
        if (reading.news() > 0) {
            LOG.info(line, shop, reading.pages(), reading.news());
        } else {
            LOG.debug(line, shop, reading.pages(), 0);
        }
    }
}
