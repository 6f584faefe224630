package org.moodlegateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moodlegateway.LedgerSettingsReader;
import org.moodlegateway.Parts;
import org.moodlegateway.ShadowRoutes;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueProblem;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.catalogue.CatalogueUnreadableException;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.intake.KafkaSettings;
import org.moodlegateway.intake.ShopsReader;
import org.moodlegateway.notice.NoticeFiles;
import org.moodlegateway.notice.NoticeProblem;
import org.moodlegateway.notice.NoticeSettings;
import org.moodlegateway.sandbox.SandboxSettings;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/** Looks at everything that an administrator edits, and starts nothing. */
final class ConfigurationCheck {
    private static final Pattern LINE = Pattern.compile("\\bline: ?(\\d+)");

    private static final Pattern EVERY_HOUR = Pattern.compile("\\*(/1)?|0/1|0-23(/1)?");

    private final Path config;
    private final Path routes;
    private final Map<String, String> environment;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> warnings = new ArrayList<>();
    private final List<String> beforePayment = new ArrayList<>();
    private int products;

    ConfigurationCheck(Path config, Path routes, Map<String, String> environment) {
        this.config = config;
        this.routes = routes;
        this.environment = environment;
    }

    /** Everything that is wrong, file by file. */
    List<Mistake> mistakes() {
        return mistakes;
    }

    /** What works, and may be meant otherwise. */
    List<Mistake> warnings() {
        return warnings;
    }

    /** How many products can be sold. */
    int products() {
        return products;
    }

    /** Codes of the products whose buyers get a support course before they paid. */
    List<String> beforePayment() {
        return beforePayment;
    }

    ConfigurationCheck look() {
        Settings settings;
        try {
            settings = Settings.read(config, routes, environment);
            LedgerSettingsReader.read(settings);
            NoticeSettings.read(settings).check(settings);
            KafkaSettings.read(settings);
            if (!settings.text("moodle.url").isEmpty()) {
                Parts.moodle(settings);
            }
        } catch (SettingsException e) {
            setting(e.getMessage());
            return this;
        }
        claimLinks(settings);
        catalogue(settings);
        ShopsReader.check(settings, Parts.handlers(settings)).problems().forEach(this::shop);
        ShopsReader.warnings(settings, Parts.handlers(settings)).stream()
                .map(ConfigurationCheck::mistake)
                .forEach(warnings::add);
        new NoticeFiles(settings).problems().forEach(this::notice);
        sandbox(settings);
        routes(settings);
        crons(settings);
        return this;
    }

    /** Buyers are written to, and can't say by themselves who takes their seats. */
    private void claimLinks(Settings settings) {
        boolean carried = !settings.text("claim.secret").isEmpty() && settings.flag("claim.auto");
        if (!settings.text("notice.mail-host").isEmpty() && !carried) {
            Path file = config.resolve("application.properties");
            String key = settings.flag("claim.auto") ? "claim.secret" : "claim.auto";
            String why = settings.flag("claim.auto") ? " is empty" : " is false";
            warnings.add(
                    new Mistake(
                            file,
                            lineOf(file, key),
                            "claim-links-off",
                            key
                                    + why
                                    + ", so mails to buyers ask for names without a link by which"
                                    + " they can be told"));
        }
    }

    private void catalogue(Settings settings) {
        Handlers handlers = Parts.handlers(settings);
        try {
            Catalogue catalogue =
                    new CatalogueReader(handlers::check).read(config.resolve("products.yaml"));
            products = catalogue.products().size();
            catalogue.products().stream()
                    .filter(Handlers::opensBeforePayment)
                    .map(Product::code)
                    .forEach(beforePayment::add);
            catalogue.problems().forEach(this::product);
        } catch (CatalogueUnreadableException e) {
            product(e.problem());
        }
    }

    private void product(CatalogueProblem problem) {
        mistakes.add(
                new Mistake(
                        Path.of(problem.file()),
                        problem.line(),
                        problem.problem().code(),
                        problem.problem().message()));
    }

    private void shop(FileProblem problem) {
        mistakes.add(mistake(problem));
    }

    private static Mistake mistake(FileProblem problem) {
        return new Mistake(
                Path.of(problem.file()),
                problem.line(),
                problem.problem().code(),
                problem.problem().message());
    }

    private void notice(NoticeProblem problem) {
        mistakes.add(
                new Mistake(problem.file(), problem.line(), problem.code(), problem.message()));
    }

    /** Needed only where no other Moodle is named. */
    private void sandbox(Settings settings) {
        Path file = config.resolve("sandbox.yaml");
        boolean needed = settings.text("moodle.url").isEmpty();
        if (!Files.exists(file)) {
            if (needed) {
                mistakes.add(
                        new Mistake(
                                file,
                                0,
                                "file-missing",
                                "does not exist, and moodle.url names no other Moodle"));
            }
            return;
        }
        try {
            SandboxSettings.read(file);
        } catch (UncheckedIOException e) {
            String sentence = SandboxFile.sentence(e);
            Matcher line = LINE.matcher(String.valueOf(e.getCause().getMessage()));
            int mentioned = line.find() ? Integer.parseInt(line.group(1)) : 0;
            int ofKey = lineOf(file, sentence);
            mistakes.add(
                    new Mistake(
                            file, ofKey > 0 ? ofKey : mentioned, "sandbox-unreadable", sentence));
        }
    }

    private void routes(Settings settings) {
        ShadowRoutes.problems(settings)
                .forEach(
                        problem ->
                                mistakes.add(
                                        new Mistake(
                                                problem.file(),
                                                problem.line(),
                                                "route-unusable",
                                                problem.message())));
    }

    /** An hour of the clock is another one where the zone is another one. */
    private void crons(Settings settings) {
        String calendar = settings.zone("gateway.time-zone").getId();
        String clock = settings.zone("renewal.zone").getId();
        if (settings.zone("gateway.time-zone").getRules().equals(ZoneOffset.UTC.getRules())) {
            return;
        }
        Path file = config.resolve("application.properties");
        for (String key : List.of("renewal.cron", "gateway.housekeeping")) {
            String[] fields = settings.text(key).strip().split("\\s+");
            if (fields.length > 2 && !EVERY_HOUR.matcher(fields[2]).matches()) {
                String sentence =
                        key
                                + " names an hour, which is one of renewal.zone ("
                                + clock
                                + "), while days are counted in gateway.time-zone ("
                                + calendar
                                + "); where clocks change, an hour is left out or comes twice";
                warnings.add(new Mistake(file, lineOf(file, key), "cron-hour", sentence));
            }
        }
    }

    private void setting(String message) {
        Path file = config.resolve("application.properties");
        String sentence = message.replace(file + ": ", "").replace("read " + file, "read it");
        mistakes.add(new Mistake(file, lineOf(file, sentence), "setting-invalid", sentence));
    }

    /** The line on which the key stands that the sentence is about. */
    private static int lineOf(Path file, String sentence) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            return 0;
        }
        for (int i = 0; i < lines.size(); i++) {
            String key = lines.get(i).strip().split("[=:\\s]", 2)[0];
            boolean named =
                    Pattern.compile("(?<![\\w.-])" + Pattern.quote(key) + "(?![\\w-])")
                            .matcher(sentence)
                            .find();
            if (!key.isEmpty() && !key.startsWith("#") && named) {
                return i + 1;
            }
        }
        return 0;
    }
}
