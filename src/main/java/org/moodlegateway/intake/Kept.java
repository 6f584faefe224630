package org.moodlegateway.intake;

import org.moodlegateway.ledger.Receipt;

/** A message that is committed. */
public record Kept(String shop, Receipt receipt) implements FromShop {}
