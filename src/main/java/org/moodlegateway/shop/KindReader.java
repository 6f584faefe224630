package org.moodlegateway.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.order.Problem;

/**
 * Reads the descriptions of all kinds of shop in a folder: {@code KIND.yaml}, and what their
 * messages mean, {@code KIND.jq} with {@code lib.jq} before it.
 */
public final class KindReader {
    private static final String ENDING = ".yaml";

    private final Path folder;
    private final Map<String, Meaning> builtIn;
    private final List<FileProblem> problems = new ArrayList<>();

    private KindReader(Path folder, Map<String, Meaning> builtIn) {
        this.folder = folder;
        this.builtIn = builtIn;
    }

    /**
     * Reads a folder; no kinds where there is none.
     *
     * @param builtIn by the name of a kind, what needs no jq
     */
    public static Kinds read(Path folder, Map<String, Meaning> builtIn) {
        return new KindReader(folder, builtIn).read();
    }

    private Kinds read() {
        Map<String, Kind> kinds = new TreeMap<>();
        String library = text(folder.resolve("lib.jq")).orElse("");
        for (Path file : files()) {
            String fileName = file.getFileName().toString();
            String name = fileName.substring(0, fileName.length() - ENDING.length());
            meaning(name, library)
                    .flatMap(meaning -> kind(file, name, meaning, library))
                    .ifPresent(kind -> kinds.put(name, kind));
        }
        return new Kinds(kinds, problems);
    }

    private Optional<Kind> kind(Path file, String name, Meaning meaning, String library) {
        KindFile kind = new KindFile(file, name, meaning, library);
        Optional<Kind> read = kind.read();
        problems.addAll(kind.problems());
        return read;
    }

    private Optional<Meaning> meaning(String kind, String library) {
        if (builtIn.containsKey(kind)) {
            return Optional.of(builtIn.get(kind));
        }
        Path file = folder.resolve(kind + ".jq");
        Optional<String> source = text(file);
        if (source.isEmpty()) {
            note(
                    file,
                    new Problem("mapping-missing", "", "there is no such file, or no UTF-8 in it"));
            return Optional.empty();
        }
        try {
            return Optional.of(Mapping.compile(kind, library, source.get()));
        } catch (MappingUnreadableException e) {
            note(file, e.problem());
            return Optional.empty();
        }
    }

    private void note(Path file, Problem problem) {
        problems.add(new FileProblem(file.toString(), 1, problem));
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("can't look into " + folder, e);
        }
        files.sort(null);
        return files;
    }
}
