package org.moodlegateway.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of the built jar, or of a class beside it, that a test starts, watches and kills. */
public final class JarProcess implements AutoCloseable {
    private static final int START_SECONDS = 90;

    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private JarProcess(Process process) {
        this.process = process;
    }

    /** The jar that {@code mvn package} built. */
    public static Path jar() {
        return Path.of(System.getProperty("gateway.jar", "target/moodle-gateway.jar"))
                .toAbsolutePath();
    }

    /** Starts {@code java jvm… -jar gateway.jar arguments…}; its log goes to {@code log}. */
    public static JarProcess start(
            List<String> jvm, Map<String, String> environment, Path log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return start(command, environment, log);
    }

    /** Starts a main class of the tests. */
    public static JarProcess startMain(Class<?> main, Path log, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return start(command, Map.of(), log);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static JarProcess start(
            List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            JarProcess started = new JarProcess(builder.start());
            started.watchOutput();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watchOutput() {
        Thread reader =
                new Thread(
                        () -> {
                            try (BufferedReader lines =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    process.getInputStream(),
                                                    StandardCharsets.UTF_8))) {
                                for (String line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    ready.complete(line);
                                }
                            } catch (IOException e) {
                                ready.completeExceptionally(e);
                            }
                            ready.completeExceptionally(
                                    new IllegalStateException(
                                            "it ended without a word; see its log"));
                        });
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the first line on standard output. */
    public String awaitFirstLine() {
        return awaitFirstLine(START_SECONDS);
    }

    /** The same, for so many seconds. */
    public String awaitFirstLine(int seconds) {
        try {
            return ready.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the process did not get ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the first line on standard output, or for the end. */
    public void awaitFirstLineOrEnd() {
        ready.handle((line, failure) -> line).join();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** {@code kill}, and waits until it is gone. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Waits until it ends; its exit code. */
    public int awaitEnd() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits up to so long for it to end by itself. */
    public boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
