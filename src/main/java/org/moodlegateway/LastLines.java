package org.moodlegateway;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.hook.ShutdownHookBase;

/**
 * Keeps the lines that are logged while the process ends.
 *
 * <p>Until then lines are written by a thread of their own, which the JVM does not wait for. As
 * shutdown hooks run side by side, this one can't wait for the others to have logged their last: it
 * writes what is queued and has every later line written by the thread that logs it. Named in
 * {@code logback.xml}; not part of any API.
 */
public final class LastLines extends ShutdownHookBase {

    private static final String QUEUE = "LINES";
    private static final String CONSOLE = "STDERR";

    @Override
    public void run() {
        var root = ((LoggerContext) getContext()).getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(QUEUE) instanceof AsyncAppender queue
                && queue.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
            var direct = direct(console);
            root.addAppender(direct);
            root.detachAppender(queue);
            queue.stop();
            if (console.isStarted()) {
                // the queue could not be emptied, as nobody reads: better lose lines than never end
                root.detachAppender(direct);
            }
        }
    }

    /** The same console once more, as the queue stops its own when it is stopped. */
    private ConsoleAppender<ILoggingEvent> direct(ConsoleAppender<ILoggingEvent> console) {
        var direct = new ConsoleAppender<ILoggingEvent>();
        direct.setContext(getContext());
        direct.setTarget(console.getTarget());
        direct.setEncoder(console.getEncoder());
        direct.start();
        return direct;
    }
}
