package org.moodlegateway.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code config/templates/NAME.LANGUAGE.txt}: a line {@code Subject: …}, an empty line, and
 * the text. Every one is filled in with samples at once, so that a variable that doesn't exist
 * shows here and not in front of a customer.
 */
final class TemplatesReader {
    static final String FOLDER = "templates";

    /** Templates that came later, which are in force where the folder has none of their name. */
    static final List<String> SHIPPED =
            List.of(
                    "differs.en.txt",
                    "differs.fr.txt",
                    "seats-free.en.txt",
                    "seats-free.fr.txt",
                    "nobody-to-tell.en.txt",
                    "nobody-to-tell.fr.txt");

    private static final String SUBJECT = "Subject:";
    private static final Pattern NAME = Pattern.compile("([a-z-]+)\\.([a-z]{2,3})\\.txt");
    private static final Pattern LINE = Pattern.compile("@ line (\\d+)");

    /** The first line of the text: subject and empty line stand above it. */
    private static final int TEXT_BEGINS = 3;

    private final Path folder;
    private final Function<String, Map<String, Object>> samples;
    private final Consumer<NoticeProblem> problems;

    /** {@code samples} gives a model for a language, with every variable that there is. */
    TemplatesReader(
            Path folder,
            Function<String, Map<String, Object>> samples,
            Consumer<NoticeProblem> problems) {
        this.folder = folder;
        this.samples = samples;
        this.problems = problems;
    }

    Templates read() {
        Templates templates = new Templates();
        files().forEach(file -> read(templates, file));
        SHIPPED.forEach(file -> readShipped(templates, file));
        for (String name : Templates.NAMES) {
            if (!templates.has(name, "en") && !Files.exists(folder.resolve(name + ".en.txt"))) {
                problems.accept(
                        new NoticeProblem(
                                folder.resolve(name + ".en.txt"),
                                0,
                                "template-missing",
                                "there is no such template; in English it is needed"));
            }
        }
        return templates;
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void read(Templates templates, Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches() || !Templates.NAMES.contains(name.group(1))) {
            refuse(
                    file,
                    0,
                    "is not the name of a template: NAME.LANGUAGE.txt with NAME one of "
                            + String.join(", ", Templates.NAMES));
            return;
        }
        try {
            String all =
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
            String[] parts = all.replace("\r\n", "\n").split("\n", TEXT_BEGINS);
            if (parts.length < TEXT_BEGINS
                    || !parts[0].startsWith(SUBJECT)
                    || !parts[1].isBlank()) {
                refuse(file, 1, "must begin with a line Subject: … and an empty line");
                return;
            }
            take(templates, file, name, parts[0].substring(SUBJECT.length()).strip(), parts[2]);
        } catch (CharacterCodingException e) {
            refuse(file, 0, "is not UTF-8 text");
        } catch (IOException e) {
            refuse(file, 0, "can't be read");
        }
    }

    private void take(Templates templates, Path file, Matcher name, String subject, String text) {
        try {
            templates.add(name.group(1), name.group(2), subject, text);
            templates.fill(name.group(1), name.group(2), samples.apply(name.group(2)));
        } catch (MustacheException.Context e) {
            boolean above = subject.contains(e.key);
            refuse(file, above ? 1 : e.lineNo + TEXT_BEGINS - 1, "there is no variable " + e.key);
        } catch (MustacheParseException e) {
            refuse(file, line(e), "can't be read as a template: " + e.getMessage());
        } catch (MustacheException e) {
            refuse(file, 0, String.valueOf(e.getMessage()));
        }
    }

    private static int line(MustacheParseException failure) {
        Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
        return line.find() ? Integer.parseInt(line.group(1)) + TEXT_BEGINS - 1 : 0;
    }

    /** What a folder from before doesn't have yet. */
    private void readShipped(Templates templates, String file) {
        Matcher name = NAME.matcher(file);
        if (!name.matches() || Files.exists(folder.resolve(file))) {
            return;
        }
        try (InputStream in = TemplatesReader.class.getResourceAsStream(file)) {
            String[] parts = new String(in.readAllBytes(), UTF_8).split("\n", TEXT_BEGINS);
            templates.add(
                    name.group(1),
                    name.group(2),
                    parts[0].substring(SUBJECT.length()).strip(),
                    parts[2]);
        } catch (IOException e) {
            throw new UncheckedIOException("a template that is part of the gateway", e);
        }
    }

    private void refuse(Path file, int line, String sentence) {
        problems.accept(new NoticeProblem(file, line, "template-unusable", sentence));
    }
}
