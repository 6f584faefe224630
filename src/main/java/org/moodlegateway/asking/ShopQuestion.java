package org.moodlegateway.asking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.moodlegateway.shop.ApiAuth;
import org.moodlegateway.shop.Language;
import org.moodlegateway.shop.ShopApi;
import org.moodlegateway.shop.WriteBack;

/**
 * One question to a shop's API, or something written into it. Its credentials are in a header and
 * nowhere else; never printed.
 */
final class ShopQuestion {
    private final URI address;
    private final Map<String, String> credentials;
    private final String method;
    private final byte[] body;

    private ShopQuestion(ShopApi api, ApiAuth auth, URI address, String method, byte[] body) {
        this.address = address;
        this.credentials = credentials(api, auth);
        this.method = method;
        this.body = body;
    }

    /** Asks. The address must have come from the language's API. */
    static ShopQuestion about(Language language, URI address) {
        return new ShopQuestion(
                language.api().orElseThrow(), language.kind().auth(), address, "GET", null);
    }

    /** Writes JSON. The address must have come from the language's API. */
    static ShopQuestion writing(
            Language language, WriteBack.Method method, URI address, byte[] json) {
        return new ShopQuestion(
                language.api().orElseThrow(), language.kind().auth(), address, method.name(), json);
    }

    private static Map<String, String> credentials(ShopApi api, ApiAuth auth) {
        if (api.user().isEmpty() && api.secret().isEmpty()) {
            return Map.of();
        }
        return switch (auth.way()) {
            case BASIC ->
                    Map.of(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    (api.user() + ":" + api.secret())
                                                            .getBytes(UTF_8)));
            case BEARER -> Map.of("Authorization", "Bearer " + api.secret());
            case HEADER -> Map.of(auth.header(), api.secret());
        };
    }

    /** Makes a message this question, after all its headers were removed. */
    void writeTo(Message message) {
        message.setBody(body);
        message.setHeader(Exchange.HTTP_METHOD, method);
        if (body != null) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        message.setHeader(Exchange.HTTP_URI, address.toString());
        message.setHeader("Accept", "application/json, application/xml;q=0.5, */*;q=0.1");
        credentials.forEach(message::setHeader);
    }

    @Override
    public String toString() {
        return "ShopQuestion[" + address.getHost() + "]";
    }
}
