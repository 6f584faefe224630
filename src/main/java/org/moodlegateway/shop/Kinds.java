package org.moodlegateway.shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.moodlegateway.catalogue.FileProblem;

/**
 * The kinds of shop that {@code config/shops} describes.
 *
 * @param problems what is wrong in the descriptions; such a kind is not among {@code byName}
 */
public record Kinds(Map<String, Kind> byName, List<FileProblem> problems) {
    public static final Kinds NONE = new Kinds(Map.of(), List.of());

    public Kinds {
        byName = Map.copyOf(byName);
        problems = List.copyOf(problems);
    }

    public Optional<Kind> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Their names, for people. */
    public String names() {
        return String.join(", ", new TreeSet<>(byName.keySet()));
    }
}
