package org.moodlegateway.notice;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.moodlegateway.settings.SettingsException;

/**
 * The mail server behind the route {@code send-mail}. Its password is in no endpoint's address. The
 * connection is TLS before anything is said, to a server whose certificate is trusted and made out
 * to its name.
 */
final class MailServer {
    private MailServer() {}

    static JavaMailSender sender(MailSettings settings) {
        String protocol = settings.startTls() ? "smtp" : "smtps";
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        String millis = String.valueOf(settings.timeout().toMillis());
        properties.put("mail.transport.protocol", protocol);
        properties.put(prefix + "connectiontimeout", millis);
        properties.put(prefix + "timeout", millis);
        properties.put(prefix + "writetimeout", millis);
        properties.put(prefix + "auth", String.valueOf(!settings.user().isEmpty()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "quitwait", "false");
        if (settings.startTls()) {
            properties.put(prefix + "starttls.enable", "true");
            properties.put(prefix + "starttls.required", "true");
        }
        if (!settings.trust().isEmpty()) {
            properties.put(prefix + "ssl.socketFactory", trusting(Path.of(settings.trust())));
        }
        DefaultJavaMailSender sender = new DefaultJavaMailSender();
        sender.setProtocol(protocol);
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setUsername(settings.user().isEmpty() ? null : settings.user());
        sender.setPassword(settings.password());
        sender.setJavaMailProperties(properties);
        sender.setSession(Session.getInstance(properties));
        return sender;
    }

    private static SSLSocketFactory trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("certificate-" + number++, certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new SettingsException("notice.mail-trust: can't read certificates from " + pem);
        }
    }
}
