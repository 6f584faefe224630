package org.moodlegateway.asking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Reading;
import org.moodlegateway.ledger.ShopReadings.Turn;
import org.moodlegateway.shop.JsonAnswer;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.ShopAnswer;
import org.moodlegateway.shop.UnreadableAnswerException;
import org.moodlegateway.shop.WriteBack;

/**
 * Writes into a shop's own orders that their seats are in. The shop is asked first each time, so
 * that nothing is written twice, and nothing over what has changed since.
 */
public final class WriteBacks {
    private static final Duration SOMEBODY_ASKS = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int REDIRECTS = 300;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final ShopCalls calls;
    private final ShopReadings readings;
    private final Clock clock;

    public WriteBacks(Ledger ledger, ShopCalls calls) {
        this.calls = calls;
        this.readings = new ShopReadings(ledger);
        this.clock = ledger.clock();
    }

    /** What became of an attempt. */
    public sealed interface Outcome {}

    /** All that was wanted stands in the order. */
    public record Written() implements Outcome {}

    /** The shop has no such order any more. */
    public record OrderGone() implements Outcome {}

    /** Nothing was tried: it is somebody else's turn, or the shop wants to be left alone. */
    public record NotYet(Duration pause) implements Outcome {}

    /**
     * The shop gave no answer.
     *
     * @param pause until it may be asked again
     */
    public record Away(String code, Duration pause) implements Outcome {}

    /** The shop said no to this order, or something else than it should. */
    public record Refused(String code) implements Outcome {}

    /**
     * Writes into one of a shop's orders what the shop wants to be written.
     *
     * @param delivered whether all of it is in Moodle; else only notes are written, and no state
     */
    public Outcome write(
            String shop, Language language, String order, String text, boolean delivered) {
        List<WriteBack> wanted =
                language.writeBacks().stream().filter(one -> delivered || one.isNote()).toList();
        if (wanted.isEmpty()) {
            return new Written();
        }
        Optional<Turn> turn = readings.take(shop);
        return turn.isEmpty()
                ? new NotYet(untilFree(shop))
                : write(turn.get(), language, wanted, order, text);
    }

    private Duration untilFree(String shop) {
        Instant now = clock.instant();
        return Optional.ofNullable(readings.all().get(shop))
                .map(Reading::notBefore)
                .filter(now::isBefore)
                .map(then -> Duration.between(now, then))
                .orElse(SOMEBODY_ASKS);
    }

    private Outcome write(
            Turn turn, Language language, List<WriteBack> wanted, String order, String text) {
        try {
            for (WriteBack one : wanted) {
                Optional<Outcome> trouble = write(turn, language, one, order, text);
                if (trouble.isPresent()) {
                    readings.release(turn);
                    return trouble.get();
                }
            }
            readings.release(turn);
            return new Written();
        } catch (NoAnswerException e) {
            Duration pause = e.pause(Pace.SHOP, readings.of(turn).failures());
            readings.unanswered(turn, e.code(), pause);
            return new Away(e.code(), pause);
        } catch (UnreadableAnswerException | IllegalArgumentException e) {
            readings.release(turn);
            return new Refused("shop-unreadable");
        }
    }

    /** Empty if it stands there. */
    private Optional<Outcome> write(
            Turn turn, Language language, WriteBack one, String order, String text)
            throws NoAnswerException, UnreadableAnswerException {
        if (!readings.prolong(turn)) {
            return Optional.of(new NotYet(SOMEBODY_ASKS));
        }
        ShopAnswer.Answered now =
                NoAnswerException.orThrow(
                        calls.ask(language, language.api().orElseThrow().below(one.askFor(order))));
        if (now.status() == NOT_FOUND || now.status() == GONE) {
            return Optional.of(new OrderGone());
        }
        if (now.status() != OK) {
            return Optional.of(new Refused("http-" + now.status()));
        }
        if (!one.isWanted(JsonAnswer.read(now.body()), order, text)) {
            return Optional.empty();
        }
        if (!readings.prolong(turn)) {
            return Optional.of(new NotYet(SOMEBODY_ASKS));
        }
        ShopAnswer.Answered done =
                NoAnswerException.orThrow(
                        calls.write(
                                language,
                                one.method(),
                                language.api().orElseThrow().below(one.pathFor(order)),
                                one.bodyFor(order, text).toString().getBytes(UTF_8)));
        return done.status() >= OK && done.status() < REDIRECTS
                ? Optional.empty()
                : Optional.of(new Refused("http-" + done.status()));
    }
}
