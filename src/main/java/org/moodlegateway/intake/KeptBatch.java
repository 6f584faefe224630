package org.moodlegateway.intake;

import java.util.List;
import org.moodlegateway.ledger.Receipt;

/** Events that are committed together, in the order of their message. */
public record KeptBatch(String shop, List<Receipt> receipts) implements FromShop {
    public KeptBatch {
        receipts = List.copyOf(receipts);
    }
}
