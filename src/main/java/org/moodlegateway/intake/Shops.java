package org.moodlegateway.intake;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All shops, and who may ask the gateway about them. */
public final class Shops {
    private final Map<String, Shop> byName = new LinkedHashMap<>();
    private final List<ApiKey> adminKeys;

    public Shops(Collection<Shop> shops, List<ApiKey> adminKeys) {
        shops.forEach(shop -> byName.put(shop.name(), shop));
        this.adminKeys = List.copyOf(adminKeys);
    }

    public Optional<Shop> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<String> names() {
        return List.copyOf(byName.keySet());
    }

    public List<ApiKey> adminKeys() {
        return adminKeys;
    }

    /** Whether a shop's test orders buy seats; those of an unknown shop don't. */
    public boolean testOrders(String shop) {
        return find(shop).map(Shop::testOrders).orElse(false);
    }
}
