package org.moodlegateway.intake;

import java.io.File;
import java.nio.file.Path;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/** Which files of the inbox look like orders, and lie in a folder that no shop looks into. */
public final class StrayFileFilter implements GenericFileFilter<File> {
    private final OrderFileFilter orders = new OrderFileFilter();
    private final ShopFolders folders;

    public StrayFileFilter(ShopFolders folders) {
        this.folders = folders;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath().toAbsolutePath().normalize();
        Path folder = file.isDirectory() ? path : path.getParent();
        return folders.isStray(folder) && orders.accept(file);
    }
}
