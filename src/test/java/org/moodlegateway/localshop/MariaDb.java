package org.moodlegateway.localshop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A MariaDB server of the tests' own, from the machine's package; it ends with the test run. */
final class MariaDb {
    static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");

    private static final Path INSTALL = Path.of("/usr/bin/mariadb-install-db");

    private final int port;

    private MariaDb(int port) {
        this.port = port;
    }

    static MariaDb running() {
        return Holder.SERVER;
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    /** Made when it is first asked for. */
    private static final class Holder {
        private static final MariaDb SERVER = start();
    }

    private static MariaDb start() {
        try {
            Path folder = Files.createTempDirectory("mariadb");
            run(
                    folder,
                    INSTALL.toString(),
                    "--no-defaults",
                    "--datadir=" + folder.resolve("data"),
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    "--user=" + System.getProperty("user.name"));
            int port = freePort();
            Process server =
                    process(
                            folder,
                            PROGRAM.toString(),
                            "--no-defaults",
                            "--datadir=" + folder.resolve("data"),
                            "--socket=" + folder.resolve("socket"),
                            "--pid-file=" + folder.resolve("pid"),
                            "--bind-address=127.0.0.1",
                            "--port=" + port,
                            "--innodb-flush-log-at-trx-commit=0",
                            "--user=" + System.getProperty("user.name"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
            MariaDb started = new MariaDb(port);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(started::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url("mysql"), "root", "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void run(Path folder, String... command) throws IOException {
        try {
            int code = process(folder, command).waitFor();
            if (code != 0) {
                throw new IOException(command[0] + " ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Process process(Path folder, String... command) throws IOException {
        File log = folder.resolve("log").toFile();
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private static void stop(Process server, Path folder) {
        server.destroy();
        try {
            server.waitFor();
            List<Path> inwards;
            try (Stream<Path> all = Files.walk(folder)) {
                inwards = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path one : inwards) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
