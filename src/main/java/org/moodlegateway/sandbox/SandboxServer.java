package org.moodlegateway.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Puts a site on a port. One event loop serves it, so a request waits on a timer, not a thread. */
final class SandboxServer implements AutoCloseable {
    private static final String REST = "/webservice/rest/server.php";

    private final Vertx vertx;
    private final HttpServer http;
    private final RestEndpoint rest;
    private final ControlEndpoint control;
    private final Connections connections;

    private SandboxServer(Vertx vertx, HttpServer http, MoodleSite site) {
        this.vertx = vertx;
        this.http = http;
        this.connections = new Connections(vertx, () -> site.dials().keepAliveMillis());
        this.rest = new RestEndpoint(vertx, site, connections);
        this.control = new ControlEndpoint(site);
    }

    /** Listens at once; port 0 takes a free one. */
    static SandboxServer listen(MoodleSite site, String host, int port) {
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        HttpServer http =
                vertx.createHttpServer(
                        new HttpServerOptions()
                                .setHost(host)
                                .setPort(port)
                                .setMaxInitialLineLength(1 << 20)
                                .setMaxFormFields(-1)
                                .setMaxFormBufferedBytes(1 << 20)
                                .setHttp2ClearTextEnabled(false));
        SandboxServer server = new SandboxServer(vertx, http, site);
        http.connectionHandler(server.connections::idle);
        http.requestHandler(server::handle);
        try {
            http.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            throw new IllegalStateException(
                    "the sandbox cannot listen on " + host + ":" + port, e.getCause());
        }
        return server;
    }

    int port() {
        return http.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        connections.busy(request.connection());
        request.response().endHandler(end -> connections.idle(request.connection()));
        if (request.path().endsWith(REST)) {
            rest.handle(request);
        } else if (request.path().startsWith("/sandbox/")) {
            request.body()
                    .onSuccess(
                            body ->
                                    new AnswerWriter(vertx, request.response())
                                            .write(
                                                    control.answer(
                                                            request.method().name(),
                                                            request.path(),
                                                            request.params(),
                                                            body.toString(
                                                                    StandardCharsets.UTF_8))));
        } else {
            new AnswerWriter(vertx, request.response())
                    .write(Answer.html(404, "Not found", Map.of()));
        }
    }
}
