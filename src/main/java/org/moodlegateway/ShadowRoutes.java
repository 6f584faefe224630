package org.moodlegateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.line.CallLine;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.settings.Settings;

/**
 * Loads the routes aside, with all their beans and an empty ledger in memory, and starts none of
 * them: what is wrong shows, and nothing happens.
 */
public final class ShadowRoutes {
    private static final Pattern LINE = Pattern.compile("\\bline (\\d+)");
    private static final String CATALOGUE = "products.yaml";
    private static final String SHOPS = "shops.yaml";

    /** Bringing a ledger to its version takes two at once. */
    private static final int CONNECTIONS = 2;

    private static final String NOWHERE = "http://127.0.0.1:1";

    private final Settings settings;
    private final List<RouteProblem> problems = new ArrayList<>();

    private ShadowRoutes(Settings settings) {
        this.settings = settings;
    }

    /**
     * Something wrong in a route file.
     *
     * @param line from 1; 0 if nobody knows
     */
    public record RouteProblem(Path file, int line, String message) {}

    /** What is wrong with the route files, file by file; empty if they could be started. */
    public static List<RouteProblem> problems(Settings settings) {
        Path folder = emptyConfiguration();
        try {
            ShadowRoutes shadow = new ShadowRoutes(settings.with(withMoodle(settings)).in(folder));
            shadow.look();
            return shadow.problems;
        } finally {
            remove(folder);
        }
    }

    /** So that broken products or shops, reported elsewhere, don't hide broken routes. */
    private static Path emptyConfiguration() {
        try {
            Path folder = Files.createTempDirectory("moodle-gateway-");
            Files.writeString(folder.resolve(CATALOGUE), "products: []\n");
            Files.writeString(folder.resolve(SHOPS), "shops: {}\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a temporary folder", e);
        }
    }

