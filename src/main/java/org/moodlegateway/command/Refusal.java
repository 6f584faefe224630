package org.moodlegateway.command;

import java.net.BindException;
import java.nio.file.NoSuchFileException;
import org.moodlegateway.catalogue.CatalogueUnreadableException;
import org.moodlegateway.ledger.LedgerException;
import org.moodlegateway.localshop.LocalShopException;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/** What a failure means, in one sentence. */
final class Refusal {
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    private Refusal() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isWorded(cause)) {
                return oneLine(cause.getMessage());
            }
            if (cause instanceof BindException) {
                return "a port is taken: another gateway may be running; else change gateway.port"
                        + " or gateway.management-port ("
                        + oneLine(cause.getMessage())
                        + ")";
            }
            if (cause instanceof NoSuchFileException) {
                return "there is no file " + cause.getMessage();
            }
        }
        LOG.debug("A command failed", failure);
        return oneLine(root(failure)) + " (GATEWAY_LOG_LEVEL=DEBUG tells more)";
    }

    /** Exceptions whose message is written for an administrator. */
    private static boolean isWorded(Throwable failure) {
        return failure instanceof SettingsException
                || failure instanceof LedgerException
                || failure instanceof LocalShopException
                || failure instanceof CatalogueUnreadableException
                || failure instanceof OrderRejectedException
                || failure instanceof ParameterException
                || failure instanceof StoppedException;
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** A command can't go on; the message says why, in one sentence. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException(String sentence) {
            super(sentence);
        }
    }
}
