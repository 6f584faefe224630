package org.moodlegateway.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moodlegateway.catalogue.YamlPlace;

/**
 * Reads where files of a shop are taken from, if not from the inbox. No folder may be another
 * shop's, nor lie in one: it would never be sure whose order a file is.
 */
final class OwnFolders {
    /** What means something else to a route. */
    private static final Pattern UNUSABLE = Pattern.compile("[?#%{}\\p{Cntrl}]");

    private final Map<Path, String> taken = new LinkedHashMap<>();

    OwnFolders(Path inbox) {
        taken.put(real(inbox.toAbsolutePath().normalize()), "intake.inbox");
    }

    /** {@code written} is what the place stands for; none if that is nothing. */
    Optional<Path> read(String shop, YamlPlace place, String written) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Path folder = path(place, written);
        Path real = real(folder);
        taken.forEach(
                (other, whose) -> {
                    if (real.startsWith(other) || other.startsWith(real)) {
                        throw place.refused(
                                "folder-shared",
                                "is the same folder as " + whose + ", or one lies in the other");
                    }
                });
        taken.put(real, "that of the shop " + shop);
        if (Files.isSymbolicLink(folder)) {
            throw place.refused("folder-unusable", "is a link; name the folder to which it leads");
        }
        Path there = existing(folder);
        if (!Files.isDirectory(there) || !Files.isWritable(there) || !Files.isReadable(there)) {
            throw place.refused(
                    "folder-unusable", "is no folder that can be made, read and written: " + there);
        }
        return Optional.of(folder);
    }

    private static Path path(YamlPlace place, String written) {
        if (UNUSABLE.matcher(written).find()) {
            throw place.refused("value-invalid", "must be a path without ? # % { }");
        }
        try {
            return Path.of(written).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw place.refused("value-invalid", "must be a path");
        }
    }

    /** The nearest that is there, the folder itself or one around it. */
    private static Path existing(Path folder) {
        Path there = folder;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** By whichever links a folder was named. */
    private static Path real(Path folder) {
        Path there = existing(folder);
        try {
            return there.toRealPath().resolve(there.relativize(folder));
        } catch (IOException e) {
            return folder;
        }
    }
}
