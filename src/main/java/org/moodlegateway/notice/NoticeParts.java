package org.moodlegateway.notice;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;
import org.moodlegateway.asking.ShopCalls;
import org.moodlegateway.asking.WriteBacks;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Alerts;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.ledger.NoticeBook;
import org.moodlegateway.ledger.ShopReadings;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.settings.Settings;

/** The beans by which people are told, each under the name by which routes call it. */
public final class NoticeParts {
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<Channel, Courier> couriers = new EnumMap<>(Channel.class);
    private final NoticeFiles files;
    private final Feedback feedback;
    private final Watch watch;

    /**
     * Makes the beans.
     *
     * @param productNames gives a product's name by its code and a language
     * @param olderOrders says how many orders from before differ, once that is known
     */
    public NoticeParts(
            Settings settings,
            Shops shops,
            Ledger ledger,
            ProducerTemplate producer,
            ShopCalls shopCalls,
            BiFunction<String, String, String> productNames,
            Supplier<OptionalLong> olderOrders) {
        NoticeSettings notices = NoticeSettings.read(settings);
        Views views = new Views(ledger, notices.zone());
        Correspondence correspondence = new Correspondence(ledger);
        files = new NoticeFiles(settings);
        Letters letters = Letters.of(settings, ledger, files, productNames);
        feedback = new Feedback(letters);
        HttpCaller caller = new HttpCaller(producer, ledger.clock());
        couriers.put(Channel.LOG, new LogCourier());
        if (notices.mail().isOn()) {
            couriers.put(Channel.MAIL, new MailCourier(producer, notices.mail(), letters));
        }
        if (notices.alertsGoTo().isPresent()) {
            couriers.put(Channel.WEBHOOK, new WebhookCourier(caller, notices, letters));
        }
        couriers.put(Channel.CALL_BACK, new CallBackCourier(caller, shops, letters));
        couriers.put(
                Channel.WRITE_BACK,
                new WriteBackCourier(new WriteBacks(ledger, shopCalls), shops, letters));
        if (!notices.events().isEmpty()) {
            couriers.put(Channel.EVENT, new EventCourier(stream(notices.events())));
        }
        beans.put("noticeFiles", files);
        beans.put(
                "notices",
                new Notices(
                        new NoticeBook(ledger),
                        files::table,
                        new Addresses(notices, shops, views, correspondence),
                        couriers,
                        notices,
                        ledger.clock()));
        beans.put("mailServer", MailServer.sender(notices.mail()));
        beans.put("callOut", new CallOut());
        watch =
                new Watch(
                        new Alerts(ledger),
                        correspondence,
                        new ShopReadings(ledger),
                        views,
                        shops,
                        notices.lateAfter(),
                        olderOrders);
        beans.put("watch", watch);
    }

    private static EventStream stream(String events) {
        return events.equals("log") ? new EventLog() : new EventFile(Path.of(events));
    }

    public Map<String, Object> beans() {
        return beans;
    }

    /** By which something can be delivered. */
    public List<Channel> channels() {
        return List.copyOf(couriers.keySet());
    }

    public NoticeFiles files() {
        return files;
    }

    public Feedback feedback() {
        return feedback;
    }

    public Watch watch() {
        return watch;
    }
}
