package org.moodlegateway.notice;

import com.samskivert.mustache.MustacheException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.ledger.Notice.Address;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.ledger.NoticeBook;
import org.moodlegateway.ledger.NoticeBook.Claimed;
import org.moodlegateway.ledger.NoticeBook.NotedFact;
import org.moodlegateway.notice.NotDeliveredException.Hope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps by which a fact becomes notices, and a notice is delivered. What fails waits longer
 * each time, in the ledger; what fails too often is given up, visibly.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final int FACTS_AT_ONCE = 100;
    private static final int NOTICES_AT_ONCE = 20;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);

    /** Somebody else's turn to find out whether a receiver is up again. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

    private static final int MOST_DOUBLINGS = 10;

    private final NoticeBook book;
    private final Supplier<NoticeTable> table;
    private final Addresses addresses;
    private final Map<Channel, Courier> couriers;
    private final NoticeSettings settings;
    private final Clock clock;

    Notices(
            NoticeBook book,
            Supplier<NoticeTable> table,
            Addresses addresses,
            Map<Channel, Courier> couriers,
            NoticeSettings settings,
            Clock clock) {
        this.book = book;
        this.table = table;
        this.addresses = addresses;
        this.couriers = Map.copyOf(couriers);
        this.settings = settings;
        this.clock = clock;
    }

    /** Makes notices of some facts; false if there were none. */
    public boolean spread() {
        List<NotedFact> facts = book.facts(FACTS_AT_ONCE);
        Map<NotedFact, List<Address>> spread = new LinkedHashMap<>();
        facts.forEach(fact -> spread.put(fact, addresses.of(fact, ways(fact))));
        if (!facts.isEmpty()) {
            book.spread(spread);
        }
        return !facts.isEmpty();
    }

    /** What nobody has heard of is at least logged. */
    private Set<Way> ways(NotedFact fact) {
        return Kind.of(fact.kind()).map(table.get()::of).orElse(Set.of(Way.LOG));
    }

    /** Delivers some of what is due by a channel; false if nothing was. */
    public boolean deliver(@Body Channel channel) {
        Courier courier = couriers.get(channel);
        if (courier == null || !courier.isOn()) {
            return false;
        }
        Claimed claim = book.claim(channel, NOTICES_AT_ONCE);
        for (Notice notice : claim.notices()) {
            boolean late =
                    System.nanoTime() + settings.timeout().toNanos() > claim.leaseEndsNanos();
            if (late || !deliver(courier, claim, notice)) {
                break;
            }
        }
        return !claim.notices().isEmpty();
    }

    /** False if what else was claimed must wait. */
    private boolean deliver(Courier courier, Claimed claim, Notice notice) {
        try {
            courier.deliver(notice);
        } catch (NotDeliveredException e) {
            return others(claim, notice, e);
        } catch (RuntimeException e) {
            // else this one would come up for ever, before all others
            boolean words = e instanceof MustacheException;
            failed(claim, notice, Hope.LATER, words ? "template-unusable" : "unexpected", e);
            return true;
        }
        book.sent(claim, notice);
        return true;
    }

    /** Writes down what became of one; false if what else was claimed must wait. */
    private boolean others(Claimed claim, Notice notice, NotDeliveredException failure) {
        if (failure.hope() == Hope.UNSETTLED) {
            book.putOff(claim, notice, untilSettled(notice));
            return true;
        }
        if (failure.hope() == Hope.NOT_YET) {
            book.holdUp(claim, notice, failure.least());
            return false;
        }
        failed(claim, notice, failure.hope(), failure.getMessage(), failure);
        if (failure.hope() == Hope.RECEIVER_DOWN) {
            Duration hold = shorter(wait(notice), LONGEST_HOLD);
            book.holdUp(claim, notice, longer(hold, failure.least()));
            return false;
        }
        return true;
    }

    private void failed(
            Claimed claim, Notice notice, Hope hope, String trouble, Exception failure) {
        if (hope == Hope.OUTDATED) {
            book.dropped(claim, notice, trouble);
            LOG.info("Notice not sent, for it is true no more notice={}", notice.id());
        } else if (hope == Hope.NONE || notice.attempts() + 1 >= settings.tries()) {
            book.dead(claim, notice, trouble);
            LOG.error(
                    "A notice is given up: mend what is wrong, then notices --again {} channel={}"
                            + " kind={} trouble={}",
                    notice.id(),
                    notice.channel(),
                    notice.kind(),
                    trouble);
        } else {
            book.failed(claim, notice, trouble, wait(notice));
            LOG.warn(
                    "Notice not delivered, tried again in {} s notice={} channel={} trouble={}",
                    wait(notice).toSeconds(),
                    notice.id(),
                    notice.channel(),
                    trouble);
        }
        LOG.debug("It failed for {}", root(failure).getClass().getName());
    }

    /** Its name says enough; its message may hold addresses. */
    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The longer something has been changing, the longer it will. */
    private Duration untilSettled(Notice notice) {
        Duration age = Duration.between(notice.notedAt(), clock.instant());
        return shorter(longer(age.dividedBy(2), FIRST_WAIT), LONGEST_HOLD);
    }

    private static Duration wait(Notice notice) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(notice.attempts(), MOST_DOUBLINGS));
        return shorter(wait, LONGEST_WAIT);
    }
}
