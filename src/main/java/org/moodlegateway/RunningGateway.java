package org.moodlegateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.moodlegateway.Workers.Next;
import org.moodlegateway.intake.FrontDoor;
import org.moodlegateway.intake.KafkaSettings;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.moodle.Batch;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.settings.Settings;

/**
 * A gateway that is up: the ledger is open, the routes are loaded, and, if asked for, workers look
 * for work by themselves. A test may leave them out and let one piece of work after another be
 * done.
 */
public final class RunningGateway implements AutoCloseable {
    /** The files of those routes that begin outside: left out of a gateway that doesn't serve. */
    private static final String BY_ITSELF =
            "**/10-*.camel.yaml,**/50-*.camel.yaml,**/60-*.camel.yaml,**/7*-*.camel.yaml";

    private static final String PLANNER = "planner";
    private static final String SHOPS = "shops";
    private static final String WRITER = "writer";
    private static final String GROUPS = "groups";
    private static final String CORRECTIONS = "corrections";
    private static final String RENEWALS = "renewals";
    private static final String FACTS = "facts";
    private static final String OLDER_ORDERS = "older-orders";
    private static final String NOTICES = "notices";

    /** So many slow shops hold up nobody. */
    private static final int SHOPS_AT_ONCE = 4;

    /** Entitlements that keep the writers busy for a while. */
    private static final int ENOUGH = 1000;

    private final Ledger ledger;
    private final Main main;
    private final Parts parts;
    private final Lines lines;
    private final CallCounter calls = new CallCounter();
    private final Workers workers;
    private final ProducerTemplate producer;
    private Edits edits;

    private RunningGateway(Settings settings, Ledger ledger, boolean serves) {
        MoodleSettings moodle = Parts.moodle(settings);
        this.ledger = ledger;
        this.main = new Main();
        this.lines = Lines.open(settings, moodle);
        this.workers = new Workers(settings.duration("gateway.look"));
        configure(settings, serves);
        main.init();
        CamelContext context = main.getCamelContext();
        Lines.careful(context, settings);
        KafkaSettings.read(settings).ifPresent(kafka -> KafkaLine.configure(context, kafka));
        this.producer = context.createProducerTemplate();
        this.parts =
                new Parts(
                        settings,
                        moodle,
                        ledger,
                        producer,
                        calls,
                        () -> workers.wake(PLANNER),
                        () -> workers.wake(SHOPS),
                        () -> workers.wake(RENEWALS),
                        workers::wakeAll);
        parts.beans().forEach((name, bean) -> context.getRegistry().bind(name, bean));
        if (serves) {
            HealthCheckRegistry health = HealthCheckRegistry.get(context);
            health.register(new LedgerHealth(ledger));
            health.register(new MoodleHealth(ledger));
        }
    }

    /**
     * Starts a gateway.
     *
     * @param clock null for the ledger's own
     * @param serves whether it listens and works by itself
     */
    public static RunningGateway start(Settings settings, Clock clock, boolean serves) {
        Ledger ledger = Ledger.open(LedgerSettingsReader.read(settings), clock);
        RunningGateway gateway = null;
        try {
            ledger.bindTo(settings.text("moodle.url"));
            ledger.freeOwnLeases();
            gateway = new RunningGateway(settings, ledger, serves);
            gateway.parts.notices().files().orRefuse();
            if (serves) {
                Serving.checkPorts(settings);
                gateway.parts.serving().folders().prepare();
            }
            gateway.main.start();
            if (serves) {
                gateway.edits = gateway.edits(settings, gateway.observe(settings));
                gateway.work(settings.number("moodle.writers"));
            }
            return gateway;
        } catch (RuntimeException e) {
            if (gateway == null) {
                ledger.close();
            } else {
                gateway.close();
            }
            throw e;
        }
    }

    private Edits edits(Settings settings, LedgerGauges gauges) {
        ShopRoutes shopRoutes =
                new ShopRoutes(
                        camel(),
                        parts.shops().shops(),
                        parts.serving().folders(),
                        KafkaSettings.read(settings).isPresent());
        shopRoutes.follow();
        gauges.follow(parts.shops().shops());
        return new Edits(
                parts.shops(),
                new RouteFiles(settings, camel(), shopRoutes),
                shopRoutes,
                gauges,
                FrontDoor.install(camel(), parts.serving().answers()));
    }

    private void configure(Settings settings, boolean serves) {
        lines.bindTo(main);
        Map<String, String> camel = new LinkedHashMap<>();
        camel.put("camel.main.name", "moodle-gateway");
        camel.put("camel.main.profile", "prod");
        camel.put("camel.main.routes-include-pattern", pattern(settings));
        camel.put("camel.main.routes-reload-enabled", "false");
        camel.put("camel.main.auto-configuration-log-summary", "false");
        camel.put("camel.main.use-mdc-logging", "false");
        camel.put("camel.main.jmx-enabled", "false");
        camel.put("camel.main.shutdown-timeout", "20");
        camel.put("camel.main.source-location-enabled", "true");
        camel.put("camel.main.additional-sensitive-keywords", "wstoken,token,api-key,password");
        if (serves) {
            Serving.configure(settings, camel);
        } else {
            camel.put("camel.main.routes-exclude-pattern", BY_ITSELF);
        }
        camel.forEach(main::addOverrideProperty);
        settings.forRoutes()
                .forEach((key, value) -> main.addOverrideProperty((String) key, (String) value));
    }

