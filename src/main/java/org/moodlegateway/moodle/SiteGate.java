package org.moodlegateway.moodle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.Pauses.Pause;
import org.moodlegateway.ledger.Pauses.Scope;
import org.moodlegateway.ledger.People;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops all sending while Moodle as a whole takes no calls, and probes until it does. A refusal of
 * one function stops only that function.
 */
public final class SiteGate {
    private static final Logger LOG = LoggerFactory.getLogger(SiteGate.class);
    private static final int UNKNOWNS_IN_A_ROW = 4;

    private final Ledger ledger;
    private final Pauses pauses;
    private final People people;
    private final AtomicInteger unknowns = new AtomicInteger();
    private final Set<String> refusedFunctions = ConcurrentHashMap.newKeySet();

    public SiteGate(Ledger ledger, Pauses pauses, People people) {
        this.ledger = ledger;
        this.pauses = pauses;
        this.people = people;
        pauses.all().stream()
                .filter(pause -> pause.scope() == Scope.FUNCTION)
                .forEach(pause -> refusedFunctions.add(pause.subject()));
    }

    /** Hears of a call's outcome. */
    public void heard(WebFunction function, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown unknown) {
            if (unknowns.incrementAndGet() >= UNKNOWNS_IN_A_ROW) {
                stop("no-answer", Duration.ZERO);
                LOG.debug("The last of them was {}", unknown.reason());
            }
            return;
        }
        unknowns.set(0);
        if (outcome instanceof Outcome.Done || outcome instanceof Outcome.ItemRefused) {
            worksAgain(function.moodleName());
        }
        if (outcome instanceof Outcome.NotSent notSent) {
            stop(notSent.reason(), Duration.ZERO);
        } else if (outcome instanceof Outcome.SiteRefused refused) {
            if (refused.functionOnly()) {
                String name = function.moodleName();
                refusedFunctions.add(name);
                pauses.begin(
                        Scope.FUNCTION,
                        name,
                        refused.errorcode(),
                        Hints.of(refused.errorcode()),
                        Duration.ZERO);
            } else {
                stop(refused.errorcode(), refused.retryAfter());
            }
        }
    }

    private void worksAgain(String function) {
        if (refusedFunctions.remove(function)) {
            pauses.end(Scope.FUNCTION, function);
        }
    }

    private void stop(String code, Duration retryAfter) {
        Duration wait = pauses.begin(Scope.SITE, "", code, Hints.of(code), retryAfter);
        LOG.warn("Moodle takes no calls, asking again in {} s code={}", wait.toSeconds(), code);
    }

    /** Whether calls may leave now. Probes the site when its pause is due. */
    public boolean open(MoodleSite moodle) {
        Optional<Pause> pause = pauses.site();
        if (pause.isEmpty()) {
            return true;
        }
        Instant now = ledger.clock().instant();
        return !pause.get().probeAt().isAfter(now) && answers(moodle);
    }

    /** Site information alone would not notice a forced password change or a missing policy. */
    private boolean answers(MoodleSite moodle) {
        Outcome outcome = moodle.siteInfo().outcome();
        if (outcome instanceof Outcome.Done) {
            outcome = moodle.accountsById(List.of(people.anyAccount().orElse(1L))).outcome();
        }
        if (outcome instanceof Outcome.Done) {
            pauses.end(Scope.SITE, "");
            LOG.info("Moodle takes calls again");
            return true;
        }
        return false;
    }
}
