package org.moodlegateway.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Ends connections: by RST, in order, or because they have been idle for too long. */
final class Connections {
    private final Vertx vertx;
    private final LongSupplier keepAliveMillis;
    private final Map<HttpConnection, Long> idleTimers = new ConcurrentHashMap<>();

    Connections(Vertx vertx, LongSupplier keepAliveMillis) {
        this.vertx = vertx;
        this.keepAliveMillis = keepAliveMillis;
    }

    /** The connection waits for a request from now on. */
    void idle(HttpConnection connection) {
        long millis = keepAliveMillis.getAsLong();
        if (millis > 0) {
            idleTimers.put(connection, vertx.setTimer(millis, timer -> connection.close()));
        }
    }

    void busy(HttpConnection connection) {
        Long timer = idleTimers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Drops the connection so that the client reads "connection reset". */
    @SuppressWarnings("FutureReturnValueIgnored") // when it is gone is of no interest
    void reset(HttpConnection connection) {
        busy(connection);
        Channel channel = ((ConnectionBase) connection).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    void close(HttpConnection connection) {
        busy(connection);
        connection.close();
    }
}
