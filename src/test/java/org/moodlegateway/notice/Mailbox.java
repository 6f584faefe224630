package org.moodlegateway.notice;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.moodlegateway.GatewayFixture;

/** A mail server with TLS and a password, on a real socket; and how a gateway finds it. */
final class Mailbox implements AutoCloseable {
    static final String PASSWORD = "CanaryOfTheMailPassword";
    private final GreenMail server;
    private final int port;

    private Mailbox(int port) {
        System.setProperty("greenmail.tls.keystore.file", MailKeys.store().toString());
        System.setProperty("greenmail.tls.keystore.password", MailKeys.PASSWORD);
        this.port = port;
        this.server = new GreenMail(new ServerSetup(port, "localhost", ServerSetup.PROTOCOL_SMTPS));
        server.setUser("gateway@example.org", "gateway", PASSWORD);
        server.start();
    }

    static Mailbox open() {
        return new Mailbox(org.moodlegateway.process.JarProcess.freePort());
    }

    static Mailbox openOn(int port) {
        return new Mailbox(port);
    }

    int port() {
        return port;
    }

    static GatewayFixture configure(GatewayFixture fixture, int port) {
        return fixture.with("NOTICE_MAIL_HOST", "localhost")
                .with("NOTICE_MAIL_PORT", String.valueOf(port))
                .with("NOTICE_MAIL_USER", "gateway")
                .with("NOTICE_MAIL_PASSWORD", PASSWORD)
                .with("NOTICE_MAIL_FROM", "Campus Élysée <campus@example.org>")
                .with("NOTICE_MAIL_TRUST", MailKeys.certificate().toString())
                .with("NOTICE_ADMINISTRATORS", "admin@example.org");
    }

    GatewayFixture configure(GatewayFixture fixture) {
        return configure(fixture, port);
    }

    List<MimeMessage> mails() {
        return List.of(server.getReceivedMessages());
    }

    /** Those to one address. */
    List<MimeMessage> to(String address) {
        return mails().stream().filter(mail -> header(mail, "To").contains(address)).toList();
    }

    /** As it was sent, encoded. */
    static String header(MimeMessage mail, String name) {
        try {
            return mail.getHeader(name, "|") == null ? "" : mail.getHeader(name, "|");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString().replace("\r\n", "\n");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> headerNames(MimeMessage mail) {
        try {
            return java.util.Collections.list(mail.getAllHeaders()).stream()
                    .map(header -> header.getName())
                    .toList();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String all(List<MimeMessage> mails) {
        return String.join("\n", mails.stream().map(Mailbox::text).toList());
    }

    @Override
    public String toString() {
        return Arrays.toString(mails().stream().map(Mailbox::subject).toArray());
    }

    @Override
    public void close() {
        server.stop();
    }
}
