package org.moodlegateway;

import java.util.concurrent.TimeUnit;
import org.moodlegateway.intake.FrontDoor;
import org.moodlegateway.intake.ShopsHolder;

/**
 * What administrators edit while the gateway listens: shops, and routes. There are many files and
 * few edits, so they are looked at once a second.
 */
final class Edits {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ShopsHolder shops;
    private final RouteFiles routes;
    private final ShopRoutes shopRoutes;
    private final LedgerGauges gauges;
    private final FrontDoor door;
    private boolean unfollowed;
    private long looked = System.nanoTime() - PAUSE_NANOS;

    Edits(
            ShopsHolder shops,
            RouteFiles routes,
            ShopRoutes shopRoutes,
            LedgerGauges gauges,
            FrontDoor door) {
        this.shops = shops;
        this.routes = routes;
        this.shopRoutes = shopRoutes;
        this.gauges = gauges;
        this.door = door;
    }

    /** Takes up what changed. What fails after the files were taken up is done at the next look. */
    void look() {
        if (System.nanoTime() - looked <= PAUSE_NANOS) {
            return;
        }
        looked = System.nanoTime();
        unfollowed |= shops.look();
        unfollowed |= routes.look();
        if (unfollowed) {
            shopRoutes.follow();
            gauges.follow(shops.shops());
            door.look();
            unfollowed = false;
        }
    }
}
