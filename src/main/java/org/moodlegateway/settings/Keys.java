package org.moodlegateway.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moodlegateway.settings.Key.Kind;

/**
 * Every key there is. {@code config/application.properties} explains each; a test compares the two.
 */
public final class Keys {
    private static final Map<String, Key> ALL =
            List.of(
                            text("moodle.url", ""),
                            new Key("moodle.token", Kind.TEXT, "", true),
                            new Key("moodle.allow-insecure", Kind.FLAG, "false", false),
                            duration("moodle.call-timeout", "PT25S"),
                            duration("moodle.connect-timeout", "PT5S"),
                            duration("moodle.keep-alive", "PT4S"),
                            duration("moodle.settle", "PT2M"),
                            number("moodle.batch", "50"),
                            number("moodle.writers", "2"),
                            new Key(
                                    "moodle.roles",
                                    Kind.PAIRS,
                                    "student:5,teacher:4,editingteacher:3",
                                    false),
                            text("moodle.foreign-enrolments", "hold"),
                            text("moodle.credentials", "moodle"),
                            duration("moodle.course-recheck", "PT5M"),
                            duration("moodle.account-recheck", "PT24H"),
                            text(
                                    "ledger.url",
                                    "jdbc:h2:file:./.gateway/ledger;MODE=PostgreSQL;WRITE_DELAY=0"),
                            text("ledger.user", "gateway"),
                            new Key("ledger.password", Kind.TEXT, "", true),
                            duration("ledger.lease", "PT90S"),
                            number("ledger.connections", "6"),
                            number("guard.percent", "10"),
                            number("guard.least", "20"),
                            duration("guard.window", "PT1H"),
                            text("data.retention", ""),
                            text("intake.inbox", ".gateway/inbox"),
                            number("prepay.most-per-hour", "60"),
                            duration("intake.revoke-after", "PT15M"),
                            number("intake.max-body", "1048576"),
                            number("intake.max-seats", "1000"),
                            number("intake.max-file", "16777216"),
                            number("intake.max-rows", "100000"),
                            duration("intake.quiet", "PT5S"),
                            duration("intake.signature-window", "PT5M"),
                            duration("shop.timeout", "PT20S"),
                            number("shop.max-answer", "33554432"),
                            text("kafka.brokers", ""),
                            text("kafka.topic", ""),
                            text("kafka.group", "moodle-gateway"),
                            text("kafka.security", "ssl"),
                            text("kafka.mechanism", "SCRAM-SHA-512"),
                            text("kafka.user", ""),
                            new Key("kafka.password", Kind.TEXT, "", true),
                            text("kafka.trust", ""),
                            text("kafka.certificate", ""),
                            new Key("claim.secret", Kind.TEXT, "", true),
                            new Key("claim.auto", Kind.FLAG, "true", false),
                            text("renewal.cron", "30 * * * * ?"),
                            number("renewal.most-per-minute", "1200"),
                            text("notice.language", "en"),
                            text("notice.administrators", ""),
                            text("notice.mail-host", ""),
                            number("notice.mail-port", "0"),
                            text("notice.mail-tls", "smtps"),
                            text("notice.mail-user", ""),
                            new Key("notice.mail-password", Kind.TEXT, "", true),
                            text("notice.mail-from", ""),
                            text("notice.mail-trust", ""),
                            new Key("notice.webhook", Kind.TEXT, "", true),
                            new Key("notice.webhook-secret", Kind.TEXT, "", true),
                            text("notice.events", ""),
                            duration("notice.timeout", "PT15S"),
                            number("notice.tries", "20"),
                            duration("notice.late-after", "PT1H"),
                            text("gateway.host", "127.0.0.1"),
                            number("gateway.port", "8080"),
                            text("gateway.public-url", ""),
                            text("gateway.management-host", "127.0.0.1"),
                            number("gateway.management-port", "9876"),
                            new Key("gateway.time-zone", Kind.ZONE, "UTC", false),
                            duration("gateway.look", "PT1S"),
                            text("gateway.housekeeping", "0 * * * * ?"))
                    .stream()
                    .collect(
                            Collectors.toMap(
                                    Key::name,
                                    Function.identity(),
                                    (a, b) -> a,
                                    LinkedHashMap::new));

    private Keys() {}

    private static Key text(String name, String fallback) {
        return new Key(name, Kind.TEXT, fallback, false);
    }

    private static Key duration(String name, String fallback) {
        return new Key(name, Kind.DURATION, fallback, false);
    }

    private static Key number(String name, String fallback) {
        return new Key(name, Kind.NUMBER, fallback, false);
    }

    /** By name, in the order of the file. */
    public static Map<String, Key> all() {
        return ALL;
    }
}
