package org.moodlegateway.notice;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.moodlegateway.intake.CallBack;
import org.moodlegateway.intake.WebhookSecret;
import org.moodlegateway.order.Emails;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/**
 * What the keys {@code notice.*} say.
 *
 * @param language for those whose own is not known, and for administrators
 * @param administrators addresses, empty if nobody is mailed
 * @param webhook where alerts go; null for nowhere
 * @param events a file, {@code log}, or empty for nowhere
 * @param timeout for a whole call, or a step of a mail
 * @param tries after so many failed attempts a notice is given up
 * @param lateAfter how old a paid seat may become before it must be in Moodle
 * @param moodleUrl without a slash at the end
 */
public record NoticeSettings(
        String language,
        List<String> administrators,
        MailSettings mail,
        CallBack webhook,
        String events,
        Duration timeout,
        int tries,
        Duration lateAfter,
        String moodleUrl,
        ZoneId zone) {
    private static final int SMTPS_PORT = 465;
    private static final int SUBMISSION_PORT = 587;

    public NoticeSettings {
        administrators = List.copyOf(administrators);
    }

    /**
     * Reads the keys.
     *
     * @throws SettingsException naming the key that can't be used
     */
    public static NoticeSettings read(Settings settings) {
        return new NoticeSettings(
                language(settings),
                administrators(settings),
                mail(settings),
                webhook(settings),
                settings.text("notice.events"),
                settings.duration("notice.timeout"),
                settings.number("notice.tries"),
                settings.duration("notice.late-after"),
                settings.text("moodle.url").replaceAll("/+$", ""),
                settings.zone("gateway.time-zone"));
    }

    /**
     * Refuses what can't be meant.
     *
     * @throws SettingsException naming the key
     */
    public void check(Settings settings) {
        if (settings.text("moodle.credentials").equals("link") && !mail.isOn()) {
            throw new SettingsException(
                    "moodle.credentials is link, but notice.mail-host is empty: nobody would learn"
                            + " how to get in");
        }
        if (timeout.compareTo(settings.duration("ledger.lease")) >= 0) {
            throw new SettingsException("notice.timeout must be shorter than ledger.lease");
        }
    }

    Optional<CallBack> alertsGoTo() {
        return Optional.ofNullable(webhook);
    }

    private static String language(Settings settings) {
        String language = settings.text("notice.language");
        if (!language.matches("[a-z]{2,3}")) {
            throw new SettingsException("notice.language must be a language such as en or fr");
        }
        return language;
    }

    private static List<String> administrators(Settings settings) {
        List<String> addresses =
                Arrays.stream(settings.text("notice.administrators").split(","))
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList();
        if (!addresses.stream().allMatch(Emails::usable)) {
            throw new SettingsException(
                    "notice.administrators must be e-mail addresses with commas between");
        }
        return addresses;
    }

    private static MailSettings mail(Settings settings) {
        String host = settings.text("notice.mail-host");
        boolean startTls = settings.text("notice.mail-tls").equals("starttls");
        int port = settings.number("notice.mail-port");
        String from = settings.text("notice.mail-from");
        if (!host.isEmpty()) {
            checkSender(from);
        }
        return new MailSettings(
                host,
                port > 0 ? port : startTls ? SUBMISSION_PORT : SMTPS_PORT,
                startTls,
                settings.text("notice.mail-user"),
                settings.text("notice.mail-password"),
                settings.text("notice.mail-trust"),
                from,
                settings.duration("notice.timeout"));
    }

    private static void checkSender(String from) {
        try {
            if (!Emails.usable(new InternetAddress(from, true).getAddress())) {
                throw new AddressException();
            }
        } catch (AddressException e) {
            throw new SettingsException(
                    "notice.mail-from must be the sender's e-mail address, since notice.mail-host"
                            + " is set");
        }
    }

    private static CallBack webhook(Settings settings) {
        String url = settings.text("notice.webhook");
        if (url.isEmpty()) {
            return null;
        }
        String secret = settings.text("notice.webhook-secret");
        try {
            return CallBack.of(url, secret.isEmpty() ? null : WebhookSecret.of(secret));
        } catch (IllegalArgumentException e) {
            throw new SettingsException("notice.webhook or its secret " + e.getMessage());
        }
    }
}
