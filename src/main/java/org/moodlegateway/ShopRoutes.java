package org.moodlegateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * The routes that each shop has for itself, made from the templates in {@code 11-shops.camel.yaml},
 * while the shops change.
 */
final class ShopRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ShopRoutes.class);

    private static final String TEMPLATES = "11-shops.camel.yaml";

    private final CamelContext context;
    private final Shops shops;
    private final ShopFolders folders;
    private final Map<String, Instance> there = new LinkedHashMap<>();

    ShopRoutes(CamelContext context, Shops shops, ShopFolders folders) {
        this.context = context;
        this.shops = shops;
        this.folders = folders;
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
     * Takes all away, with their templates, if the file of the templates is among these.
     *
     * @return whether it is, so that they have to be made again
     */
    synchronized boolean leave(List<Path> changed, List<Path> gone) throws Exception {
        boolean ours =
                Stream.concat(changed.stream(), gone.stream())
                        .anyMatch(file -> file.getFileName().toString().equals(TEMPLATES));
        if (ours) {
            List.copyOf(there.keySet()).forEach(this::remove);
            ((ModelCamelContext) context).removeRouteTemplateDefinitions("shop-*");
        }
        return ours;
    }

    /** What all templates together ask for, to try them with: it leads nowhere, and to a folder. */
    static Map<String, String> parametersForATry(Path folder) {
        return Map.of("shop", "try", "every", "3600000", "folder", folder.toString());
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
            boolean database = shops.find(name).flatMap(Shop::database).isPresent();
            language.filter(
                            one ->
                                    database
                                            || (one.api().isPresent()
                                                    && one.kind().poll().isPresent()))
                    .flatMap(Language::poll)
                    .ifPresent(every -> wanted.put("poll-shop-" + name, poll(name, every)));
        }
        return wanted;
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
