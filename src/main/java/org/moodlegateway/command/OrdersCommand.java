package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.OrderState;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.seat.SeatState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists orders. */
@Command(
        name = "orders",
        description = "Lists orders, those that changed last first; or shows one.")
final class OrdersCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SHOP/ID",
            description = "One order, with what is to be said of each of its lines.")
    private String name;

    @Option(
            names = "--shop",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only those of this shop.")
    private String shop;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
    private OrderState state;

    @Option(
            names = "--differing",
            description = "Only those whose seats are not what the order says.")
    private boolean differing;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        if (name != null) {
            new OrderPage(gateway).print(OrderName.of(name));
            return 0;
        }
        List<OrderView> orders;
        try (Ledger ledger = gateway.ledger()) {
            Views views = new Views(ledger, gateway.settings().zone("gateway.time-zone"));
            boolean all = state == null && !differing;
            orders =
                    views.orders(shop, all ? limit : Integer.MAX_VALUE).stream()
                            .filter(order -> state == null || order.state() == state)
                            .filter(order -> !differing || order.differs())
                            .limit(limit)
                            .toList();
        }
        if (gateway.json()) {
            ArrayNode list = Json.array();
            orders.forEach(order -> list.add(Lists.json(order)));
            Json.print(gateway.shell(), list);
        } else {
            print(orders);
        }
        return 0;
    }

    private void print(List<OrderView> orders) {
        Table table =
                new Table("ORDER", "STATE", "PURCHASED (UTC)", "BUYER", "SEATS", "IN MOODLE", "");
        for (OrderView order : orders) {
            List<SeatView> paid =
                    order.seats().stream().filter(seat -> seat.kind().equals("PAID")).toList();
            table.row(
                    order.shop() + "/" + order.id(),
                    order.state(),
                    order.purchasedAt() == null ? "-" : Times.text(order.purchasedAt()),
                    order.buyerEmail(),
                    paid.size(),
                    paid.stream().filter(seat -> seat.state() == SeatState.ACTIVE).count(),
                    why(order));
        }
        Pages.print(gateway.shell(), table, "There are no such orders.");
    }

    private static String why(OrderView order) {
        String rejected =
                order.rejected().isEmpty()
                        ? ""
                        : Words.count(order.rejected().size(), "message") + " rejected";
        return order.differs() ? ("differs  " + rejected).strip() : rejected;
    }
}
