package org.moodlegateway.asking;

import org.apache.camel.Exchange;

/**
 * A step of the route {@code ask-shop}: sets the headers of a question, after all others were
 * removed, from a property that only {@link ShopCalls} sets.
 */
public final class AskShop {
    static final String QUESTION = "askShopQuestion";

    /** Where it goes is in the configuration; what a shop said can't lead away from there. */
    public void question(Exchange exchange) {
        ShopQuestion question = exchange.getProperty(QUESTION, ShopQuestion.class);
        if (question == null) {
            throw new IllegalArgumentException("there is nothing to ask");
        }
        question.writeTo(exchange.getMessage());
    }
}
