package org.moodlegateway.intake;

import java.io.File;
import java.nio.file.Path;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/** Which files of the inbox lie where no shop looks. */
public final class StrayFileFilter implements GenericFileFilter<File> {
    private final OrderFileFilter orders;
    private final ShopFolders folders;

    public StrayFileFilter(ShopFolders folders, OrderFileFilter orders) {
        this.folders = folders;
        this.orders = orders;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath().toAbsolutePath().normalize();
        Path folder = file.isDirectory() ? path : path.getParent();
        return folders.isStray(folder) && orders.accept(file);
    }
}
