package org.moodlegateway.claim;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.moodlegateway.ledger.ClaimLink;
import org.moodlegateway.ledger.ClaimLinks;
import org.moodlegateway.settings.Settings;

/** Makes the addresses that buyers are given. Off unless there is a secret to sign them with. */
public final class ClaimAddresses {
    public static final int USUAL_DAYS = 30;
    public static final int MOST_DAYS = 400;

    private static final int ID_BYTES = 16;
    private static final String ITSELF = "claim.auto";

    /** One that ends sooner is no use in a mail. */
    private static final Duration SHORTEST = Duration.ofDays(7);

    private final ClaimTokens tokens;
    private final ClaimLinks links;
    private final String publicUrl;
    private final boolean auto;
    private final SecureRandom random = new SecureRandom();

    public ClaimAddresses(Settings settings, ClaimLinks links) {
        this.tokens = ClaimTokens.of(settings.text("claim.secret"));
        this.links = links;
        this.publicUrl = publicUrl(settings);
        this.auto = settings.flag("claim.auto");
    }

    private static String publicUrl(Settings settings) {
        String set = settings.text("gateway.public-url").replaceAll("/+$", "");
        return set.isEmpty()
                ? "http://" + settings.text("gateway.host") + ":" + settings.text("gateway.port")
                : set;
    }

    /**
     * An address, to be handed to the buyer and to nobody else.
     *
     * @param url the whole address; whoever has it can name participants
     */
    public record Address(ClaimLink link, String url) {
        @Override
        public String toString() {
            return "Address[" + link.id() + "]";
        }
    }

    /** Whether there is a secret. */
    public boolean on() {
        return tokens.on();
    }

    /**
     * Makes one for an order; empty if the ledger has no such order.
     *
     * @param days from 1 to {@link #MOST_DAYS}
     * @throws IllegalStateException if there is no secret
     */
    public Optional<Address> make(String shop, String order, int days, String actor) {
        if (!on()) {
            throw new IllegalStateException("claim.secret is empty");
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return links.make(HexFormat.of().formatHex(id), shop, order, Duration.ofDays(days), actor)
                .map(this::address);
    }

    /**
     * The address that an order carries by itself, the same for some weeks; made when it is first
     * needed. Empty if orders carry none, or if there is no such order.
     */
    public Optional<Address> ofItself(String shop, String order) {
        if (!on() || !auto) {
            return Optional.empty();
        }
        return links.madeBy(ITSELF, shop, order, SHORTEST)
                .map(this::address)
                .or(() -> make(shop, order, USUAL_DAYS, ITSELF));
    }

    private Address address(ClaimLink link) {
        return new Address(link, publicUrl + "/claim/" + tokens.token(link));
    }

    /** The link that a token leads to; empty whatever is wrong with it. */
    Optional<ClaimLink> find(String token) {
        return tokens.read(token)
                .flatMap(
                        content ->
                                links.find(content.id())
                                        .filter(link -> link.expires().equals(content.expires())));
    }

    /** Makes a link lead nowhere; false if it did already, or there is none. */
    public boolean revoke(String id, String actor) {
        return links.revoke(id, actor);
    }
}
