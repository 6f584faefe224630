package org.moodlegateway.asking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.ledger.InboxParts;
import org.moodlegateway.ledger.InboxParts.Missing;
import org.moodlegateway.ledger.InboxParts.Part;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Turn;
import org.moodlegateway.shop.JsonAnswer;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.ShopAnswer;
import org.moodlegateway.shop.UnreadableAnswerException;
import org.moodlegateway.shop.XmlAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a shop for what its messages leave out, one part after the other. */
final class MissingParts {
    private static final Logger LOG = LoggerFactory.getLogger(MissingParts.class);

    /** Answers that a mapping is told: there, not there, not there any more. */
    private static final Set<Integer> TOLD = Set.of(200, 404, 410);

    private static final int OK = 200;
    private static final int MESSAGES = 50;

    private final ShopCalls calls;
    private final InboxParts parts;
    private final ShopReadings readings;
    private final Clock clock;
    private final SharedAnswers shared;
    private final Runnable complete;

    /** {@code complete} has messages looked at again of which all is there. */
    MissingParts(
            ShopCalls calls,
            InboxParts parts,
            ShopReadings readings,
            Clock clock,
            Runnable complete) {
        this.calls = calls;
        this.parts = parts;
        this.readings = readings;
        this.clock = clock;
        this.shared = new SharedAnswers(clock);
        this.complete = complete;
    }

    /** Asks for what some messages lack; ends the turn unless it fails. */
    void ask(Turn turn, Language language) throws NoAnswerException, TurnLostException {
        Map<Long, List<Missing>> messages =
                parts.missing(turn.shop(), MESSAGES).stream()
                        .collect(groupingBy(Missing::inboxId, LinkedHashMap::new, toList()));
        for (Map.Entry<Long, List<Missing>> message : messages.entrySet()) {
            ask(turn, message.getKey(), message.getValue(), language);
        }
        readings.end(turn);
        complete.run();
    }

    /** Asks for what a message lacks, until something can't be had; what came is one commit. */
    private void ask(Turn turn, long inboxId, List<Missing> lacking, Language language)
            throws NoAnswerException, TurnLostException {
        Map<String, Part> answers = new LinkedHashMap<>();
        try {
            for (Missing missing : lacking) {
                Optional<Part> answer = ask(turn, missing, language);
                if (answer.isEmpty()) {
                    return;
                }
                answers.put(missing.name(), answer.get());
            }
        } finally {
            if (!answers.isEmpty()) {
                parts.answered(inboxId, answers);
            }
        }
    }

    /** Empty if its message has to wait. */
    private Optional<Part> ask(Turn turn, Missing missing, Language language)
            throws NoAnswerException, TurnLostException {
        try {
            return part(turn, missing, language);
        } catch (NoAnswerException e) {
            leave(missing, e.code(), e.getMessage(), e.pause(Pace.MESSAGE, missing.attempts()));
            throw e;
        } catch (IllegalArgumentException | UnreadableAnswerException e) {
            leave(
                    missing,
                    "shop-unreadable",
                    missing.name() + " can't be asked for: " + e.getMessage(),
                    Pace.MESSAGE.after(missing.attempts()));
            return Optional.empty();
        }
    }

    private Optional<Part> part(Turn turn, Missing missing, Language language)
            throws NoAnswerException, TurnLostException, UnreadableAnswerException {
        URI address = language.api().orElseThrow().below(missing.path());
        if (!language.kind().isShared(missing.path())) {
            return asked(turn, missing, language, address);
        }
        Optional<Part> known = shared.find(missing.shop(), address);
        if (known.isPresent()) {
            return known;
        }
        Optional<Part> asked = asked(turn, missing, language, address);
        asked.filter(part -> part.status() == OK)
                .ifPresent(part -> shared.keep(missing.shop(), address, part));
        return asked;
    }

    /** Empty if its message has to wait. */
    private Optional<Part> asked(Turn turn, Missing missing, Language language, URI address)
            throws NoAnswerException, TurnLostException, UnreadableAnswerException {
        if (!readings.prolong(turn)) {
            throw new TurnLostException(turn.shop());
        }
        ShopAnswer.Answered answer = NoAnswerException.orThrow(calls.ask(language, address));
        if (!TOLD.contains(answer.status())) {
            leave(
                    missing,
                    "shop-away",
                    "the shop answers with HTTP "
                            + answer.status()
                            + " when it is asked for "
                            + missing.name(),
                    Pace.MESSAGE.after(missing.attempts()));
            return Optional.empty();
        }
        return Optional.of(new Part(answer.status(), body(answer), clock.instant()));
    }

    private static byte[] body(ShopAnswer.Answered answer) throws UnreadableAnswerException {
        boolean xml =
                answer.header("content-type")
                        .map(type -> type.toLowerCase(Locale.ROOT))
                        .filter(type -> type.contains("xml") && !type.contains("html"))
                        .isPresent();
        if (answer.status() != OK) {
            return answer.body();
        }
        if (xml) {
            return XmlAnswer.read(answer.body()).toString().getBytes(UTF_8);
        }
        JsonAnswer.read(answer.body());
        return answer.body();
    }

    private void leave(Missing missing, String code, String why, Duration delay) {
        parts.later(missing.inboxId(), code, why, delay);
        LOG.warn(
                "Message waits for its shop shop={} inbox={} part={} code={} because={}",
                missing.shop(),
                missing.inboxId(),
                missing.name(),
                code,
                why);
    }

    /** A shop that can't be asked, such as one without an address: what is missing waits. */
    void leaveAll(String shop, Duration delay) {
        Set<Long> left = new HashSet<>();
        for (Missing missing : parts.missing(shop, MESSAGES)) {
            if (left.add(missing.inboxId())) {
                leave(
                        missing,
                        "shop-unasked",
                        "the shop must be asked for "
                                + missing.name()
                                + ", but has no api.url in config/shops.yaml",
                        delay);
            }
        }
    }
}
