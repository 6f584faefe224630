package org.moodlegateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.ShopFolders;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.shop.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that are there for shops, made from the templates in {@code 11-shops.camel.yaml} and
 * {@code 12-kafka.camel.yaml}, while the shops change: those that each shop has for itself, and the
 * one that reads the topics of all.
 */
final class ShopRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ShopRoutes.class);

    /** By the file in which they stand, what the names of templates begin with. */
    private static final Map<String, String> TEMPLATES =
            Map.of("11-shops.camel.yaml", "shop-", "12-kafka.camel.yaml", "topics-");

    private static final String RECORDS = "take-records";

    private final ModelCamelContext context;
    private final Shops shops;
    private final ShopFolders folders;
    private final boolean readsKafka;
    private final Map<String, Instance> there = new LinkedHashMap<>();

    ShopRoutes(CamelContext context, Shops shops, ShopFolders folders, boolean readsKafka) {
        this.context = (ModelCamelContext) context;
        this.shops = shops;
        this.folders = folders;
        this.readsKafka = readsKafka;
    }

    private record Instance(String template, Map<String, String> parameters) {}

    /**
     * Makes what is missing, and takes away what no shop needs any more; false if all was there.
     */
    synchronized boolean follow() {
        Map<String, Instance> wanted = wanted();
        boolean changed = false;
        for (String id : List.copyOf(there.keySet())) {
            if (!there.get(id).equals(wanted.get(id))) {
                remove(id);
                changed = true;
            }
        }
        for (Map.Entry<String, Instance> one : wanted.entrySet()) {
            if (!there.containsKey(one.getKey())) {
                add(one.getKey(), one.getValue());
                changed = true;
            }
        }
        return changed;
    }

    /**
     * Takes away what was made from files among these, and their templates.
     *
     * @return whether there were such files, so that routes have to be made again
     */
    synchronized boolean leave(List<Path> changed, List<Path> gone) throws Exception {
        boolean ours = false;
        for (Path file : Stream.concat(changed.stream(), gone.stream()).toList()) {
            String prefix = TEMPLATES.get(file.getFileName().toString());
            if (prefix != null) {
                ours = true;
                there.keySet().stream()
                        .filter(id -> there.get(id).template().startsWith(prefix))
                        .toList()
                        .forEach(this::remove);
                context.removeRouteTemplateDefinitions(prefix + "*");
            }
        }
        return ours;
    }

    /** What all templates together ask for, to try them with: it leads nowhere, and to a folder. */
    static Map<String, String> parametersForATry(Path folder) {
        return Map.of(
                "shop", "try", "every", "3600000", "folder", folder.toString(), "topics", "try");
    }

    private Map<String, Instance> wanted() {
        Map<String, Instance> wanted = new TreeMap<>();
        for (String name : shops.names()) {
            wanted.put("take-files-" + name, files(name));
            Optional<Language> language = shops.find(name).flatMap(Shop::language);
            language.flatMap(one -> one.kind().webhook())
                    .ifPresent(
                            rules ->
                                    wanted.put(
                                            "take-webhook-" + name,
                                            new Instance("shop-webhook", Map.of("shop", name))));
            shops.find(name)
                    .flatMap(Shop::polled)
                    .ifPresent(every -> wanted.put("poll-shop-" + name, poll(name, every)));
        }
        topics().ifPresent(
                        topics ->
                                wanted.put(
                                        RECORDS,
                                        new Instance("topics-read", Map.of("topics", topics))));
        // an administrator may have taken a template out
        wanted.values().removeIf(one -> context.getRouteTemplateDefinition(one.template()) == null);
        return wanted;
    }

    /**
     * With commas between; empty if there are none, which is told where it looks like a mistake.
     */
    private Optional<String> topics() {
        if (!readsKafka) {
            return Optional.empty();
        }
        String topics =
                shops.names().stream()
                        .flatMap(name -> shops.find(name).flatMap(Shop::kafkaTopic).stream())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(","));
        if (topics.isEmpty()) {
            LOG.warn("Nothing is read from Kafka: no shop in shops.yaml has a topic");
        }
        return Optional.of(topics).filter(names -> !names.isEmpty());
    }

    private Instance files(String shop) {
        return new Instance(
                "shop-files", Map.of("shop", shop, "folder", folders.of(shop).toString()));
    }

    private static Instance poll(String shop, Duration every) {
        return new Instance(
                "shop-poll", Map.of("shop", shop, "every", String.valueOf(every.toMillis())));
    }

    private void add(String id, Instance instance) {
        TemplatedRouteBuilder builder =
                TemplatedRouteBuilder.builder(context, instance.template()).routeId(id);
        instance.parameters().forEach(builder::parameter);
        builder.add();
        there.put(id, instance);
        LOG.info("Route {} is there now", id);
    }

    private void remove(String id) {
        try {
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException("can't take away the route " + id, e);
        }
        there.remove(id);
        LOG.info("Route {} is gone", id);
    }
}
