package org.moodlegateway.asking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.ShopReadings.Reading;
import org.moodlegateway.ledger.ShopTraffic;
import org.moodlegateway.ledger.ShopTraffic.Traffic;

/** Says of every shop in the configuration how it stands, and what is wrong. Reads only. */
public final class ShopStandings {
    private final Shops shops;
    private final ShopReadings readings;
    private final ShopTraffic traffic;
    private final Correspondence correspondence;
    private final Ledger ledger;

    public ShopStandings(Shops shops, Ledger ledger) {
        this.shops = shops;
        this.readings = new ShopReadings(ledger);
        this.traffic = new ShopTraffic(ledger);
        this.correspondence = new Correspondence(ledger);
        this.ledger = ledger;
    }

    /** All of them, by name. */
    public List<ShopStanding> all() {
        Map<String, Reading> read = readings.all();
        Map<String, Traffic> came = traffic.all();
        return shops.names().stream()
                .flatMap(name -> shops.find(name).stream())
                .map(
                        shop ->
                                standing(
                                        shop,
                                        Optional.ofNullable(read.get(shop.name())),
                                        came.getOrDefault(shop.name(), Traffic.NONE)))
                .toList();
    }

    private ShopStanding standing(Shop shop, Optional<Reading> reading, Traffic came) {
        return new ShopStanding(
                shop.name(),
                shop.language().map(language -> language.kind().name()).orElse(""),
                ways(shop),
                came.newest(),
                reading.map(Reading::goodAt).orElse(null),
                shop.polled()
                        .map(every -> reading.map(Reading::nextPoll).orElseGet(this::now))
                        .orElse(null),
                reading.map(Reading::failures).orElse(0),
                code(shop, reading, came),
                came.asking(),
                came.rejected(),
                came.ignored());
    }

    private static List<String> ways(Shop shop) {
        List<String> ways = new ArrayList<>();
        boolean sends = !shop.secrets().isEmpty() || !shop.keys().isEmpty();
        if (shop.language().isEmpty() && sends) {
            ways.add("http");
        }
        if (shop.language().flatMap(own -> own.kind().webhook()).isPresent() && sends) {
            ways.add("webhook");
        }
        shop.polled().ifPresent(every -> ways.add("poll " + every));
        shop.kafkaTopic().ifPresent(topic -> ways.add("kafka " + topic));
        ways.add("files");
        return ways;
    }

    private String code(Shop shop, Optional<Reading> reading, Traffic came) {
        String code = reading.map(Reading::code).orElse("");
        boolean unasked = shop.language().filter(own -> own.api().isEmpty()).isPresent();
        if (code.isEmpty() && unasked && came.asking() > 0) {
            return "shop-unasked";
        }
        return code.isEmpty() && isSilent(shop) ? "shop-silent" : code;
    }

    private boolean isSilent(Shop shop) {
        return shop.silentAfter()
                .flatMap(
                        limit ->
                                correspondence
                                        .lastHeardOf(shop.name())
                                        .map(correspondence::since)
                                        .filter(time -> time.compareTo(limit) > 0))
                .isPresent();
    }

    private Instant now() {
        return ledger.clock().instant();
    }
}
