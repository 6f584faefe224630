package org.moodlegateway.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes an answer at once or byte by byte; a client that has gone is none of its business. */
final class AnswerWriter {
    private final Vertx vertx;
    private final HttpServerResponse response;

    AnswerWriter(Vertx vertx, HttpServerResponse response) {
        this.vertx = vertx;
        this.response = response;
        response.exceptionHandler(gone -> {});
    }

    void write(Answer answer) {
        if (!isGone()) {
            head(answer);
            response.end(answer.body());
        }
    }

    /** Waits so many ms after each byte; the head goes with the first. */
    void drip(Answer answer, long millis) {
        if (!isGone()) {
            head(answer);
            Buffer bytes = Buffer.buffer(answer.body());
            response.putHeader("Content-Length", Integer.toString(bytes.length()));
            dripFrom(bytes, 0, Math.max(1, millis));
        }
    }

    private void dripFrom(Buffer bytes, int index, long millis) {
        if (isGone()) {
            return;
        }
        if (index == bytes.length()) {
            response.end();
            return;
        }
        response.write(bytes.slice(index, index + 1));
        vertx.setTimer(millis, timer -> dripFrom(bytes, index + 1, millis));
    }

    private void head(Answer answer) {
        response.setStatusCode(answer.status());
        response.putHeader("Content-Type", answer.contentType());
        response.putHeader("Cache-Control", "private, must-revalidate, no-cache");
        response.putHeader("Access-Control-Allow-Origin", "*");
        answer.headers().forEach(response::putHeader);
    }

    private boolean isGone() {
        return response.closed() || response.ended();
    }
}
