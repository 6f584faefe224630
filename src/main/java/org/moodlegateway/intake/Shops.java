package org.moodlegateway.intake;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.seat.ShopTerms;
import org.moodlegateway.shop.Language;

/** All shops as they are configured now, and who may ask the gateway about them. */
public final class Shops {
    private volatile State state;

    private record State(Map<String, Shop> byName, List<ApiKey> adminKeys) {}

    public Shops(Collection<Shop> shops, List<ApiKey> adminKeys) {
        Map<String, Shop> byName = new LinkedHashMap<>();
        shops.forEach(shop -> byName.put(shop.name(), shop));
        this.state = new State(byName, List.copyOf(adminKeys));
    }

    /** From now on these are the shops, for everybody who has this object. */
    void become(Shops others) {
        state = others.state;
    }

    public Optional<Shop> find(String name) {
        return Optional.ofNullable(state.byName.get(name));
    }

    /** Empty for an unknown shop, and for one that sends the gateway's own orders. */
    public Optional<Language> language(String shop) {
        return find(shop).flatMap(Shop::language);
    }

    /** The kind of a shop; empty where {@link #language} is. */
    String kind(String shop) {
        return language(shop).map(language -> language.kind().name()).orElse("");
    }

    public Collection<String> names() {
        return List.copyOf(state.byName.keySet());
    }

    public List<ApiKey> adminKeys() {
        return state.adminKeys;
    }

    /** What a shop's orders may buy; the usual where there is no such shop. */
    public ShopTerms terms(String shop) {
        return find(shop).map(Shop::terms).orElse(ShopTerms.USUAL);
    }
}
