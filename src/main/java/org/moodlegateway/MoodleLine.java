package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.moodlegateway.line.CallLine;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.RouteTransport;
import org.moodlegateway.moodle.Transport;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;

/**
 * A line to Moodle without a gateway: the route {@code call-moodle} as it is shipped, with the
 * settings' time-outs, and nothing else.
 */
public final class MoodleLine implements AutoCloseable {
    private static final Pattern ROUTE = Pattern.compile("(?m)^\\s*id: call-moodle\\s*$");

    private final CallLine line;
    private final DefaultCamelContext context;

    private MoodleLine(CallLine line, DefaultCamelContext context) {
        this.line = line;
        this.context = context;
    }

    /** Opens the line; nothing is sent yet. */
    public static MoodleLine open(Settings settings) {
        MoodleSettings moodle = Parts.moodle(settings);
        MoodleLine line =
                new MoodleLine(new CallLine(moodle.callTimeout()), new DefaultCamelContext());
        try {
            line.start(settings);
            return line;
        } catch (RuntimeException e) {
            line.close();
            throw e;
        }
    }

    private void start(Settings settings) {
        context.getRegistry().bind("moodleLine", line);
        context.getPropertiesComponent().setInitialProperties(settings.forRoutes());
        context.build();
        Lines.careful(context, settings);
        Resource route =
                PluginHelper.getResourceLoader(context).resolveResource("file:" + file(settings));
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(route);
        } catch (Exception e) {
            throw new SettingsException("the route call-moodle can't be used; check says why");
        }
        context.start();
    }

    private static Path file(Settings settings) {
        try (Stream<Path> files = Files.list(settings.routesDirectory())) {
            return files.filter(MoodleLine::holdsTheRoute)
                    .findFirst()
                    .orElseThrow(() -> missing(settings));
        } catch (IOException e) {
            throw missing(settings);
        }
    }

    private static boolean holdsTheRoute(Path file) {
        try {
            return file.toString().endsWith(".camel.yaml")
                    && ROUTE.matcher(Files.readString(file, UTF_8)).find();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    private static SettingsException missing(Settings settings) {
        return new SettingsException(
                "no file in "
                        + settings.routesDirectory()
                        + " has the route call-moodle; name another directory with --routes");
    }

    /** What carries calls over this line. */
    public Transport transport() {
        return new RouteTransport(context.createProducerTemplate());
    }

    @Override
    public void close() {
        context.stop();
        line.close();
    }
}
