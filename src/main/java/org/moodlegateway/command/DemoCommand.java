package org.moodlegateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.moodlegateway.MoodleLine;
import org.moodlegateway.Parts;
import org.moodlegateway.RunningGateway;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.InboxFolder;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.SeatFilter;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.seat.SeatState;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Takes the sample orders from end to end. */
@Command(
        name = "demo",
        description = {
            "Takes the orders in config/samples from end to end, with a ledger that is gone at the"
                    + " end, and shows what Moodle then has.",
            "Moodle is a sandbox in memory, or the one that MOODLE_URL and MOODLE_TOKEN name."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_SEATS = 10_000;
    private static final int PATIENCE = 10;

    @ParentCommand private GatewayCommand gateway;

    DemoCommand() {}

    DemoCommand(GatewayCommand gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        Path samples = gateway.configDirectory().resolve("samples");
        if (!Files.isDirectory(samples)) {
            throw new StoppedException("there are no samples in " + samples);
        }
        try (Playground playground = Playground.open(settings, gateway.shell().clock());
                RunningGateway running = RunningGateway.start(playground.settings(), null, false)) {
            DemoReport report = run(samples, playground, running);
            if (gateway.json()) {
                Json.print(gateway.shell(), report.json());
            } else {
                report.print(gateway.shell());
            }
            return report.isGood() ? 0 : 1;
        }
    }

    private DemoReport run(Path samples, Playground playground, RunningGateway running) {
        Settings settings = playground.settings();
        InboxFolder intake =
                running.camel().getRegistry().lookupByNameAndType("inboxFolder", InboxFolder.class);
        new Samples(settings, intake).take(samples);
        Views views = new Views(running.ledger(), settings.zone("gateway.time-zone"));
        work(running, views);
        List<SeatView> seats = seats(views);
        return new DemoReport(
                settings.text("moodle.url"),
                playground.sandbox() != null,
                seats,
                view(playground, running, seats),
                new RejectedMessages(running.ledger()).all(MOST_SEATS),
                running.calls().counts());
    }

    /** What Moodle or its database put off for a moment gets another chance. */
    private void work(RunningGateway running, Views views) {
        try (Progress progress = new Progress(gateway.shell(), "Enrolling")) {
            workWhileDue(running, views, progress);
            for (int tried = 0; tried < PATIENCE && goesOnSoon(views); tried++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                workWhileDue(running, views, progress);
            }
        }
    }

    private static void workWhileDue(RunningGateway running, Views views, Progress progress) {
        while (running.planSome() || running.sendSome() || running.fillGroups()) {
            progress.show(
                    () -> {
                        Map<SeatState, Long> seats = views.seatsByState();
                        long waiting = seats.get(SeatState.WAITING);
                        return new long[] {
                            seats.get(SeatState.ACTIVE), seats.get(SeatState.ACTIVE) + waiting
                        };
                    });
        }
    }

    private static boolean goesOnSoon(Views views) {
        return seats(views).stream()
                .anyMatch(
                        seat ->
                                seat.reason().startsWith("retry:")
                                        || seat.reason().equals("queued")
                                        || seat.reason().equals("sending"));
    }

    private static List<SeatView> seats(Views views) {
        return views.seats(new SeatFilter("", "", "", MOST_SEATS, 0));
    }

    private static MoodleView view(
            Playground playground, RunningGateway running, List<SeatView> seats) {
        if (playground.sandbox() != null) {
            return MoodleView.of(playground.sandbox());
        }
        try (MoodleLine line = MoodleLine.open(playground.settings())) {
            RestMoodle moodle =
                    new RestMoodle(
                            line.transport(),
                            Parts.moodle(playground.settings()).token(),
                            (function, rows, outcome, nanos) -> {});
            return MoodleView.of(moodle, seats, running.ledger().clock().instant());
        }
    }
}
