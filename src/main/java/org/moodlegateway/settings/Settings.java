package org.moodlegateway.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of all keys: the environment wins over {@code config/application.properties}, which
 * wins over the default. A value may be {@code {{env:NAME}}} or {@code {{file:PATH}}}, which is how
 * secrets come in.
 */
public final class Settings {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{(env|file):([^}]+)}}");
    private static final String FILE = "application.properties";

    private final Path configDirectory;
    private final Path routesDirectory;
    private final Map<String, String> values;
    private final Map<String, String> environment;

    private Settings(
            Path configDirectory,
            Path routesDirectory,
            Map<String, String> values,
            Map<String, String> environment) {
        this.configDirectory = configDirectory;
        this.routesDirectory = routesDirectory;
        this.values = values;
        this.environment = environment;
    }

    /**
     * Reads and checks all keys.
     *
     * @throws SettingsException naming the first key that can't be used
     */
    public static Settings read(
            Path configDirectory, Path routesDirectory, Map<String, String> environment) {
        Properties file = properties(configDirectory.resolve(FILE));
        for (String name : file.stringPropertyNames()) {
            if (!Keys.all().containsKey(name)) {
                throw new SettingsException(
                        configDirectory.resolve(FILE) + ": there is no key " + name);
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        Keys.all()
                .values()
                .forEach(
                        key -> {
                            String fromEnvironment = environment.get(key.environmentName());
                            String raw =
                                    fromEnvironment != null
                                            ? fromEnvironment
                                            : file.getProperty(key.name(), key.fallback());
                            values.put(key.name(), resolve(key.name(), raw.strip(), environment));
                        });
        Settings settings = new Settings(configDirectory, routesDirectory, values, environment);
        settings.checkKinds();
        return settings;
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    "can't read " + file + "; name another directory with --config");
        }
        return properties;
    }

    /**
     * Follows {@code {{env:NAME}}} and {@code {{file:PATH}}}; a default may follow a second colon
     * of {@code env}.
     */
    public String resolve(String key, String value) {
        return resolve(key, value, environment);
    }

    private static String resolve(String key, String value, Map<String, String> environment) {
        Matcher reference = REFERENCE.matcher(value);
        StringBuilder text = new StringBuilder();
        while (reference.find()) {
            String target = reference.group(2);
            String found =
                    reference.group(1).equals("env")
                            ? fromEnvironment(key, target, environment)
                            : fromFile(key, Path.of(target));
            reference.appendReplacement(text, Matcher.quoteReplacement(found));
        }
        return reference.appendTail(text).toString();
    }

    private static String fromEnvironment(
            String key, String target, Map<String, String> environment) {
        String[] parts = target.split(":", 2);
        String found = environment.get(parts[0]);
        if (found != null) {
            return found;
        }
        if (parts.length == 2) {
            return parts[1];
        }
        throw new SettingsException(key + ": the environment has no " + parts[0]);
    }

    private static String fromFile(String key, Path file) {
        try {
            return Files.readString(file, UTF_8).strip();
        } catch (IOException e) {
            throw new SettingsException(key + ": can't read " + file);
        }
    }

    private void checkKinds() {
        Keys.all()
                .values()
                .forEach(
                        key -> {
                            switch (key.kind()) {
                                case DURATION -> duration(key.name());
                                case NUMBER -> number(key.name());
                                case FLAG -> flag(key.name());
                                case ZONE -> zone(key.name());
                                case PAIRS -> pairs(key.name());
                                case TEXT -> text(key.name());
                            }
                        });
        oneOf("moodle.foreign-enrolments", List.of("hold", "overwrite"));
        oneOf("moodle.credentials", List.of("moodle", "link"));
        oneOf("notice.mail-tls", List.of("smtps", "starttls"));
        oneOf("kafka.security", List.of("ssl", "sasl_ssl", "plaintext", "sasl_plaintext"));
        oneOf("kafka.mechanism", List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"));
        period("data.retention");
    }

    private void oneOf(String key, List<String> allowed) {
        if (!allowed.contains(text(key))) {
            throw wrong(key, "must be one of " + String.join(", ", allowed));
        }
    }

    private SettingsException wrong(String key, String sentence) {
        return new SettingsException(configDirectory.resolve(FILE) + ": " + key + " " + sentence);
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no key " + key);
        }
        return value;
    }

    /** A calendar period such as {@code P3Y}; empty where nothing is set. */
    public Optional<Period> period(String key) {
        if (text(key).isEmpty()) {
            return Optional.empty();
        }
        try {
            Period period = Period.parse(text(key));
            if (period.isNegative() || period.isZero()) {
                throw wrong(key, "must be longer than nothing");
            }
            return Optional.of(period);
        } catch (DateTimeParseException e) {
            throw wrong(key, "must be a period such as P3Y or P18M");
        }
    }

    public Duration duration(String key) {
        try {
            Duration duration = Duration.parse(text(key));
            if (duration.isNegative() || duration.isZero()) {
                throw wrong(key, "must be longer than nothing");
            }
            return duration;
        } catch (DateTimeException e) {
            throw wrong(key, "must be an ISO-8601 duration such as PT25S, not " + text(key));
        }
    }

    public int number(String key) {
        try {
            int number = Integer.parseInt(text(key));
            if (number < 0) {
                throw wrong(key, "must not be negative");
            }
            return number;
        } catch (NumberFormatException e) {
            throw wrong(key, "must be a whole number, not " + text(key));
        }
    }

    public boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "must be true or false, not " + text(key));
        };
    }

    public ZoneId zone(String key) {
        try {
            return ZoneId.of(text(key));
        } catch (DateTimeException e) {
            throw wrong(key, "must be a time zone such as Europe/Paris, not " + text(key));
        }
    }

    /** {@code name:number} pairs. */
    public Map<String, Integer> pairs(String key) {
        Map<String, Integer> pairs = new LinkedHashMap<>();
        for (String pair : text(key).split(",")) {
            String[] parts = pair.strip().split(":");
            try {
                pairs.put(parts[0].strip(), Integer.parseInt(parts[1].strip()));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw wrong(key, "must be pairs such as student:5,teacher:4, not " + text(key));
            }
        }
        return pairs;
    }

    public Path configDirectory() {
        return configDirectory;
    }

    public Path routesDirectory() {
        return routesDirectory;
    }

    /** The same with other values, which are checked too. */
    public Settings with(Map<String, String> other) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        other.forEach(
                (key, value) -> {
                    text(key);
                    changed.put(key, value);
                });
        Settings settings = new Settings(configDirectory, routesDirectory, changed, environment);
        settings.checkKinds();
        return settings;
    }

    /** The same values beside other files. */
    public Settings in(Path otherConfigDirectory) {
        return new Settings(otherConfigDirectory, routesDirectory, values, environment);
    }

    /** What routes may name as {@code {{key}}}: everything but secrets. */
    public Properties forRoutes() {
        Properties properties = new Properties();
        List<Key> open = new ArrayList<>(Keys.all().values());
        open.removeIf(Key::secret);
        open.forEach(key -> properties.setProperty(key.name(), values.get(key.name())));
        return properties;
    }
}
