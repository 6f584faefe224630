package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.ledger.NoticeList;
import org.moodlegateway.ledger.NoticeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists what people and machines were told, and has what was given up tried again. */
@Command(
        name = "notices",
        description = "Lists what was told, what waits and what was given up, the newest first.")
final class NoticesCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    /** As {@link NoticeView} has it. */
    enum State {
        NEW,
        SENT,
        DROPPED,
        DEAD
    }

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    private State state;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "Only those of this channel: ${COMPLETION-CANDIDATES}.")
    private Channel channel;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--again",
            paramLabel = "NUMBER",
            description = "Has this one, which was given up, tried again.")
    private Long again;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        List<NoticeView> notices;
        try (Ledger ledger = gateway.ledger()) {
            NoticeList list = new NoticeList(ledger);
            if (again != null) {
                return tryAgain(list);
            }
            notices =
                    list.list(
                            state == null ? "" : state.name(),
                            channel == null ? "" : channel.name(),
                            limit);
        }
        if (gateway.json()) {
            ArrayNode list = Json.array();
            notices.forEach(notice -> list.add(json(notice)));
            Json.print(gateway.shell(), list);
        } else {
            print(notices);
        }
        return 0;
    }

    private int tryAgain(NoticeList list) {
        if (!list.tryAgain(again, "command")) {
            throw new StoppedException("there is no notice " + again + " that was given up");
        }
        gateway.shell().out().println("Notice " + again + " is tried again.");
        return 0;
    }

    private static ObjectNode json(NoticeView notice) {
        return Json.object()
                .put("id", notice.id())
                .put("state", notice.state())
                .put("channel", notice.channel().name())
                .put("kind", notice.kind())
                .put("recipient", notice.recipient().isEmpty() ? null : notice.recipient())
                .put("shop", notice.shop().isEmpty() ? null : notice.shop())
                .put("order", notice.order().isEmpty() ? null : notice.order())
                .put("messageId", notice.messageId())
                .put("notedAt", seconds(notice.notedAt()))
                .put("dueAt", seconds(notice.dueAt()))
                .put("attempts", notice.attempts())
                .put("trouble", notice.trouble())
                .put("sentAt", seconds(notice.sentAt()));
    }

    private static Long seconds(Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }

    private void print(List<NoticeView> notices) {
        Table table =
                new Table(
                        "NUMBER",
                        "STATE",
                        "CHANNEL",
                        "KIND",
                        "RECIPIENT",
                        "ORDER",
                        "NOTED (UTC)",
                        "TRIES",
                        "TROUBLE");
        for (NoticeView notice : notices) {
            table.row(
                    notice.id(),
                    notice.state(),
                    notice.channel(),
                    notice.kind(),
                    notice.recipient(),
                    notice.order().isEmpty() ? "" : notice.shop() + "/" + notice.order(),
                    Times.text(notice.notedAt()),
                    notice.attempts(),
                    notice.trouble());
        }
        Pages.print(gateway.shell(), table, "There are no such notices.");
    }
}
