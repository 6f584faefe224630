package org.moodlegateway.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moodlegateway.catalogue.FileProblem;

/** Reads the descriptions of all kinds of shop in a folder, one YAML file each. */
public final class KindReader {
    private static final String ENDING = ".yaml";

    private KindReader() {}

    /** None where there is no such folder. */
    public static Kinds read(Path folder) {
        Map<String, Kind> kinds = new TreeMap<>();
        List<FileProblem> problems = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            KindFile kind = new KindFile(file, name.substring(0, name.length() - ENDING.length()));
            kind.read().ifPresent(read -> kinds.put(read.name(), read));
            problems.addAll(kind.problems());
        }
        return new Kinds(kinds, problems);
    }

    private static List<Path> files(Path folder) {
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
