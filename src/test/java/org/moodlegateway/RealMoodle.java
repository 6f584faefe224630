package org.moodlegateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.moodlegateway.catalogue.CourseName;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.MoodleSite.Enrolled;
import org.moodlegateway.moodle.MoodleSite.NewAccount;
import org.moodlegateway.settings.Settings;

/**
 * A Moodle of yours, at {@code MOODLE_URL} with {@code MOODLE_TOKEN}, and its course {@code
 * MOODLE_COURSE} (SCI), as one test uses it: with products of its own in that course, and people
 * who were never there. Their accounts, under {@code @gateway-test.example}, stay there.
 */
final class RealMoodle {
    final String url = System.getenv("MOODLE_URL");
    final String course = System.getenv().getOrDefault("MOODLE_COURSE", "SCI");
    final String run = UUID.randomUUID().toString().substring(0, 8);

    /** Past the gateway. */
    final MoodleSite site = DirectMoodle.at(url, System.getenv("MOODLE_TOKEN"));

    final long courseId = site.course(CourseName.shortName(course)).result().orElseThrow().id();

    /** What the environment says of Moodle. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.keySet().removeIf(name -> !name.startsWith("MOODLE_"));
        return environment;
    }

    /** For a gateway before this Moodle, with these products and an H2 ledger of its own. */
    Settings settings(Path directory, String products) throws IOException {
        Path config = ShippedConfiguration.copy(directory.resolve("config"));
        Files.writeString(config.resolve("products.yaml"), products);
        Map<String, String> environment = environment();
        environment.put(
                "LEDGER_URL",
                "jdbc:h2:file:" + directory.resolve("ledger") + ";MODE=PostgreSQL;WRITE_DELAY=0");
        return Settings.read(config, Path.of("routes"), environment);
    }

    /** Somebody whom only this run knows. */
    String person(int number) {
        return "p" + number + "-" + run + "@gateway-test.example";
    }

    /** Moodle's id of somebody. */
    long account(String person) {
        return site.accountsByEmail(List.of(person)).result().get(0).id();
    }

    /** What somebody has in the course, active or not. */
    Optional<Enrolled> enrolled(String person) {
        long account = account(person);
        return site.enrolled(courseId).result().stream()
                .filter(somebody -> somebody.userId() == account)
                .findFirst();
    }

    /** Whether somebody may enter the course now. */
    boolean active(String person) {
        return site.activeUsers(courseId).result().contains(account(person));
    }

    /** Somebody with an account whose password is known. */
    MoodleVisitor visitor(int number) {
        MoodleVisitor visitor = new MoodleVisitor(url, person(number), "Aa1-" + run);
        site.createAccounts(
                        List.of(
                                new NewAccount(
                                        visitor.email(),
                                        "Vera",
                                        "Visit",
                                        visitor.email(),
                                        "",
                                        visitor.password())))
                .result();
        return visitor;
    }
}
