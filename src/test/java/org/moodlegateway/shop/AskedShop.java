package org.moodlegateway.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The shipped configuration with shops that are asked. */
public final class AskedShop {
    private AskedShop() {}

    /** A copy of {@code config/} with these shops beside the shipped one. */
    public static Path configuration(Path directory, String shops) {
        Path config = directory.resolve("config");
        try (Stream<Path> files = Files.walk(Path.of("config"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = config.resolve(Path.of("config").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            Path file = config.resolve("shops.yaml");
            Files.writeString(
                    file,
                    Files.readString(file).replace("\nadmin:\n", "\n" + shops + "\nadmin:\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return config;
    }

    /** A WooCommerce that is polled every five minutes. */
    static String wooCommerce(String name, String url, String more) {
        return """
          %s:
            kind: woocommerce
            secrets: [ "{{env:WOO_WEBHOOK_SECRET:}}" ]
            api: { url: "%s", user: "{{env:WOO_KEY:}}", password: "{{env:WOO_SECRET:}}" }
            poll: PT5M
            products: { COURSE-SCI: SCI-180 }
            %s
        """
                .formatted(name, url, more);
    }
}
