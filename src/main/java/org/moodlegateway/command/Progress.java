package org.moodlegateway.command;

/** A bar on stderr while something takes long. Nothing where no person looks. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;

    private final Shell shell;
    private final String what;

    Progress(Shell shell, String what) {
        this.shell = shell;
        this.what = what;
    }

    void at(long done, long all) {
        if (shell.terminal()) {
            int full = all == 0 ? WIDTH : (int) (WIDTH * done / all);
            shell.err()
                    .printf(
                            "\r%s [%s%s] %d/%d",
                            what, "#".repeat(full), " ".repeat(WIDTH - full), done, all);
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
