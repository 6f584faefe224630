package org.moodlegateway.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.moodlegateway.order.OrderSchema;

/** Describes the API to machines: OpenAPI 3.1, and the schema of an order by itself. */
public final class OpenApi {
    private final String schema;
    private final String description;

    public OpenApi() {
        try {
            ObjectMapper json = new ObjectMapper();
            schema = new String(resource(OrderSchema.class, "order.schema.json"), UTF_8);
            JsonNode api = json.readTree(resource(OpenApi.class, "openapi.json"));
            ObjectNode schemas = (ObjectNode) api.at("/components/schemas");
            schemas.set("Order", json.readTree(schema));
            schemas.set(
                    "Subscription",
                    json.readTree(resource(OrderSchema.class, "subscription.schema.json")));
            description = api.toPrettyString();
        } catch (IOException e) {
            throw new UncheckedIOException("the description of the API can't be read", e);
        }
    }

    private static byte[] resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    /** {@code /openapi.json}. */
    public String description() {
        return description;
    }

    /** {@code /order.schema.json}, which is what orders are checked with. */
    public String schema() {
        return schema;
    }
}
