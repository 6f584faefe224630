package org.moodlegateway.command;

import java.util.function.Supplier;

/** A bar on stderr while something takes long. Nothing where no person looks. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;

    private final Shell shell;
    private final String what;

    Progress(Shell shell, String what) {
        this.shell = shell;
        this.what = what;
    }

    /** Asks how far it is, done of all, only if somebody looks. */
    void show(Supplier<long[]> doneOfAll) {
        if (shell.terminal()) {
            long[] far = doneOfAll.get();
            int full = far[1] == 0 ? WIDTH : (int) (WIDTH * far[0] / far[1]);
            shell.err()
                    .printf(
                            "\r%s [%s%s] %d/%d",
                            what, "#".repeat(full), " ".repeat(WIDTH - full), far[0], far[1]);
            shell.err().flush();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (shell.terminal()) {
            shell.err().print("\r\u001b[K");
            shell.err().flush();
        }
    }
}
