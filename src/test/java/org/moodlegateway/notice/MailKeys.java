package org.moodlegateway.notice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A key pair and its certificate, made out to {@code localhost}, for mail servers of tests. */
final class MailKeys {
    static final String PASSWORD = "changeit";
    private static final Path FOLDER = made();

    private MailKeys() {}

    static Path store() {
        return FOLDER.resolve("keys.p12");
    }

    /** What a client must trust. */
    static Path certificate() {
        return FOLDER.resolve("certificate.pem");
    }

    private static Path made() {
        try {
            Path folder = Files.createTempDirectory("mail-keys-");
            keytool(
                    folder,
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost");
            keytool(
                    folder,
                    "-exportcert",
                    "-rfc",
                    "-file",
                    folder.resolve("certificate.pem").toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "mail", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
