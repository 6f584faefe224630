package org.moodlegateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.moodlegateway.settings.FileStamps;
import org.moodlegateway.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of routes while the gateway runs. Changed ones are tried in a context of their own
 * first; if all start there, their routes take the place of the old ones. Otherwise nothing
 * changes, which is reported once.
 */
final class RouteFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final String ENDING = ".camel.yaml";

    private final Settings settings;
    private final CamelContext context;
    private final ShopRoutes shopRoutes;
    private FileStamps seen;

    RouteFiles(Settings settings, CamelContext context, ShopRoutes shopRoutes) {
        this.settings = settings;
        this.context = context;
        this.shopRoutes = shopRoutes;
        this.seen = stamps();
    }

    /** Takes up what changed; false if nothing did. */
    synchronized boolean look() {
        FileStamps now = stamps();
        if (now.equals(seen)) {
            return false;
        }
        List<Path> changed = now.changedSince(seen);
        List<Path> gone = now.goneSince(seen);
        seen = now;
        List<ShadowRoutes.RouteProblem> problems = ShadowRoutes.problems(settings);
        if (!problems.isEmpty()) {
            ShadowRoutes.RouteProblem first = problems.get(0);
            LOG.error(
                    "Changed routes are not taken up, the old ones stay in force: {}:{}: {}",
                    first.file(),
                    first.line(),
                    first.message());
            return false;
        }
        take(changed, gone);
        return true;
    }

    private void take(List<Path> changed, List<Path> gone) {
        try {
            List<Resource> resources = new ArrayList<>();
            for (Path file : changed) {
                resources.add(
                        PluginHelper.getResourceLoader(context).resolveResource("file:" + file));
            }
            boolean templates = shopRoutes.leave(changed, gone);
            Set<String> there = PluginHelper.getRoutesLoader(context).updateRoutes(resources);
            for (Route route : List.copyOf(context.getRoutes())) {
                Path file = file(route);
                if (gone.contains(file)
                        || (changed.contains(file) && !there.contains(route.getRouteId()))) {
                    context.getRouteController().stopRoute(route.getRouteId());
                    context.removeRoute(route.getRouteId());
                }
            }
            if (templates) {
                shopRoutes.follow();
            }
            LOG.info("Routes taken up files={} gone={}", names(changed), names(gone));
        } catch (Exception e) {
            LOG.error("Changed routes are taken up in part only; restart the gateway", e);
        }
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    private Path file(Route route) {
        String location = String.valueOf(route.getSourceLocation());
        String name = location.replaceAll(":\\d+$", "").replaceAll("^.*[/\\\\:]", "");
        return settings.routesDirectory().resolve(name);
    }

    private FileStamps stamps() {
        return FileStamps.of(file -> file.toString().endsWith(ENDING), settings.routesDirectory());
    }
}
