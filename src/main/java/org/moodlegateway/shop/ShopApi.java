package org.moodlegateway.shop;

import java.net.URI;
import org.moodlegateway.settings.WebAddress;

/**
 * Where a shop is asked, and as whom. Never printed.
 *
 * @param address without a slash at its end; everything asked lies below it
 * @param user for basic authentication, empty otherwise
 * @param secret the password or token, empty for a shop that asks for none
 */
public record ShopApi(URI address, String user, String secret) {
    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException with a sentence, if it is none or would cross a network
     *     readable
     */
    public static ShopApi of(String url, String user, String secret) {
        URI address = WebAddress.of(url.replaceAll("/+$", ""), "https://shop.example.org");
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("must have no query in it");
        }
        return new ShopApi(address, user, secret);
    }

    @Override
    public String toString() {
        return "ShopApi[" + address.getHost() + "]";
    }
}
