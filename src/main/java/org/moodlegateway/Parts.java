package org.moodlegateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.ProducerTemplate;
import org.moodlegateway.asking.AskShop;
import org.moodlegateway.asking.ShopAsker;
import org.moodlegateway.asking.ShopCalls;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.enrolment.CourseNames;
import org.moodlegateway.enrolment.Identities;
import org.moodlegateway.intake.OrderCheck;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.intake.ShopsHolder;
import org.moodlegateway.ledger.Claims;
import org.moodlegateway.ledger.Courses;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Erasures;
import org.moodlegateway.ledger.FirstAccess;
import org.moodlegateway.ledger.GroupClaims;
import org.moodlegateway.ledger.Guards;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.InboxParts;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.People;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.Results;
import org.moodlegateway.ledger.Retention;
import org.moodlegateway.moodle.AccountFinder;
import org.moodlegateway.moodle.BatchWriter;
import org.moodlegateway.moodle.CourseFinder;
import org.moodlegateway.moodle.CourseVisits;
import org.moodlegateway.moodle.Enroller;
import org.moodlegateway.moodle.ForeignAccess;
import org.moodlegateway.moodle.GroupFiller;
import org.moodlegateway.moodle.Leases;
import org.moodlegateway.moodle.MoodleSettings;
import org.moodlegateway.moodle.MoodleSite;
import org.moodlegateway.moodle.Passwords;
import org.moodlegateway.moodle.PauseEnder;
import org.moodlegateway.moodle.Refusals;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.moodle.RoleTaker;
import org.moodlegateway.moodle.RouteTransport;
import org.moodlegateway.moodle.Sender;
import org.moodlegateway.moodle.SiteGate;
import org.moodlegateway.moodle.Unenroller;
import org.moodlegateway.notice.NoticeParts;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.OrderSchema;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.orders.Corrector;
import org.moodlegateway.orders.OlderOrders;
import org.moodlegateway.orders.OrderBook;
import org.moodlegateway.orders.OrderPlans;
import org.moodlegateway.orders.OrderRules;
import org.moodlegateway.planning.CatalogueHolder;
import org.moodlegateway.planning.CollectSeats;
import org.moodlegateway.planning.ForeignMessages;
import org.moodlegateway.planning.Planner;
import org.moodlegateway.planning.Planning;
import org.moodlegateway.renewal.RenewalRun;
import org.moodlegateway.renewal.Renewals;
import org.moodlegateway.renewal.Subscriptions;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;
import org.moodlegateway.shop.Translator;

/**
 * The beans of a gateway, in the order of the data, each under the name by which routes call it.
 */
public final class Parts {
    private static final int LARGEST_BATCH = 140;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final ShopsHolder shopsHolder;
    private final Planner planner;
    private final CatalogueHolder catalogue;
    private final Sender sender;
    private final Claims claims;
    private final ServingParts serving;
    private final RenewalRun renewalRun;
    private final NoticeParts notices;
    private final ShopAsker shopAsker;
    private final OlderOrders olderOrders;
    private final Corrector corrector;

    Parts(
            Settings settings,
            MoodleSettings moodleSettings,
            Ledger ledger,
            ProducerTemplate producer,
            CallCounter calls,
            Runnable orderKept,
            Runnable partsMissing,
            Runnable renewalsDue,
            Runnable tick) {
        Handlers handlers = handlers(settings);
        OrderJson json = new OrderJson(settings.number("intake.max-body"));
        OrderReader reader = new OrderReader();
        Inbox inbox = new Inbox(ledger);
        shopsHolder = new ShopsHolder(settings, handlers, new RejectedMessages(ledger));
        Shops shops = shopsHolder.shops();
        Entitlements entitlements = new Entitlements(settings.zone("gateway.time-zone"));
        OrderBook orders =
                new OrderBook(
                        ledger,
                        entitlements,
                        new OrderRules(
                                settings.number("prepay.most-per-hour"),
                                settings.duration("intake.revoke-after")));
        catalogue =
                new CatalogueHolder(
                        settings.configDirectory().resolve("products.yaml"),
                        new CatalogueReader(handlers::check),
                        orders);
        OrderPlans plans = new OrderPlans(handlers, catalogue, shops::terms);
        olderOrders = new OlderOrders(ledger, plans);
        People people = new People(ledger);
        Pauses pauses = new Pauses(ledger);
        SiteGate gate = new SiteGate(ledger, pauses, people);
        MoodleSite moodle =
                new RestMoodle(
                        new RouteTransport(producer),
                        moodleSettings.token(),
                        (function, rows, outcome, nanos) -> {
                            calls.called(function, rows, outcome, nanos);
                            gate.heard(function, outcome);
                        });
        ShopCalls shopCalls = new ShopCalls(producer, ledger.clock());
        FirstAccess firstAccess = new CourseVisits(moodle);
        corrector = new Corrector(ledger, firstAccess);
        notices =
                new NoticeParts(
                        settings,
                        shops,
                        ledger,
                        producer,
                        shopCalls,
                        this::productName,
                        olderOrders::differing);
        serving =
                new ServingParts(
                        settings,
                        shops,
                        ledger,
                        notices.feedback(),
                        new OrderCheck(json, new OrderSchema()),
                        assignments(settings, ledger, firstAccess, plans),
                        catalogue,
                        orderKept,
                        tick);
        beans.putAll(serving.beans());
        beans.put(
                "planning",
                new Planning(
                        json,
                        reader,
                        handlers,
                        catalogue,
                        shops::terms,
                        orders,
                        new Subscriptions(ledger, entitlements),
                        inbox,
                        new Erasures(ledger),
                        new ForeignMessages(
                                new Translator(
                                        OrderJson.ofAnyText(settings.number("intake.max-body")),
                                        shops::language),
                                orders,
                                inbox,
                                new InboxParts(ledger),
                                partsMissing)));
        beans.put("askShop", new AskShop());
        shopAsker = new ShopAsker(shops, ledger, shopCalls, orderKept, partsMissing);
        beans.put("shopAsker", shopAsker);
        beans.put("collectSeats", new CollectSeats());
        planner = new Planner(inbox, orders, producer);

        claims = new Claims(ledger, entitlements, guards(settings, ledger));
        Courses courses = new Courses(ledger, entitlements);
        Leases leases = new Leases(claims, moodleSettings.callTimeout());
        Refusals refusals = new Refusals();
        sender =
                new Sender(
                        ledger,
                        claims,
                        new Results(ledger, entitlements),
                        gate,
                        moodle,
                        moodleSettings);
        beans.put("sender", sender);
        courses.askAgain();
        beans.put(
                "courseFinder",
                new CourseFinder(
                        courses, new CourseNames(ledger, entitlements), moodle, moodleSettings));
        beans.put(
                "accountFinder",
                new AccountFinder(
                        moodle,
                        people,
                        new Identities(ledger, entitlements),
                        moodleSettings,
                        new Passwords(),
                        leases,
                        refusals));
        beans.put(
                "foreignAccess",
                new ForeignAccess(moodle, claims, moodleSettings, leases, refusals));
        BatchWriter writer =
                new BatchWriter(moodleSettings, pauses, people, courses, leases, refusals);
        beans.put("enroller", new Enroller(moodle, moodleSettings, claims, writer, refusals));
        beans.put("roleTaker", new RoleTaker(moodle, moodleSettings, writer, refusals));
        beans.put("unenroller", new Unenroller(moodle, writer));
        beans.put("pauseEnder", new PauseEnder(pauses));
        beans.put("groupFiller", new GroupFiller(moodle, new GroupClaims(ledger), moodleSettings));
        renewalRun =
                new RenewalRun(
                        new Renewals(ledger, entitlements),
                        ledger.clock(),
                        settings.number("renewal.most-per-minute"),
                        renewalsDue);
        beans.put("renewalRun", renewalRun);
        beans.putAll(notices.beans());
        beans.put("alarmClock", new AlarmClock(tick));
        beans.put(
                "retention",
                new Retention(
                        ledger,
                        settings.period("data.retention"),
                        settings.zone("gateway.time-zone")));
        beans.put("troubles", new Troubles());
    }

