package org.moodlegateway.command;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.Parts;
import org.moodlegateway.asking.ShopStanding;
import org.moodlegateway.asking.ShopStandings;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.intake.ShopsReader;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists shops, and how each stands. */
@Command(
        name = "shops",
        description = {
            "Lists shops: how their orders come, when something came last, and what is wrong.",
            "The exit code is 1 if something is wrong with one of them."
        })
final class ShopsCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        Shops shops = ShopsReader.read(settings, Parts.handlers(settings)).orRefuse();
        List<ShopStanding> all;
        try (Ledger ledger = gateway.ledger()) {
            all = new ShopStandings(shops, ledger).all();
        }
        if (gateway.json()) {
            ArrayNode list = Json.array();
            all.forEach(shop -> list.add(json(shop)));
            Json.print(gateway.shell(), list);
        } else {
            print(all);
        }
        return all.stream().allMatch(shop -> shop.code().isEmpty()) ? 0 : 1;
    }

    private static ObjectNode json(ShopStanding shop) {
        ObjectNode json =
                Json.object()
                        .put("shop", shop.name())
                        .put("kind", shop.kind().isEmpty() ? null : shop.kind());
        ArrayNode ways = json.putArray("ways");
        shop.ways().forEach(ways::add);
        json.put("lastMessage", seconds(shop.lastMessage()))
                .put("lastPoll", seconds(shop.lastPoll()))
                .put("nextPoll", seconds(shop.nextPoll()))
                .put("failures", shop.failures())
                .put("code", shop.code().isEmpty() ? null : shop.code())
                .put("asking", shop.asking())
                .put("rejected", shop.rejected());
        ArrayNode ignored = json.putArray("ignored");
        shop.ignored()
                .forEach((type, many) -> ignored.addObject().put("type", type).put("count", many));
        return json;
    }

    private static Long seconds(Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }

    private void print(List<ShopStanding> all) {
        Table table =
                new Table(
                        "SHOP",
                        "KIND",
                        "ORDERS BY",
                        "LAST MESSAGE (UTC)",
                        "LAST POLL (UTC)",
                        "NEXT POLL (UTC)",
                        "ASKING",
                        "REJECTED",
                        "IGNORED",
                        "FAILURES",
                        "WRONG");
        for (ShopStanding shop : all) {
            table.row(
                    shop.name(),
                    shop.kind().isEmpty() ? "-" : shop.kind(),
                    String.join(", ", shop.ways()),
                    time(shop.lastMessage()),
                    time(shop.lastPoll()),
                    time(shop.nextPoll()),
                    shop.asking(),
                    shop.rejected(),
                    ignored(shop),
                    shop.failures(),
                    shop.code().isEmpty() ? "-" : shop.code());
        }
        Pages.print(gateway.shell(), table, "There are no shops.");
    }

    private static String ignored(ShopStanding shop) {
        return shop.ignored().isEmpty()
                ? "-"
                : shop.ignored().entrySet().stream()
                        .map(type -> type.getValue() + " " + type.getKey())
                        .collect(joining(", "));
    }

    private static String time(Instant instant) {
        return instant == null ? "-" : Times.text(instant);
    }
}
