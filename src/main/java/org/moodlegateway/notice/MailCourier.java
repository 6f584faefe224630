package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Date;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.notice.NotDeliveredException.Hope;

/**
 * Mails through the route {@code send-mail}: a whole message, so that no header of an exchange
 * becomes one of a mail.
 */
final class MailCourier implements Courier {
    private static final int PERMANENT = 500;

    private final ProducerTemplate producer;
    private final MailSettings settings;
    private final Letters letters;

    MailCourier(ProducerTemplate producer, MailSettings settings, Letters letters) {
        this.producer = producer;
        this.settings = settings;
        this.letters = letters;
    }

    @Override
    public void deliver(Notice notice) throws NotDeliveredException {
        MimeMessage message;
        try {
            message = message(notice);
        } catch (MessagingException e) {
            throw new NotDeliveredException(Hope.NONE, "address-unusable", e);
        }
        Exchange exchange =
                producer.request(
                        "direct:send-mail", request -> request.getMessage().setBody(message));
        if (exchange.getException() != null) {
            throw trouble(exchange.getException());
        }
    }

    private MimeMessage message(Notice notice) throws MessagingException, NotDeliveredException {
        Kind kind = Kind.of(notice.kind()).orElseThrow();
        Letter letter = letters.of(notice, kind);
        InternetAddress from = new InternetAddress(settings.from(), true);
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(named(from));
        message.setRecipient(RecipientType.TO, new InternetAddress(notice.recipient(), true));
        message.setSubject(letter.subject(), UTF_8.name());
        message.setText(letter.text(), UTF_8.name());
        message.setSentDate(Date.from(notice.notedAt()));
        message.setHeader("Message-ID", "<" + notice.messageId() + "@" + domain(from) + ">");
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /** With the name encoded as mail wants it. */
    private static InternetAddress named(InternetAddress from) throws MessagingException {
        try {
            from.setPersonal(from.getPersonal(), UTF_8.name());
            return from;
        } catch (IOException e) {
            throw new MessagingException("no UTF-8", e);
        }
    }

    private static String domain(InternetAddress from) {
        return from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    }

    /** Says what happened without what the server said: that may hold addresses. */
    private static NotDeliveredException trouble(Exception failure) {
        if (failure instanceof AuthenticationFailedException) {
            return new NotDeliveredException(Hope.RECEIVER_DOWN, "login-refused", failure);
        }
        if (failure instanceof SMTPSenderFailedException refused) {
            return new NotDeliveredException(
                    Hope.RECEIVER_DOWN, "sender-refused-" + refused.getReturnCode(), failure);
        }
        int code = code(failure);
        if (code > 0) {
            return new NotDeliveredException(
                    code >= PERMANENT ? Hope.NONE : Hope.LATER, "refused-" + code, failure);
        }
        boolean tls = causes(failure).anyMatch(SSLException.class::isInstance);
        return new NotDeliveredException(
                Hope.RECEIVER_DOWN, tls ? "tls-refused" : "unreachable", failure);
    }

    /** The server's answer to this recipient or this text; 0 if it gave none. */
    private static int code(Exception failure) {
        return causes(failure)
                .mapToInt(
                        cause -> {
                            if (cause instanceof SMTPAddressFailedException address) {
                                return address.getReturnCode();
                            }
                            return cause instanceof SMTPSendFailedException text
                                    ? text.getReturnCode()
                                    : 0;
                        })
                .filter(code -> code > 0)
                .findFirst()
                .orElse(0);
    }

    /** A mail's exceptions have two chains: causes, and next ones. The latter say more. */
    private static Stream<Throwable> causes(Throwable failure) {
        Stream<Throwable> causes =
                Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause);
        return failure instanceof SendFailedException sent && sent.getNextException() != null
                ? Stream.concat(causes(sent.getNextException()), causes)
                : causes;
    }
}
