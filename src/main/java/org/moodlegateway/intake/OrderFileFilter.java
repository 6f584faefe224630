package org.moodlegateway.intake;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Which files of a shop's folder are taken: all, so that each gets a report, but those whose name
 * begins with a dot. A name by which programs mark a file that they still write is left alone for
 * an hour, so that it may be renamed. A folder that is a link is not looked into.
 */
public final class OrderFileFilter implements GenericFileFilter<File> {
    private static final Duration WRITING = Duration.ofHours(1);

    /** Half a transfer, half a download, and what Excel and editors keep beside an open file. */
    private static final Pattern UNFINISHED =
            Pattern.compile(
                    "(?is)~\\$.*|.*~|.*\\.(part|partial|filepart|tmp|temp|crdownload|download|upload|uploading|writing|incomplete|swp|lock)");

    private final Clock clock;

    public OrderFileFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        if (Files.isSymbolicLink(file.isDirectory() ? path : path.getParent())) {
            return false;
        }
        if (file.isDirectory()) {
            return true;
        }
        String name = String.valueOf(path.getFileName());
        return !name.startsWith(".") && (!UNFINISHED.matcher(name).matches() || isForgotten(file));
    }

    private boolean isForgotten(GenericFile<File> file) {
        Instant changed = Instant.ofEpochMilli(file.getLastModified());
        return changed.plus(WRITING).isBefore(clock.instant());
    }
}
