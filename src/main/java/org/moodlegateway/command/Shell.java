package org.moodlegateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;

/**
 * Where a command runs: what it prints to, what it may read, and whether a person is looking.
 *
 * @param terminal whether stdout and stderr are a terminal: only then there are colours and
 *     progress
 */
public record Shell(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Clock clock,
        boolean terminal) {

    /** The shell that this process was started from. */
    public static Shell ofProcess() {
        return new Shell(
                new PrintWriter(new OutputStreamWriter(System.out, UTF_8), true),
                new PrintWriter(new OutputStreamWriter(System.err, UTF_8), true),
                System.getenv(),
                Clock.systemUTC(),
                isTerminal(System.console()));
    }

    /** From Java 22 on there is always a console, which then says whether it is a terminal. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** The variable's value, empty if it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    boolean colours() {
        return terminal && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
    }

    /** The text in an ANSI style such as {@code 31}, if colours are wanted. */
    String styled(String ansi, String text) {
        return colours() ? "\u001b[" + ansi + "m" + text + "\u001b[0m" : text;
    }

    String good(String text) {
        return styled("32", text);
    }

    String bad(String text) {
        return styled("31", text);
    }

    String careful(String text) {
        return styled("33", text);
    }

    String heading(String text) {
        return styled("1", text);
    }
}
