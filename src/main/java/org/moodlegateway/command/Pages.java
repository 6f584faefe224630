package org.moodlegateway.command;

/** Lists on the screen. */
final class Pages {
    private Pages() {}

    static void print(Shell shell, Table table, String whenEmpty) {
        if (table.isEmpty()) {
            shell.out().println(whenEmpty);
        } else {
            table.print(shell);
        }
    }
}
