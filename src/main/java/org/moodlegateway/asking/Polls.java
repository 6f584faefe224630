package org.moodlegateway.asking;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    private static final int MOST_PAGES = 10_000;
    private static final int OK = 200;

    private final ShopCalls calls;
    private final Inbox inbox;
    private final ShopReadings readings;
    private final Runnable kept;
    private final Clock clock;

    /** {@code kept} has the messages looked at that a poll brought. */
    Polls(ShopCalls calls, Inbox inbox, ShopReadings readings, Clock clock, Runnable kept) {
        this.calls = calls;
        this.inbox = inbox;
        this.readings = readings;
        this.clock = clock;
        this.kept = kept;
    }

    /**
     * One reading of a window.
     *
     * @param newest change in it; null if it is empty
     * @param shrank whether orders left it meanwhile, so that others may have been passed over
     */
    private record Reading(Instant newest, boolean shrank, int pages, int news) {}

    /** Polls once; ends the turn unless it fails. */
    void poll(Turn turn, Language language)
            throws NoAnswerException, TurnLostException, UnreadableAnswerException {
        Instant known = readings.of(turn).changedAt();
        PollWindow window = PollWindow.after(language, known, turn.began());
        for (int times = 1; times <= READINGS; times++) {
            Reading reading = read(turn, language, window);
            if (!reading.shrank()) {
                Instant changedAt =
                        changedAt(turn, known == null ? window.since() : known, reading);
                if (!readings.wholly(turn, changedAt, language.poll().orElseThrow())) {
                    throw new TurnLostException(turn.shop());
                }
                report(turn.shop(), reading);
                return;
            }
        }
        throw new UnreadableAnswerException("its list of orders got shorter each time it was read");
    }

    /**
     * Not after the beginning: an order that changed while its page had been read already is yet to
     * be found; nor, as the shop's clock may be behind ours, within the time that the reading took.
     */
    private Instant changedAt(Turn turn, Instant known, Reading reading) {
        Instant newest = reading.newest() == null ? known : reading.newest();
        Instant began = turn.began();
        Duration took = Duration.between(began, clock.instant());
        Instant reached = (newest.isBefore(began) ? newest : began).minus(took);
        return reached.isBefore(known) ? known : reached;
    }

    private Reading read(Turn turn, Language language, PollWindow window)
            throws NoAnswerException, TurnLostException, UnreadableAnswerException {
        Optional<URI> address = Optional.of(window.page(1));
        Instant newest = null;
        int most = 0;
        int news = 0;
        for (int number = 1; number <= MOST_PAGES; number++) {
            if (!readings.prolong(turn)) {
                throw new TurnLostException(turn.shop());
            }
            ShopAnswer.Answered answer =
                    NoAnswerException.orThrow(calls.ask(language, address.orElseThrow()));
            if (answer.status() != OK) {
                throw new UnreadableAnswerException(
                        "it answers a poll with HTTP " + answer.status());
            }
            PollPage page = PollPage.read(window.rules(), window.zone(), answer.body());
            news += keep(turn.shop(), language, page);
            newest = later(newest, page);
            int total = window.total(page, answer).orElse(most);
            if (total < most) {
                return new Reading(newest, true, number, news);
            }
            most = total;
            address = window.after(number, page, answer);
            if (address.isEmpty()) {
                return new Reading(newest, false, number, news);
            }
        }
        throw new UnreadableAnswerException("it has no last page");
    }

    private static Instant later(Instant newest, PollPage page) {
        return page.newest().filter(one -> newest == null || one.isAfter(newest)).orElse(newest);
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
