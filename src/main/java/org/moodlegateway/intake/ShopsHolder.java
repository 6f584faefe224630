package org.moodlegateway.intake;

import java.nio.file.Path;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.settings.FileStamps;
import org.moodlegateway.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shops in force. Changed files are taken up together, by swap; with anything wrong in them the
 * old ones stay in force, which is reported once. What couldn't be translated before is read again.
 */
public final class ShopsHolder {
    private static final Logger LOG = LoggerFactory.getLogger(ShopsHolder.class);

    private final Settings settings;
    private final Handlers handlers;
    private final Shops shops;
    private final RejectedMessages rejected;
    private FileStamps seen;

    /**
     * What couldn't be translated is to be read again; at the start too, as files may be others.
     */
    private boolean unread = true;

    /** Reads the files for the first time: nothing may be wrong in them. */
    public ShopsHolder(Settings settings, Handlers handlers, RejectedMessages rejected) {
        this.settings = settings;
        this.handlers = handlers;
        this.rejected = rejected;
        this.seen = stamps();
        this.shops = ShopsReader.read(settings, handlers).orRefuse();
    }

    /** Always the ones in force. */
    public Shops shops() {
        return shops;
    }

    /** Takes up the files if they changed and can be used; true if it did. */
    public synchronized boolean look() {
        boolean changed = takeUp();
        if (unread) {
            int again = rejected.readAgain();
            unread = false;
            LOG.info("Messages in shops' own languages are read again messages={}", again);
        }
        return changed;
    }

    private boolean takeUp() {
        FileStamps now = stamps();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        ShopsReader.Read read = ShopsReader.check(settings, handlers);
        if (!read.problems().isEmpty()) {
            LOG.error(
                    "Changed shops are not taken up, the old ones stay in force: {}",
                    read.problems().get(0));
            return false;
        }
        shops.become(read.shops());
        unread = true;
        LOG.info("Shops taken up shops={}", shops.names().size());
        return true;
    }

    private FileStamps stamps() {
        Path config = settings.configDirectory();
        return FileStamps.of(config.resolve(ShopsReader.FILE), config.resolve(ShopsReader.FOLDER));
    }
}
