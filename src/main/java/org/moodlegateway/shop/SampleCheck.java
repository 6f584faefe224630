package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.order.Problem;

/**
 * Translates the samples of a folder, {@code KIND-NAME.json}, and compares each with what stands
 * beside it, {@code KIND-NAME.expected.json}.
 *
 * <p>A sample is what a jq reads, without the shop: {@code message}, {@code topic}, {@code from},
 * {@code parts}; and {@code products} and {@code settings} of a shop of this kind, and whether it
 * can be {@code asked}.
 */
public final class SampleCheck {
    private static final String ENDING = ".json";
    private static final String EXPECTED = ".expected.json";
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final ShopApi ANY_API = ShopApi.of("https://shop.example.org", "", "");

    private final Path folder;
    private final Kinds kinds;
    private final List<FileProblem> problems = new ArrayList<>();

    private SampleCheck(Path folder, Kinds kinds) {
        this.folder = folder;
        this.kinds = kinds;
    }

    /** What is wrong; nothing where there is no such folder. */
    public static List<FileProblem> problems(Path folder, Kinds kinds) {
        SampleCheck check = new SampleCheck(folder, kinds);
        samples(folder).forEach(check::look);
        return List.copyOf(check.problems);
    }

    /** The samples in a folder, by name; none where there is no such folder. */
    static List<Path> samples(Path folder) {
        List<Path> samples = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(
                            folder, file -> isSample(file.getFileName().toString()))) {
                files.forEach(samples::add);
            } catch (IOException e) {
                throw new UncheckedIOException("can't look into " + folder, e);
            }
        }
        samples.sort(null);
        return samples;
    }

    private static boolean isSample(String name) {
        return name.endsWith(ENDING) && !name.endsWith(EXPECTED);
    }

    private void look(Path file) {
        String name = file.getFileName().toString();
        Optional<Kind> kind = kind(kinds, file);
        if (kind.isEmpty()) {
            note(file, "sample-of-nothing", "no kind in config/shops is named as it begins");
            return;
        }
        Path beside = folder.resolve(name.replace(ENDING, EXPECTED));
        Optional<JsonNode> sample = read(file);
        Optional<JsonNode> expected = read(beside);
        if (sample.isPresent() && expected.isPresent()) {
            JsonNode found = tree(translate(kind.get(), sample.get()).json());
            if (!found.equals(expected.get())) {
                String place = difference("", expected.get(), found);
                note(
                        beside,
                        "sample-differs",
                        "means something else now, first at " + (place.isEmpty() ? "/" : place));
            }
        }
    }

    /** Whose sample it is, by its name. */
    static Optional<Kind> kind(Kinds kinds, Path file) {
        String name = file.getFileName().toString();
        return kinds.byName().values().stream()
                .filter(one -> name.startsWith(one.name() + "-"))
                .max(Comparator.comparing(one -> one.name().length()));
    }

    static Translation translate(Kind kind, JsonNode sample) {
        Map<String, String> products = new LinkedHashMap<>();
        sample.path("products")
                .properties()
                .forEach(one -> products.put(one.getKey(), one.getValue().asText()));
        return new Language(
                        kind,
                        sample.path("asked").asBoolean() ? ANY_API : null,
                        null,
                        products,
                        List.of(),
                        kind.settingsUnder(object(sample, "settings")))
                .translate(
                        "sample",
                        sample.path("message"),
                        sample.path("topic").asText(),
                        sample.path("from").asText(),
                        object(sample, "parts"));
    }

    private static ObjectNode object(JsonNode sample, String name) {
        return sample.path(name) instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    /** The pointer of the first place at which they differ. */
    private static String difference(String pointer, JsonNode expected, JsonNode found) {
        if (expected.isContainerNode() && expected.getNodeType() == found.getNodeType()) {
            List<String> names = new ArrayList<>();
            expected.fieldNames().forEachRemaining(names::add);
            found.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (!expected.path(name).equals(found.path(name))) {
                    return difference(pointer + "/" + name, expected.path(name), found.path(name));
                }
            }
            for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
                if (!expected.path(i).equals(found.path(i))) {
                    return difference(pointer + "/" + i, expected.path(i), found.path(i));
                }
            }
        }
        return pointer;
    }

    /** As it is read from a file, so that equal numbers are equal. */
    private static JsonNode tree(JsonNode made) {
        try {
            return JSON.readTree(made.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("what a mapping answers is JSON", e);
        }
    }

    private Optional<JsonNode> read(Path file) {
        Optional<JsonNode> node = object(file);
        if (node.isEmpty()) {
            note(file, "sample-unreadable", "is missing, or holds no JSON object");
        }
        return node;
    }

    /** What the file holds; empty if that is no object. */
    static Optional<JsonNode> object(Path file) {
        try {
            return Optional.of(JSON.readTree(Files.readString(file))).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void note(Path file, String code, String sentence) {
        problems.add(new FileProblem(file.toString(), 1, new Problem(code, "", sentence)));
    }
}
