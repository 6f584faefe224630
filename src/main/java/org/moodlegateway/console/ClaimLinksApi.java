package org.moodlegateway.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import org.apache.camel.Body;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.claim.ClaimAddresses.Address;
import org.moodlegateway.intake.RefusedException;

/** Makes and revokes the links with which buyers name their participants. */
public final class ClaimLinksApi {
    private final ClaimAddresses addresses;

    public ClaimLinksApi(ClaimAddresses addresses) {
        this.addresses = addresses;
    }

    /** {@code /api/orders/SHOP/ID/claim-link}. */
    public String make(@Body Instruction instruction) {
        instruction.question().allow(Set.of());
        int days =
                Instruction.number(
                        instruction.json(Set.of("days")),
                        "days",
                        ClaimAddresses.USUAL_DAYS,
                        1,
                        ClaimAddresses.MOST_DAYS);
        if (!addresses.on()) {
            throw new RefusedException(
                    409, "claim-links-off", "there are no claim links until claim.secret is set");
        }
        if (addresses.leadsToNoSeat(instruction.at(2), instruction.at(3))) {
            throw new RefusedException(
                    409,
                    "order-without-seats",
                    "no seat of this order is paid for now, so a link would show nothing");
        }
        Address address =
                addresses
                        .make(instruction.at(2), instruction.at(3), days, instruction.actor())
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                404,
                                                "order-unknown",
                                                "no event of this order was applied"));
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", address.link().id())
                .put("url", address.url())
                .put("expires", address.link().expires().toString())
                .toString();
    }

    /** {@code /api/claim-links/ID/revoke}. */
    public String revoke(@Body Instruction instruction) {
        instruction.question().allow(Set.of());
        instruction.json(Set.of());
        if (!addresses.revoke(instruction.at(2), instruction.actor())) {
            throw new RefusedException(
                    404, "claim-link-unknown", "no claim link that holds has this id");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", instruction.at(2))
                .put("revoked", true)
                .toString();
    }
}
