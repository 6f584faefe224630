package org.moodlegateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.Parts;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.intake.OrderFile;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.intake.ShopsReader;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what an order would become, and what it would cost. */
@Command(
        name = "plan",
        description = {
            "Shows what an order would become, and which calls it would cost if nothing were known"
                    + " yet. Touches neither ledger nor Moodle.",
            "Of several orders in one file, --json prints a list."
        })
final class PlanCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "Orders as JSON, as CSV, or as an Excel workbook (.xlsx).")
    private Path file;

    @Option(
            names = "--shop",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The shop it comes from, if the file doesn't say.")
    private String shop;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "As if it arrived at this time, such as 2026-01-15T09:30:00Z (now).")
    private Instant at;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        Catalogue catalogue = gateway.catalogue(settings);
        Instant now = at == null ? gateway.shell().clock().instant() : at;
        Shops shops = ShopsReader.read(settings, Parts.handlers(settings)).shops();
        if (!shop.isEmpty() && shops.find(shop).isEmpty()) {
            throw new StoppedException(
                    "there is no shop "
                            + shop
                            + " in config/shops.yaml; there are "
                            + String.join(", ", shops.names()));
        }
        OrderPlanner planner =
                new OrderPlanner(
                        new OrderJson(settings.number("intake.max-body")),
                        Parts.handlers(settings),
                        catalogue,
                        shops,
                        settings.zone("gateway.time-zone"),
                        settings.number("moodle.batch"),
                        now);
        List<PlannedOrder> orders = read(settings, planner);
        if (gateway.json()) {
            Json.print(gateway.shell(), PlannedOrder.json(orders));
        } else {
            new PlanPage(gateway.shell()).print(orders);
        }
        return orders.stream().allMatch(PlannedOrder::isGood) ? 0 : 1;
    }

    private List<PlannedOrder> read(Settings settings, OrderPlanner planner) {
        OrderFile orders =
                new OrderFile(FileLimits.read(settings), settings.zone("gateway.time-zone"));
        try {
            return orders.orders(file.toString(), TableFile.bytes(file), changedAt()).stream()
                    .map(order -> planner.plan(order, shop))
                    .toList();
        } catch (OrderRejectedException e) {
            return List.of(planner.refused(List.of(e.problem())));
        }
    }

    /** When it arrives, if that is given. */
    private Instant changedAt() {
        try {
            return at == null ? Files.getLastModifiedTime(file).toInstant() : at;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
