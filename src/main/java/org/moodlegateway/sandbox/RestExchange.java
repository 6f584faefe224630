package org.moodlegateway.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/**
 * One request on its way: waits its latency on a timer, does its work unless a fault forbids it,
 * and shows the client the answer or the fault. The work goes on when the client has hung up.
 */
final class RestExchange {
    private static final Answer NOTHING_DONE = Answer.json("null");

    private final Vertx vertx;
    private final MoodleSite site;
    private final Connections connections;
    private final HttpServerRequest http;
    private final RestRequest request;
    private final AnswerWriter writer;
    private Optional<Fault> fault = Optional.empty();
    private MoodleSite.Ticket ticket;

    RestExchange(
            Vertx vertx,
            MoodleSite site,
            Connections connections,
            HttpServerRequest http,
            RestRequest request) {
        this.vertx = vertx;
        this.site = site;
        this.connections = connections;
        this.http = http;
        this.request = request;
        this.writer = new AnswerWriter(vertx, http.response());
    }

    void start() {
        Dials dials = site.dials();
        fault = site.strike(request.function());
        ticket = site.begin(request);
        if (fault.filter(struck -> struck.effect() != Fault.Work.DONE).isPresent()) {
            site.leave(ticket);
        }
        long latency = dials.latencyMillis() + request.rows() * dials.rowLatencyMillis();
        after(latency + fault.map(RestExchange::addedMillis).orElse(0L), this::act);
    }

    private static long addedMillis(Fault fault) {
        boolean delays = fault.kind() != Fault.Kind.DRIP && fault.effect() != Fault.Work.LATE;
        return delays ? fault.delayMillis() : 0;
    }

    private void act() {
        if (fault.isEmpty()) {
            answer(false);
        } else {
            suffer(fault.get());
        }
    }

    private void suffer(Fault struck) {
        switch (struck.kind()) {
            case SITE_MAINTENANCE -> answer(true);
            case UPGRADE -> refuse(MoodleError.moodle("upgraderunning", "Site is being upgraded"));
            case WRITE_ERROR -> refuse(MoodleError.write());
            case REFUSE -> refuse(MoodleError.byCode(struck.code()));
            case SLOW -> show(work(struck));
            case DRIP -> writer.drip(work(struck), struck.delayMillis());
            case TRUNCATED -> show(work(struck).truncated());
            default -> {
                work(struck);
                breakOff(struck.kind());
            }
        }
    }

    private void breakOff(Fault.Kind kind) {
        switch (kind) {
            case RESET -> connections.reset(http.connection());
            case CLOSE -> connections.close(http.connection());
            case EMPTY -> show(Answer.empty(200));
            case HTML -> show(Answer.html(200, "Welcome", Map.of()));
            case ERROR_500 -> show(Answer.empty(500));
            default -> show(maintenance());
        }
    }

    private Answer maintenance() {
        return Answer.html(
                503,
                "Site is under maintenance",
                Map.of("Retry-After", Integer.toString(site.dials().retryAfterSeconds())));
    }

    /** Does the call's work now, later or never, and gives what the client would have read. */
    private Answer work(Fault struck) {
        return switch (struck.effect()) {
            case DONE -> site.answer(request, ticket, false).answer();
            case LATE -> {
                after(struck.delayMillis(), () -> site.answer(request, ticket, false));
                yield NOTHING_DONE;
            }
            case NONE -> NOTHING_DONE;
        };
    }

    private void answer(boolean siteMaintenance) {
        MoodleSite.Outcome outcome = site.answer(request, ticket, siteMaintenance);
        after(outcome.raceLost() ? site.dials().raceMillis() : 0, () -> show(outcome.answer()));
    }

    private void refuse(MoodleError error) {
        show(site.refusal(error, request));
    }

    private void show(Answer answer) {
        writer.write(answer);
    }

    private void after(long millis, Runnable action) {
        if (millis <= 0) {
            action.run();
        } else {
            vertx.setTimer(millis, timer -> action.run());
        }
    }
}
