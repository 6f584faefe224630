package org.moodlegateway;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.moodlegateway.asking.ShopStandings;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.claim.ClaimDoor;
import org.moodlegateway.claim.ClaimPages;
import org.moodlegateway.console.Api;
import org.moodlegateway.console.ClaimLinksApi;
import org.moodlegateway.console.Instructions;
import org.moodlegateway.console.OpenApi;
import org.moodlegateway.console.PeopleApi;
import org.moodlegateway.console.Questions;
import org.moodlegateway.console.SeatsApi;
import org.moodlegateway.enrolment.PeopleDecisions;
import org.moodlegateway.intake.Answers;
import org.moodlegateway.intake.Deliveries;
import org.moodlegateway.intake.Doorkeeper;
import org.moodlegateway.intake.FileLimits;
import org.moodlegateway.intake.FileOrders;
import org.moodlegateway.intake.InboxFolder;
import org.moodlegateway.intake.Keeper;
import org.moodlegateway.intake.OpenReports;
import org.moodlegateway.intake.OrderCheck;
import org.moodlegateway.intake.OrderFile;
import org.moodlegateway.intake.OrderFileFilter;
import org.moodlegateway.intake.OrderReports;
import org.moodlegateway.intake.ShopFolders;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.intake.StrayFileFilter;
import org.moodlegateway.intake.TopicRecords;
import org.moodlegateway.intake.Webhooks;
import org.moodlegateway.ledger.ClaimLinks;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.NoticeList;
import org.moodlegateway.ledger.Pauses;
import org.moodlegateway.ledger.RejectedMessages;
import org.moodlegateway.ledger.RenewalViews;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.notice.Feedback;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.orders.DifferenceViews;
import org.moodlegateway.orders.MessageFates;
import org.moodlegateway.renewal.ReplacementViews;
import org.moodlegateway.settings.Settings;

/** The beans by which a gateway listens: how orders come in, and how questions are answered. */
final class ServingParts {
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final AnswerCounter answers = new AnswerCounter();
    private final ShopFolders folders;

    ServingParts(
            Settings settings,
            Shops shops,
            Ledger ledger,
            Feedback feedback,
            OrderCheck check,
            Assignments assignments,
            Supplier<Catalogue> catalogue,
            Runnable wake,
            Runnable wakeAll) {
        Inbox inbox = new Inbox(ledger);
        Keeper keeper = new Keeper(inbox, wake);
        Doorkeeper doorkeeper =
                new Doorkeeper(shops, settings.duration("intake.signature-window"), ledger.clock());
        beans.put("deliveries", new Deliveries());
        beans.put("doorkeeper", doorkeeper);
        beans.put(
                "webhooks",
                new Webhooks(
                        shops,
                        settings.duration("intake.signature-window"),
                        OrderJson.ofAnyText(settings.number("intake.max-body")),
                        ledger.clock()));
        beans.put("orderCheck", check);
        beans.put("keeper", keeper);
        beans.put("answers", new Answers(shops, answers));

        FileLimits limits = FileLimits.read(settings);
        folders = new ShopFolders(Path.of(settings.text("intake.inbox")), shops);
        beans.put("topicRecords", new TopicRecords(shops, check, keeper, answers));
        OrderFileFilter anyFile = new OrderFileFilter(ledger.clock());
        beans.put("orderFiles", anyFile);
        beans.put("strayFiles", new StrayFileFilter(folders, anyFile));
        ZoneId zone = settings.zone("gateway.time-zone");
        Views views = new Views(ledger, zone);
        OpenReports reports =
                new OpenReports(
                        folders,
                        shops,
                        new OrderReports(
                                views,
                                new MessageFates(ledger),
                                new DifferenceViews(ledger),
                                ledger.clock()),
                        ledger.clock());
        beans.put("openReports", reports);
        beans.put(
                "inboxFolder",
                new InboxFolder(
                        folders,
                        shops,
                        new FileOrders(
                                shops, check, keeper, inbox, answers, new OrderFile(limits, zone)),
                        reports,
                        limits,
                        ledger.clock()));

        Questions questions = new Questions(doorkeeper);
        beans.put("questions", questions);
        beans.put(
                "api",
                new Api(
                        views,
                        new RejectedMessages(ledger),
                        new Pauses(ledger),
                        new RenewalViews(ledger, zone),
                        new ReplacementViews(ledger),
                        new NoticeList(ledger),
                        new ShopStandings(shops, ledger),
                        feedback,
                        ledger.clock()));
        beans.put("openApi", new OpenApi());
        beans.put("instructions", new Instructions(questions, doorkeeper));
        beans.put("seatsApi", new SeatsApi(views, assignments, wakeAll));

        beans.put(
                "peopleApi",
                new PeopleApi(new PeopleDecisions(ledger, new Entitlements(zone)), wakeAll));

        ClaimAddresses addresses = new ClaimAddresses(settings, new ClaimLinks(ledger));
        ClaimPages pages = new ClaimPages(views, assignments, catalogue, zone, wakeAll);
        beans.put("claimLinksApi", new ClaimLinksApi(addresses));
        beans.put("claimDoor", new ClaimDoor(addresses, pages));
        beans.put("claimPages", pages);
    }

    Map<String, Object> beans() {
        return beans;
    }

    /** What became of messages since the start. */
    AnswerCounter answers() {
        return answers;
    }

    /** Where files of orders are put. */
    ShopFolders folders() {
        return folders;
    }
}
