package org.moodlegateway.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * When files changed last, to be compared with a later look. What is not there, or can't be looked
 * at, has no stamp.
 */
public record FileStamps(Map<Path, String> byFile) {
    public FileStamps {
        byFile = Collections.unmodifiableMap(new TreeMap<>(byFile));
    }

    /** Of these files, and of all files in those of them that are folders. */
    public static FileStamps of(Path... places) {
        return of(file -> true, places);
    }

    /** The same of those files only that count. */
    public static FileStamps of(Predicate<Path> counts, Path... places) {
        Map<Path, String> stamps = new TreeMap<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(Files::isRegularFile)
                        .filter(counts)
                        .forEach(file -> stamp(stamps, file));
            } catch (IOException e) {
                stamps.remove(place);
            }
        }
        return new FileStamps(stamps);
    }

    private static void stamp(Map<Path, String> stamps, Path file) {
        try {
            stamps.put(file, Files.getLastModifiedTime(file).toString());
        } catch (IOException e) {
            stamps.remove(file);
        }
    }

    /** The files that are new, or others than they were then. */
    public List<Path> changedSince(FileStamps before) {
        return byFile.keySet().stream()
                .filter(file -> !byFile.get(file).equals(before.byFile.get(file)))
                .toList();
    }

    /** The files that were there then. */
    public List<Path> goneSince(FileStamps before) {
        return before.byFile.keySet().stream().filter(file -> !byFile.containsKey(file)).toList();
    }
}
