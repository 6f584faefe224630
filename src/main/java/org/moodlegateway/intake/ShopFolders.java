package org.moodlegateway.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where files of orders are put: a folder for each shop, in the inbox unless the shop names one of
 * its own. What was read goes to {@code done/SHOP} and {@code failed/SHOP} of the inbox, and to
 * {@code done} and {@code failed} in a folder of a shop's own.
 */
public final class ShopFolders {
    private final Path inbox;
    private final Shops shops;

    public ShopFolders(Path inbox, Shops shops) {
        this.inbox = inbox.toAbsolutePath().normalize();
        this.shops = shops;
    }

    /** Of a shop that there is. */
    public Path of(String shop) {
        return shops.find(shop).flatMap(Shop::files).orElseGet(() -> inbox.resolve(shop));
    }

    /** Makes a folder for every shop, for people to find. */
    public void prepare() {
        shops.names().forEach(shop -> make(of(shop)));
    }

    /** The shop whose files are read here, if there is one. */
    Optional<String> shopOf(Path folder) {
        return shops.names().stream().filter(shop -> of(shop).equals(folder)).findFirst();
    }

    /** Whether it is the one that holds those of the shops. */
    boolean isInbox(Path folder) {
        return inbox.equals(folder);
    }

    /** Whether it is one of those in the inbox, be it a shop's or not. */
    boolean isInInbox(Path folder) {
        return inbox.equals(folder.getParent());
    }

    /**
     * Whether people put files here for a shop that doesn't look here: there is none, or it has its
     * own, or nobody can know which.
     */
    boolean isStray(Path folder) {
        return isInbox(folder)
                || isInInbox(folder)
                        && !Shop.RESERVED_FOLDERS.contains(folder.getFileName().toString())
                        && shopOf(folder).isEmpty();
    }

    /** Where the files of a shop are put away that were read; it need not be there. */
    Path done(String shop) {
        Path folder = of(shop);
        return isInInbox(folder)
                ? inbox.resolve(InboxFolder.DONE).resolve(shop)
                : folder.resolve(InboxFolder.DONE);
    }

    /** The folder {@code outcome} for what lay in this one, made if it is not there. */
    Path after(Path folder, String outcome) {
        return make(
                isInInbox(folder)
                        ? inbox.resolve(outcome).resolve(folder.getFileName())
                        : folder.resolve(outcome));
    }

    private static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
            if (Files.isSymbolicLink(folder)) {
                throw new IOException("it is a link");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("can't make the folder " + folder, e);
        }
    }
}
