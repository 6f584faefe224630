package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that begins in the clear, and refuses recipients whose address begins so. */
final class TinyMailServer implements AutoCloseable {
    private final ServerSocket server;
    private final boolean offersTls;
    private final String refused;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> heardInTheClear = new CopyOnWriteArrayList<>();

    TinyMailServer(boolean offersTls, String refused) {
        this.offersTls = offersTls;
        this.refused = refused;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "tiny-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> mails() {
        return mails;
    }

    List<String> heardInTheClear() {
        return heardInTheClear;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket, false);
            } catch (IOException | GeneralSecurityException e) {
                // the other side went away, or this one is closed
                continue;
            }
        }
    }

    private void talk(Socket socket, boolean secure) throws IOException, GeneralSecurityException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        OutputStream out = socket.getOutputStream();
        if (!secure) {
            say(out, "220 tiny");
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!secure) {
                heardInTheClear.add(line);
            }
            String word = line.toUpperCase(Locale.ROOT);
            if (word.startsWith("EHLO")) {
                say(out, offersTls && !secure ? "250-tiny\r\n250 STARTTLS" : "250 tiny");
            } else if (word.startsWith("STARTTLS")) {
                say(out, "220 go on");
                talk(encrypted(socket), true);
                return;
            } else if (word.startsWith("RCPT TO:<" + refused.toUpperCase(Locale.ROOT))) {
                say(out, "550 5.1.1 no such user");
            } else if (word.equals("DATA")) {
                say(out, "354 go on");
                StringBuilder mail = new StringBuilder();
                for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.add(mail.toString());
                say(out, "250 taken");
            } else if (word.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 fine");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    private static Socket encrypted(Socket plain) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(MailKeys.store())) {
            keys.load(in, MailKeys.PASSWORD.toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, MailKeys.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