    /** What holds back runs that would take access from too many. */
    public static Guards guards(Settings settings, Ledger ledger) {
        return new Guards(
                ledger,
                new Guards.Limits(
                        settings.number("guard.percent"),
                        settings.number("guard.least"),
                        settings.duration("guard.window")));
    }

    private String productName(String code, String language) {
        return catalogue.get().name(code, language);
    }

    /** The handlers as the settings want them. */
    public static Handlers handlers(Settings settings) {
        return Handlers.standard(
                settings.zone("gateway.time-zone"),
                settings.pairs("moodle.roles").keySet(),
                settings.number("intake.max-seats"));
    }

    /** What gives seats away, in a ledger, as the settings want it. */
    public static Assignments assignments(
            Settings settings, Ledger ledger, FirstAccess firstAccess, OrderPlans plans) {
        return new Assignments(
                ledger,
                new Entitlements(settings.zone("gateway.time-zone")),
                settings.pairs("moodle.roles").keySet(),
                firstAccess,
                plans);
    }

    /**
     * Empty if none is set. Refuses an address to which the token would go readable over a network.
     */
    private static String moodleUrl(Settings settings) {
        String url = settings.text("moodle.url").replaceAll("/+$", "");
        if (url.isEmpty()) {
            return url;
        }
        URI address = parse(url);
        boolean plain = "http".equals(address.getScheme());
        if (address.getHost() == null || !(plain || "https".equals(address.getScheme()))) {
            throw new SettingsException("moodle.url must be like https://moodle.example.org");
        }
        boolean here = LOOPBACK.contains(address.getHost());
        if (plain && !here && !settings.flag("moodle.allow-insecure")) {
            throw new SettingsException(
                    "moodle.url must start with https://: the token would cross the network"
                            + " readable (moodle.allow-insecure=true permits it)");
        }
        return url;
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new SettingsException("moodle.url is no address: " + e.getReason());
        }
    }

    /** What the settings say about Moodle; its address has no slash at the end. */
    public static MoodleSettings moodle(Settings settings) {
        int batch = settings.number("moodle.batch");
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new SettingsException("moodle.batch must be from 1 to " + LARGEST_BATCH);
        }
        return new MoodleSettings(
                moodleUrl(settings),
                settings.text("moodle.token"),
                settings.duration("moodle.call-timeout"),
                batch,
                settings.pairs("moodle.roles"),
                settings.text("moodle.foreign-enrolments").equals("hold"),
                settings.text("moodle.credentials").equals("moodle"),
                settings.duration("moodle.course-recheck"),
                settings.duration("moodle.account-recheck"));
    }

    Map<String, Object> beans() {
        return beans;
    }

    ShopsHolder shops() {
        return shopsHolder;
    }

    ShopAsker shopAsker() {
        return shopAsker;
    }

    Planner planner() {
        return planner;
    }

    OlderOrders olderOrders() {
        return olderOrders;
    }

    CatalogueHolder catalogue() {
        return catalogue;
    }

    Sender sender() {
        return sender;
    }

    Corrector corrector() {
        return corrector;
    }

    RenewalRun renewalRun() {
        return renewalRun;
    }

    Claims claims() {
        return claims;
    }

    ServingParts serving() {
        return serving;
    }

    public NoticeParts notices() {
        return notices;
    }
}
