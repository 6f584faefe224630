package org.moodlegateway.line;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * How calls on one line out behave: no repeats, no redirects, no cookies, and one deadline for a
 * call as a whole, which also ends an answer that drips. The answer is read within that deadline,
 * up to a limit.
 */
public final class CallLine implements HttpClientConfigurer, AutoCloseable {
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Duration callTimeout;
    private final int largestAnswer;
    private final ScheduledExecutorService watchdogs =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "call-deadlines");
                        thread.setDaemon(true);
                        return thread;
                    });

    public CallLine(Duration callTimeout) {
        this(callTimeout, LARGEST_ANSWER);
    }

    /** An answer of more bytes than {@code largestAnswer} is as good as none. */
    public CallLine(Duration callTimeout, int largestAnswer) {
        this.callTimeout = callTimeout;
        this.largestAnswer = largestAnswer;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorFirst("whole-call-deadline", this::withinDeadline);
    }

    private ClassicHttpResponse withinDeadline(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> watchdog =
                watchdogs.schedule(
                        () -> {
                            late.set(true);
                            if (scope.originalRequest instanceof Cancellable call) {
                                call.cancel();
                            }
                        },
                        callTimeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            return whole(chain.proceed(request, scope));
        } catch (IOException | RuntimeException e) {
            if (late.get()) {
                throw new DeadlineExceededException(e);
            }
            throw e;
        } finally {
            watchdog.cancel(false);
        }
    }

    private ClassicHttpResponse whole(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            try (InputStream stream = entity.getContent()) {
                byte[] bytes = stream == null ? new byte[0] : stream.readNBytes(largestAnswer);
                if (bytes.length == largestAnswer && stream.read() >= 0) {
                    throw new AnswerTooLongException(largestAnswer);
                }
                response.setEntity(new ByteArrayEntity(bytes, ContentType.APPLICATION_JSON));
            }
        }
        return response;
    }

    @Override
    public void close() {
        watchdogs.shutdownNow();
    }
}
