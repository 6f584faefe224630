package org.moodlegateway.asking;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.InboxParts;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Reading;
import org.moodlegateway.ledger.ShopReadings.Turn;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.UnreadableAnswerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds in the ledger which shops are to be asked, and asks one of them. Several threads and nodes
 * may do so at once: each takes another shop, so that a slow one holds up nobody else.
 */
public final class ShopAsker {
    private static final Logger LOG = LoggerFactory.getLogger(ShopAsker.class);
    private static final Duration WITHOUT_ADDRESS = Duration.ofMinutes(10);
    private static final Duration POLL_AGAIN = Duration.ofMinutes(1);

    private final Shops shops;
    private final ShopReadings readings;
    private final InboxParts parts;
    private final Polls polls;
    private final BillPolls bills;
    private final MissingParts missing;
    private final Clock clock;
    private final Runnable wake;

    /**
     * Makes one.
     *
     * @param kept has messages looked at that came, or of which now all is there
     * @param wake has this looked at
     */
    public ShopAsker(Shops shops, Ledger ledger, ShopCalls calls, Runnable kept, Runnable wake) {
        this.shops = shops;
        this.clock = ledger.clock();
        this.readings = new ShopReadings(ledger);
        this.parts = new InboxParts(ledger);
        this.polls = new Polls(calls, new Inbox(ledger), readings, clock, kept);
        this.bills = new BillPolls(ledger, readings, kept);
        this.missing = new MissingParts(calls, parts, readings, clock, kept);
        this.wake = wake;
    }

    /** A timer's tick: has the workers look whether a poll is due. */
    public void wake() {
        wake.run();
    }

    /** Asks one shop for what is due; false if there was nothing to ask. */
    public boolean askSome() {
        Map<String, Reading> known = readings.all();
        Set<String> lacking = parts.shops();
        Set<String> names = new LinkedHashSet<>(shops.names());
        names.addAll(new TreeSet<>(lacking));
        Instant now = clock.instant();
        for (String name : names) {
            Optional<Shop> shop = shops.find(name);
            Optional<Language> language =
                    shop.flatMap(Shop::language)
                            .filter(
                                    one ->
                                            one.api().isPresent()
                                                    || shop.get().database().isPresent());
            boolean asked = lacking.contains(name);
            if (language.isPresent()) {
                Optional<Reading> reading = Optional.ofNullable(known.get(name));
                boolean free = reading.map(one -> one.isFree(now)).orElse(true);
                boolean due = isDue(shop.get(), reading, now);
                boolean poll = due && (!asked || isForPolls(reading));
                if (free && (due || asked) && ask(shop.get(), language.get(), poll)) {
                    return true;
                }
            } else if (asked) {
                missing.leaveAll(name, WITHOUT_ADDRESS);
            }
        }
        return false;
    }

    /** Polls go first; but what fails again and again must not keep the other from its turn. */
    private static boolean isForPolls(Optional<Reading> reading) {
        return reading.filter(one -> one.failures() % 2 == 1).isEmpty();
    }

    private static boolean isDue(Shop shop, Optional<Reading> reading, Instant now) {
        return shop.polled()
                .filter(every -> reading.map(one -> one.isDue(now, every)).orElse(true))
                .isPresent();
    }

    /** False if somebody else was faster. */
    private boolean ask(Shop shop, Language language, boolean poll) {
        Optional<Turn> turn = readings.take(shop.name());
        turn.ifPresent(one -> ask(one, shop, language, poll));
        return turn.isPresent();
    }

    private void ask(Turn turn, Shop shop, Language language, boolean poll) {
        try {
            if (poll && shop.database().isPresent()) {
                bills.poll(turn, shop.database().get(), language.poll().orElseThrow());
            } else if (poll) {
                polls.poll(turn, language);
            } else {
                missing.ask(turn, language);
            }
        } catch (NoAnswerException e) {
            int failures = readings.of(turn).failures();
            if (poll) {
                Duration every = language.poll().orElseThrow();
                readings.pollAgain(turn, every.compareTo(POLL_AGAIN) < 0 ? every : POLL_AGAIN);
            }
            Duration pause = e.pause(Pace.SHOP, failures);
            readings.unanswered(turn, e.code(), pause);
            LOG.warn(
                    "Shop gives no answer, it is left alone for {} shop={} code={} because={}",
                    pause,
                    turn.shop(),
                    e.code(),
                    e.getMessage());
        } catch (UnreadableAnswerException e) {
            readings.unreadable(turn, "shop-unreadable", language.poll().orElseThrow());
            LOG.warn(
                    "Shop can't be polled shop={} code=shop-unreadable because={}",
                    turn.shop(),
                    e.getMessage());
        } catch (TurnLostException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
