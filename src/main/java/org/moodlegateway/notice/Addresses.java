package org.moodlegateway.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.Shops;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.Correspondence.Holder;
import org.moodlegateway.ledger.Notice.Address;
import org.moodlegateway.ledger.Notice.Channel;
import org.moodlegateway.ledger.NoticeBook.NotedFact;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Order;
import org.moodlegateway.shop.Language;

/** Finds to whom a fact must be told. A way that is not configured leads to nobody. */
final class Addresses {
    private final NoticeSettings settings;
    private final Shops shops;
    private final Views views;
    private final Correspondence correspondence;
    private final Orders orders;

    Addresses(NoticeSettings settings, Shops shops, Views views, Correspondence correspondence) {
        this.settings = settings;
        this.shops = shops;
        this.views = views;
        this.correspondence = correspondence;
        this.orders = new Orders(correspondence);
    }

    /** Each address once. */
    List<Address> of(NotedFact fact, Set<Way> ways) {
        return ways.stream().flatMap(way -> of(fact, way).stream()).distinct().toList();
    }

    private List<Address> of(NotedFact fact, Way way) {
        return switch (way) {
            case LOG -> List.of(new Address(Channel.LOG, "", settings.language()));
            case MAIL_BUYER -> buyer(fact);
            case MAIL_PARTICIPANT -> participant(fact);
            case MAIL_ADMINISTRATOR ->
                    settings.administrators().stream()
                            .flatMap(email -> mail(email, settings.language()).stream())
                            .toList();
            case WEBHOOK ->
                    settings.alertsGoTo().stream()
                            .map(to -> new Address(Channel.WEBHOOK, "", settings.language()))
                            .toList();
            case CALL_BACK ->
                    shops.find(fact.shop()).flatMap(Shop::callBack).stream()
                            .map(to -> new Address(Channel.CALL_BACK, fact.shop(), language(fact)))
                            .toList();
            case WRITE_BACK ->
                    shops.language(fact.shop()).filter(Language::writesBack).stream()
                            .map(
                                    to ->
                                            new Address(
                                                    Channel.WRITE_BACK,
                                                    fact.shop(),
                                                    settings.language()))
                            .toList();
            case EVENT ->
                    settings.events().isEmpty()
                            ? List.of()
                            : List.of(new Address(Channel.EVENT, "", settings.language()));
        };
    }

    private List<Address> mail(String email, String language) {
        return settings.mail().isOn() && Emails.usable(email)
                ? List.of(new Address(Channel.MAIL, email, language))
                : List.of();
    }

    private List<Address> buyer(NotedFact fact) {
        return orders.find(fact.shop(), fact.orderId())
                .map(order -> mail(order.buyer().email(), language(fact)))
                .orElse(List.of());
    }

    private List<Address> participant(NotedFact fact) {
        List<Address> found = new ArrayList<>();
        String reference = fact.data().getOrDefault("seat", "");
        Optional<SeatView> seat = reference.isEmpty() ? Optional.empty() : views.seat(reference);
        seat.ifPresent(his -> found.addAll(mail(his.email(), language(fact))));
        Letters.person(fact.data())
                .flatMap(correspondence::person)
                .ifPresent(holder -> found.addAll(mail(holder.email(), language(holder))));
        return found;
    }

    private String language(NotedFact fact) {
        return orders.find(fact.shop(), fact.orderId())
                .map(Order::buyer)
                .map(buyer -> buyer.language())
                .filter(language -> !language.isEmpty())
                .orElse(settings.language());
    }

    private String language(Holder holder) {
        return holder.language().isEmpty() ? settings.language() : holder.language();
    }
}
