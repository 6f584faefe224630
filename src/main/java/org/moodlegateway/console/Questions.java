package org.moodlegateway.console;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.moodlegateway.intake.Doorkeeper;
import org.moodlegateway.intake.RefusedException;
import org.moodlegateway.intake.RequestPath;

/** Takes from a request what the API needs, and lets administrators in. */
public final class Questions {
    private final Doorkeeper doorkeeper;

    public Questions(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    /** Reads the request itself, not the message's headers, which anybody may send. */
    public Question receive(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        try {
            return new Question(
                    RequestPath.of(request.path()),
                    new QueryStringDecoder(request.uri()).parameters(),
                    request.headers().getAll("X-API-Key"));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "query-invalid", "the query is badly encoded");
        }
    }

    /**
     * Hands the question on.
     *
     * @throws RefusedException 401 without an administrator's key
     */
    public Question admit(@Body Question question) {
        doorkeeper.admitAdmin(question.keys());
        return question;
    }
}