    private static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(CATALOGUE));
            Files.deleteIfExists(folder.resolve(SHOPS));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + folder, e);
        }
    }

    private static Map<String, String> withMoodle(Settings settings) {
        return settings.text("moodle.url").isEmpty() ? Map.of("moodle.url", NOWHERE) : Map.of();
    }

    private void look() {
        List<Path> files = files();
        if (files.isEmpty()) {
            problems.add(
                    new RouteProblem(
                            settings.routesDirectory(), 0, "there are no routes, *.camel.yaml"));
        }
        List<Path> readable = new ArrayList<>(files);
        while (!readable.isEmpty() && !allStart(readable)) {
            // what is wrong was noted and taken out: is there more?
        }
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(settings.routesDirectory())) {
            return all.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether these start; if not, the wrong ones are noted and taken out of the list. */
    private boolean allStart(List<Path> files) {
        MoodleSettings moodle = Parts.moodle(settings);
        try (CallLine line = new CallLine(moodle.callTimeout());
                Ledger ledger = Ledger.open(inMemory());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.setAutoStartup(false);
            context.setSourceLocationEnabled(true);
            context.getPropertiesComponent().setInitialProperties(settings.forRoutes());
            context.build();
            Parts parts =
                    new Parts(
                            settings,
                            moodle,
                            ledger,
                            context.createProducerTemplate(),
                            new CallCounter(),
                            ShadowRoutes::nobodyWakes,
                            ShadowRoutes::nobodyWakes,
                            ShadowRoutes::nobodyWakes,
                            ShadowRoutes::nobodyWakes);
            context.getRegistry().bind("moodleLine", line);
            context.getRegistry().bind("callOutLine", line);
            context.getRegistry().bind("shopLine", line);
            parts.beans().forEach((name, bean) -> context.getRegistry().bind(name, bean));
            return load(context, files)
                    && templatesFit(context, files)
                    && methodsExist(context, files)
                    && start(context, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void nobodyWakes() {}

    private static LedgerSettings inMemory() {
        return new LedgerSettings(
                "jdbc:h2:mem:shadow-" + UUID.randomUUID() + ";MODE=PostgreSQL",
                "shadow",
                "",
                java.time.Duration.ofMinutes(1),
                java.time.Duration.ofMinutes(1),
                CONNECTIONS);
    }

    private boolean load(CamelContext context, List<Path> files) {
        boolean good = true;
        for (Path file : List.copyOf(files)) {
            Resource resource =
                    PluginHelper.getResourceLoader(context).resolveResource("file:" + file);
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
            } catch (Exception e) {
                good = false;
                files.remove(file);
                note(file, line(e), e);
            }
        }
        return good;
    }

    private static int line(Exception failure) {
        Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** Nobody would notice before the first shop needs one. */
    private boolean templatesFit(DefaultCamelContext context, List<Path> files) {
        boolean good = true;
        for (RouteTemplateDefinition template : context.getRouteTemplateDefinitions()) {
            TemplatedRouteBuilder builder =
                    TemplatedRouteBuilder.builder(context, template.getId())
                            .routeId("try-" + template.getId());
            ShopRoutes.parametersForATry(settings.configDirectory()).forEach(builder::parameter);
            try {
                builder.add();
            } catch (Exception e) {
                good = false;
                Path file = file(String.valueOf(template.getLocation()), files);
                note(file, lineOf(template), e);
                files.remove(file);
            }
        }
        return good;
    }

    /** Camel would notice only when a message comes by. */
    private boolean methodsExist(CamelContext context, List<Path> files) {
        boolean good = true;
        for (RouteDefinition route : definitions(context)) {
            for (BeanDefinition step :
                    ProcessorDefinitionHelper.filterTypeInOutputs(
                            route.getOutputs(), BeanDefinition.class)) {
                if (!methodExists(context, step)) {
                    good = false;
                    Path file = file(route, files);
                    problems.add(
                            new RouteProblem(
                                    file,
                                    lineOf(step),
                                    "route "
                                            + route.getRouteId()
                                            + ": there is no method "
                                            + step.getMethod()
                                            + " of a bean "
                                            + step.getRef()));
                    files.remove(file);
                }
            }
        }
        return good;
    }

    /** Camel counts from 0 here, and from 1 in what it says about YAML. */
    private static int lineOf(OptionalIdentifiedDefinition<?> definition) {
        return definition.getLineNumber() + 1;
    }

    private static boolean methodExists(CamelContext context, BeanDefinition step) {
        Object bean = context.getRegistry().lookupByName(step.getRef());
        return bean == null
                || step.getMethod() == null
                || Stream.of(bean.getClass().getMethods())
                        .anyMatch(method -> method.getName().equals(step.getMethod()));
    }

    private boolean start(CamelContext context, List<Path> files) {
        try {
            context.start();
            return true;
        } catch (Exception e) {
            String text = String.valueOf(e.getMessage());
            Optional<RouteDefinition> route =
                    definitions(context).stream()
                            .filter(one -> text.contains(String.valueOf(one.getRouteId())))
                            .findFirst();
            Path file = route.map(one -> file(one, files)).orElse(settings.routesDirectory());
            note(file, route.map(ShadowRoutes::lineOf).orElse(0), e);
            if (!files.remove(file)) {
                files.clear();
            }
            return false;
        }
    }

    private static List<RouteDefinition> definitions(CamelContext context) {
        return ((ModelCamelContext) context).getRouteDefinitions();
    }

    private static Path file(RouteDefinition route, List<Path> files) {
        return file(String.valueOf(route.getLocation()), files);
    }

    private static Path file(String location, List<Path> files) {
        return files.stream()
                .filter(file -> location.endsWith(file.getFileName().toString()))
                .findFirst()
                .orElse(Path.of(location));
    }

    private void note(Path file, int line, Exception failure) {
        problems.add(new RouteProblem(file, line, sentence(failure)));
    }

    /** The innermost message says what it is about. */
    private static String sentence(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
