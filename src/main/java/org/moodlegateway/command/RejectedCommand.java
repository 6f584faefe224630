package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.RejectedMessage;
import org.moodlegateway.ledger.RejectedMessages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists messages that could not be applied. */
@Command(
        name = "rejected",
        description = "Lists messages that were kept but could not be applied, the newest first.")
final class RejectedCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--shop",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only those of this shop.")
    private String shop;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        List<RejectedMessage> messages;
        try (Ledger ledger = gateway.ledger()) {
            messages = new RejectedMessages(ledger).of(shop, limit);
        }
        if (gateway.json()) {
            ArrayNode list = Json.array();
            messages.forEach(message -> list.add(Lists.json(message)));
            Json.print(gateway.shell(), list);
        } else {
            print(messages);
        }
        return 0;
    }

    private void print(List<RejectedMessage> messages) {
        Table table =
                new Table("INBOX", "SHOP", "ORDER", "RECEIVED (UTC)", "SENDER", "CODE", "WHY");
        for (RejectedMessage message : messages) {
            table.row(
                    message.id(),
                    message.shop(),
                    message.orderId().isEmpty() ? "-" : message.orderId(),
                    Times.text(message.receivedAt()),
                    message.sender(),
                    message.problem().code(),
                    message.problem().message());
        }
        Pages.print(gateway.shell(), table, "No message is rejected.");
    }
}
