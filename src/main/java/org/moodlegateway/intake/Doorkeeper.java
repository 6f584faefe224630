package org.moodlegateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moodlegateway.ledger.Arrival;

/**
 * Lets a message in that its shop vouches for, before anybody reads it. Whatever is wrong with a
 * credential, the answer is the same.
 */
public final class Doorkeeper {
    private static final int LONGEST_EVENT_ID = 200;

    private final Shops shops;
    private final Signatures signatures;
    private final Clock clock;

    /** {@code window} is how far a signature's time may be from the clock's, both ways. */
    public Doorkeeper(Shops shops, Duration window, Clock clock) {
        this.shops = shops;
        this.signatures = new Signatures(window);
        this.clock = clock;
    }

    /**
     * Says who vouches for the message. With both a signature and a key, both must be right.
     *
     * @throws RefusedException 404 for an unknown shop, 401 for a wrong credential
     */
    public Admitted admit(Delivery delivery) {
        Shop shop =
                shops.find(delivery.shop())
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                404, "shop-unknown", "there is no such shop"));
        Instant now = clock.instant();
        Optional<String> signer =
                signatures.signer(delivery, shop.secrets(), now).map(number -> "secret " + number);
        Optional<String> key = key(delivery.keys(), shop.keys(), now).map(name -> "key " + name);
        boolean signed = !delivery.signatures().isEmpty() || !delivery.timestamps().isEmpty();
        boolean keyed = !delivery.keys().isEmpty();
        if ((signed && signer.isEmpty()) || (keyed && key.isEmpty()) || (!signed && !keyed)) {
            throw unauthenticated();
        }
        return new Admitted(
                Arrival.canonical(
                        shop.name(),
                        "http",
                        signer.or(() -> key).orElseThrow(),
                        eventId(delivery),
                        delivery.body()),
                delivery.event());
    }

    /**
     * Lets an administrator in.
     *
     * @param keys every {@code X-API-Key} header of the request
     * @return the name of his key
     * @throws RefusedException 401 otherwise
     */
    public String admitAdmin(List<String> keys) {
        return key(keys, shops.adminKeys(), clock.instant())
                .orElseThrow(Doorkeeper::unauthenticated);
    }

    private static RefusedException unauthenticated() {
        return new RefusedException(
                401, "unauthenticated", "the request is neither signed nor has it a valid key");
    }

    /** The name of the key that was given; all are looked at, whichever it is. */
    private static Optional<String> key(List<String> given, List<ApiKey> keys, Instant now) {
        String hash = ApiKey.hash(given.size() == 1 ? given.get(0) : "");
        Optional<String> name = Optional.empty();
        for (ApiKey key : keys) {
            if (key.isHashedTo(hash) & key.holdsAt(now)) {
                name = Optional.of(key.name());
            }
        }
        return given.size() == 1 ? name : Optional.empty();
    }

    private static String eventId(Delivery delivery) {
        List<String> ids = delivery.ids();
        if (ids.isEmpty()) {
            return "";
        }
        if (ids.size() > 1 || !ids.get(0).matches("[\\x21-\\x7e]{1," + LONGEST_EVENT_ID + "}")) {
            throw new RefusedException(
                    400,
                    "webhook-id-invalid",
                    "webhook-id must be one header of 1 to "
                            + LONGEST_EVENT_ID
                            + " visible ASCII characters");
        }
        return ids.get(0);
    }
}
