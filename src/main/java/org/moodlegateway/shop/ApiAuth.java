package org.moodlegateway.shop;

/**
 * How a shop's API is shown who asks.
 *
 * @param header that holds the token for {@link Way#HEADER}, empty otherwise
 */
public record ApiAuth(Way way, String header) {
    /** Where credentials go; never into an address. */
    public enum Way {
        /** User and password. */
        BASIC,
        /** The token as a bearer token. */
        BEARER,
        /** The token in a header of its own. */
        HEADER
    }

    static ApiAuth of(String text) {
        return switch (text) {
            case "", "basic" -> new ApiAuth(Way.BASIC, "");
            case "bearer" -> new ApiAuth(Way.BEARER, "");
            default -> new ApiAuth(Way.HEADER, text);
        };
    }
}
