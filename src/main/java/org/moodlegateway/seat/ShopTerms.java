package org.moodlegateway.seat;

/**
 * What a shop's orders may buy, as {@code config/shops.yaml} says.
 *
 * @param testOrders whether what the shop calls a test buys anything
 * @param prepay whether a product's support course is opened to the buyer before they paid
 */
public record ShopTerms(boolean testOrders, boolean prepay) {
    /** Where a shop says nothing. */
    public static final ShopTerms USUAL = new ShopTerms(false, true);
}
