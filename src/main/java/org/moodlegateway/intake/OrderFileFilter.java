package org.moodlegateway.intake;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Which files of a shop's folder are orders: {@code NAME.json}, {@code .jsonl}, {@code .ndjson} or
 * {@code .csv}. A file with another ending is left alone, so that it may be written under one and
 * renamed. A folder that is a link is not looked into.
 */
public final class OrderFileFilter implements GenericFileFilter<File> {

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        if (Files.isSymbolicLink(file.isDirectory() ? path : path.getParent())) {
            return false;
        }
        if (file.isDirectory()) {
            return true;
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && name.matches("(?s).*\\.(json|jsonl|ndjson|csv)");
    }
}
