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

    /**
     * The address of something that the shop is asked for.
     *
     * @param path of the shop's API beginning with a slash, with its query; what an address must
     *     not hold as it is, is percent-encoded
     * @throws IllegalArgumentException with a sentence, if it would lead elsewhere
     */
    public URI below(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("a path must begin with one slash");
        }
        return inside(URI.create(address + AddressText.encoded(path)));
    }

    /**
     * The same of a link that the shop itself gave, whole or from its root.
     *
     * @throws IllegalArgumentException with a sentence, if it leads elsewhere
     */
    public URI follow(String link) {
        return inside(address.resolve(AddressText.encoded(link)));
    }

    private URI inside(URI target) {
        boolean same =
                address.getScheme().equalsIgnoreCase(target.getScheme())
                        && address.getHost().equalsIgnoreCase(target.getHost())
                        && port(address) == port(target)
                        && target.getRawUserInfo() == null
                        && target.getRawFragment() == null;
        String path = String.valueOf(target.getRawPath());
        if (!same || !path.startsWith(address.getRawPath() + "/") || AddressText.climbs(path)) {
            throw new IllegalArgumentException("that is not below the address of the shop's API");
        }
        return target;
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    }

    @Override
    public String toString() {
        return "ShopApi[" + address.getHost() + "]";
    }
}