    private static String pattern(Settings settings) {
        return "file:" + settings.routesDirectory() + "/*.camel.yaml";
    }

    private LedgerGauges observe(Settings settings) {
        MeterRegistry registry = camel().getRegistry().findSingleByType(MeterRegistry.class);
        calls.publish(registry);
        parts.serving().answers().publish(registry);
        return LedgerGauges.publish(registry, ledger, settings.zone("gateway.time-zone"));
    }

    private void work(int writers) {
        workers.start(PLANNER, this::plan);
        for (int i = 1; i <= writers; i++) {
            workers.start(WRITER, () -> next(sendSome()));
        }
        for (int i = 1; i <= SHOPS_AT_ONCE; i++) {
            workers.start(SHOPS, () -> next(askShops()));
        }
        workers.start(GROUPS, () -> next(fillGroups()));
        workers.start(CORRECTIONS, () -> next(correctSome()));
        workers.start(RENEWALS, () -> next(renewSome()));
        workers.start(FACTS, () -> next(spreadFacts()));
        workers.start(OLDER_ORDERS, () -> next(parts.olderOrders().compareSome()));
        parts.notices()
                .channels()
                .forEach(channel -> workers.start(NOTICES, () -> next(deliver(channel))));
    }

    private static Next next(boolean worked) {
        return worked ? Next.AT_ONCE : Next.WHEN_RUNG;
    }

    /** Does not run far ahead of the writers: intake needs the machine more. */
    private Next plan() {
        if (!planSome()) {
            return Next.WHEN_RUNG;
        }
        return parts.claims().due(ENOUGH) < ENOUGH ? Next.AT_ONCE : Next.AFTER_A_REST;
    }

    /**
     * Looks at catalogue, shops and routes, and plans some of the orders that are due; false if
     * there was nothing.
     */
    public boolean planSome() {
        parts.catalogue().look();
        if (edits == null) {
            parts.shops().look();
        } else {
            edits.look();
        }
        boolean planned = parts.planner().planSome();
        if (planned) {
            workers.wake(CORRECTIONS);
            workers.wake(WRITER);
        }
        return planned;
    }

    /** Asks one shop what changed, or for what its messages lack; false if nothing was due. */
    public boolean askShops() {
        return parts.shopAsker().askSome();
    }

    /** Sends one batch; false if nothing was due. */
    public boolean sendSome() {
        if (!parts.sender().siteIsOpen()) {
            return false;
        }
        Object sent = producer.requestBody("direct:send-entitlements", "");
        boolean worked = sent instanceof Batch batch && !batch.isEmpty();
        if (worked) {
            workers.wake(GROUPS);
            workers.wake(CORRECTIONS);
            workers.wake(FACTS);
        }
        return worked;
    }

    /** Asks Moodle whether people whose seats are corrected opened a course; false if none are. */
    public boolean correctSome() {
        boolean worked = parts.sender().siteIsOpen() && parts.corrector().askSome();
        if (worked) {
            workers.wake(PLANNER);
        }
        return worked;
    }

    /** Fills the groups of one course; false if none were due. */
    public boolean fillGroups() {
        return Boolean.TRUE.equals(producer.requestBody("direct:fill-groups", ""));
    }

    /** Does some of what is due for seats by their dates, once the run was woken. */
    private boolean renewSome() {
        boolean worked = parts.renewalRun().renewSome();
        if (worked) {
            workers.wake(WRITER);
            workers.wake(FACTS);
        }
        return worked;
    }

    /** Makes notices of some facts; false if there were none. */
    public boolean spreadFacts() {
        boolean worked = Boolean.TRUE.equals(producer.requestBody("direct:spread-facts", ""));
        if (worked) {
            workers.wake(NOTICES);
        }
        return worked;
    }

    /** Does what is due for seats by their dates now, as a tick of the clock has it done. */
    public void renew() {
        parts.renewalRun().wake();
        boolean worked;
        do {
            worked = renewSome();
        } while (worked);
    }

    /** Delivers some notices by one channel; false if none was due. */
    public boolean deliver(Channel channel) {
        return Boolean.TRUE.equals(producer.requestBody("direct:deliver-notices", channel));
    }

    private boolean deliverSome() {
        boolean worked = false;
        for (Channel channel : parts.notices().channels()) {
            worked |= deliver(channel);
        }
        return worked;
    }

    /** Does everything that is due now, until nothing is. */
    public void workUntilNothingIsDue() {
        boolean worked;
        do {
            boolean planned = planSome();
            worked =
                    planned
                            || askShops()
                            || sendSome()
                            || correctSome()
                            || fillGroups()
                            || spreadFacts()
                            || parts.olderOrders().compareSome()
                            || deliverSome();
        } while (worked);
    }

    /** Makes the workers look for work now. */
    public void wake() {
        workers.wakeAll();
    }

    public Ledger ledger() {
        return ledger;
    }

    public Parts parts() {
        return parts;
    }

    public CamelContext camel() {
        return main.getCamelContext();
    }

    /** Calls made to Moodle since the start. */
    public CallCounter calls() {
        return calls;
    }

    @Override
    public void close() {
        workers.close();
        main.stop();
        lines.close();
        ledger.close();
    }
}
