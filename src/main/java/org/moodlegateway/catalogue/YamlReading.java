package org.moodlegateway.catalogue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.moodlegateway.order.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One reading of a YAML file: nodes rather than objects, so that every problem has its line. It
 * goes on after a problem, to find all of them.
 */
public final class YamlReading {
    private final Path path;
    private final String unreadable;
    private final List<FileProblem> problems = new ArrayList<>();

    /** {@code unreadable} is the code of a file that is no YAML map. */
    public YamlReading(Path path, String unreadable) {
        this.path = path;
        this.unreadable = unreadable;
    }

    /** What was found wrong so far. */
    public List<FileProblem> problems() {
        return List.copyOf(problems);
    }

    /** The root, if there is one to go on with. */
    public Optional<YamlPlace> root() {
        try {
            var node = new Yaml(new LoaderOptions()).compose(new StringReader(text()));
            YamlPlace root = YamlPlace.root(node);
            if (node != null && !root.isMap()) {
                note(1, unreadable, "the file has no keys");
            }
            return Optional.of(root);
        } catch (NoSuchFileException e) {
            note(1, unreadable, "the file does not exist");
        } catch (MarkedYAMLException e) {
            note(
                    e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1,
                    unreadable,
                    "the file is not YAML: " + e.getProblem());
        } catch (IOException | YAMLException e) {
            note(1, unreadable, "the file can't be read as UTF-8 text");
        }
        return Optional.empty();
    }

    private String text() throws IOException {
        return Files.readString(path);
    }

    private void note(int line, String code, String sentence) {
        problems.add(new FileProblem(path.toString(), line, new Problem(code, "", sentence)));
    }

    /** Notes what a step refuses. */
    public void noting(Runnable step) {
        try {
            step.run();
        } catch (YamlPlace.RefusedException e) {
            problems.add(
                    new FileProblem(
                            path.toString(),
                            e.place().line(),
                            new Problem(e.code(), e.place().pointer(), e.getMessage())));
        }
    }

    /** What a step finds; empty if it refuses, which is noted, or finds nothing. */
    public <T> Optional<T> noted(Supplier<Optional<T>> step) {
        List<T> found = new ArrayList<>();
        noting(() -> step.get().ifPresent(found::add));
        return found.stream().findFirst();
    }

    /** Notes anything but a map of these keys; what is not given is fine. */
    public void known(YamlPlace place, Set<String> keys) {
        noting(
                () -> {
                    if (place.isGiven() && !place.isMap()) {
                        throw place.refused("value-invalid", "must have keys of its own");
                    }
                    place.refuseOtherKeysThan(keys);
                });
    }

    /** The elements of a list, without those that were refused or stand for nothing. */
    public <T> List<T> list(YamlPlace place, Function<YamlPlace, Optional<T>> read) {
        List<T> elements = new ArrayList<>();
        noting(
                () -> {
                    if (place.isGiven() && !place.isList()) {
                        throw place.refused("value-invalid", "must be a list");
                    }
                });
        place.elements().forEach(one -> noted(() -> read.apply(one)).ifPresent(elements::add));
        return elements;
    }
}
