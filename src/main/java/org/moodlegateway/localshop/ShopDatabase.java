package org.moodlegateway.localshop;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the tables of a local_shop are.
 *
 * @param url {@code jdbc:postgresql://HOST/DATABASE} or {@code jdbc:mariadb://HOST/DATABASE}, one
 *     host; after it nothing but options of encryption
 * @param user of an account that can only read
 * @param prefix of the names of Moodle's tables, such as {@code mdl_}
 * @param shopId which of its shops, null for all
 * @param timeout of one statement
 */
public record ShopDatabase(
        String url, String user, String password, String prefix, Long shopId, Duration timeout) {
    public static final String DEFAULT_PREFIX = "mdl_";

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern URL =
            Pattern.compile(
                    "jdbc:(postgresql|mariadb)://"
                            + "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?"
                            + "/[A-Za-z0-9_$-]+(\\?(?<options>[^?]*))?");

    private static final Set<String> OPTIONS =
            Set.of(
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey",
                    "currentschema",
                    "serversslcert",
                    "truststore",
                    "truststoretype");

    private static final Pattern PREFIX = Pattern.compile("[a-z_][a-z0-9_]{0,29}|");

    /**
     * Checks what it says.
     *
     * @throws IllegalArgumentException whose message ends a sentence that begins with the key
     */
    public ShopDatabase {
        var address = URL.matcher(url);
        if (!address.matches()) {
            throw new IllegalArgumentException(
                    "url must be jdbc:postgresql://HOST/DATABASE or"
                            + " jdbc:mariadb://HOST/DATABASE, without user and password");
        }
        refuseOtherOptions(address.group("options"));
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "prefix must be small letters, digits and _, such as mdl_");
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("user is missing, an account that can only read");
        }
    }

    private static void refuseOtherOptions(String options) {
        if (options == null) {
            return;
        }
        for (String option : options.split("&")) {
            String name = option.split("=", 2)[0];
            if (!OPTIONS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "url can't have the option "
                                + name
                                + "; known are "
                                + OPTIONS.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** The full name of one of the plugin's tables. */
    String table(String name) {
        return prefix + "local_shop_" + name;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return Stream.of(url, user, prefix).collect(Collectors.joining(" "));
    }
}
