package org.moodlegateway.notice;

import com.samskivert.mustache.MustacheException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.ledger.ClaimLinks;
import org.moodlegateway.ledger.Correspondence;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.Notice;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.order.Order;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.orders.DifferenceViews;
import org.moodlegateway.seat.SeatState;
import org.moodlegateway.settings.Settings;

/** Writes what people are told, from the templates and from what the ledger knows at the time. */
public final class Letters {
    private final Supplier<Templates> templates;
    private final Views views;
    private final DifferenceViews differences;
    private final Correspondence correspondence;
    private final Orders orders;
    private final ClaimAddresses claims;
    private final BiFunction<String, String, String> productNames;
    private final NoticeSettings settings;

    /** {@code productNames} gives a product's name by its code and a language. */
    private Letters(
            Supplier<Templates> templates,
            Views views,
            DifferenceViews differences,
            Correspondence correspondence,
            ClaimAddresses claims,
            BiFunction<String, String, String> productNames,
            NoticeSettings settings) {
        this.templates = templates;
        this.views = views;
        this.differences = differences;
        this.correspondence = correspondence;
        this.orders = new Orders(correspondence);
        this.claims = claims;
        this.productNames = productNames;
        this.settings = settings;
    }

    /** Those of a ledger, in the words of these files. */
    public static Letters of(
            Settings settings,
            Ledger ledger,
            NoticeFiles files,
            BiFunction<String, String, String> productNames) {
        NoticeSettings notices = NoticeSettings.read(settings);
        return new Letters(
                files::templates,
                new Views(ledger, notices.zone()),
                new DifferenceViews(ledger),
                new Correspondence(ledger),
                new ClaimAddresses(settings, new ClaimLinks(ledger)),
                productNames,
                notices);
    }

    /** An order to write about. */
    record Source(Order order, Map<Long, String> usernames, String language) {}

    String language() {
        return settings.language();
    }

    Optional<Source> source(OrderView view) {
        return orders.find(view.shop(), view.id())
                .map(
                        order ->
                                new Source(
                                        order,
                                        correspondence.usernames(view.shop(), view.id()),
                                        known(order.buyer().language())));
    }

    private String known(String language) {
        return language.isEmpty() ? settings.language() : language;
    }

    Letter forEverybody(Source source, LineState line) {
        Map<String, Object> model =
                model(source.language())
                        .order(source.order())
                        .line(line, name(line.product(), source.language()), source.usernames())
                        .forEverybody()
                        .values();
        return templates.get().fill(Feedback.PUBLIC, source.language(), model);
    }

    Letter ofLine(Source source, LineState line, String template, String language) {
        LetterModel model =
                model(language)
                        .order(source.order())
                        .line(line, name(line.product(), language), source.usernames());
        if (template.equals(Feedback.PRIVATE) && line.unnamed() > 0) {
            claims.ofItself(source.order().shop(), source.order().id()).ifPresent(model::claim);
        }
        return templates.get().fill(template, language, model.values());
    }

    /** Seats of an order that are paid for and wait for a name or an address. */
    static List<SeatView> free(OrderView order) {
        return order.seats().stream()
                .filter(seat -> seat.paid() && seat.state() == SeatState.UNASSIGNED)
                .toList();
    }

    /**
     * The address at which the buyer names who takes the free seats; empty if there are none, or if
     * orders carry no such address.
     */
    public Optional<ClaimAddresses.Address> claim(OrderView order) {
        return free(order).isEmpty() ? Optional.empty() : claims.ofItself(order.shop(), order.id());
    }

    /**
     * Those of the order that a notice is about.
     *
     * @throws NotDeliveredException if somebody sits on all of them by now
     */
    List<SeatView> free(Notice notice) throws NotDeliveredException {
        List<SeatView> free =
                views.order(notice.shop(), notice.orderId()).map(Letters::free).orElse(List.of());
        if (free.isEmpty()) {
            throw NotDeliveredException.outdated();
        }
        return free;
    }

    /** The same of the order that a notice is about. */
    Optional<ClaimAddresses.Address> claim(Notice notice) {
        return views.order(notice.shop(), notice.orderId()).flatMap(this::claim);
    }

    private LetterModel model(String language) {
        return new LetterModel(new Dates(language, settings.zone()), settings.moodleUrl());
    }

    private String name(String product, String language) {
        return productNames.apply(product, language);
    }

    /**
     * What a notice says to its recipient.
     *
     * @throws NotDeliveredException if there is nothing to say now, or any more
     */
    Letter of(Notice notice, Kind kind) throws NotDeliveredException {
        boolean toAdministrator = settings.administrators().contains(notice.recipient());
        return of(notice, kind.template(toAdministrator));
    }

    /**
     * The text about a line that everybody may read; empty if the fact is about no line.
     *
     * @throws NotDeliveredException if there is nothing to say now, or any more
     */
    Optional<Letter> forEverybody(Notice notice) throws NotDeliveredException {
        return lineToTellOf(notice).map(found -> forEverybody(found.source, found.line));
    }

    /** What a template makes of an order: a letter for each line, or one for its first seat. */
    List<Letter> preview(String template, String language, OrderView view) {
        Source source =
                source(view)
                        .map(found -> new Source(found.order(), found.usernames(), language))
                        .orElseThrow(() -> new MustacheException("this order can't be read"));
        List<LineState> lines = lines(view);
        if (template.equals(Feedback.PUBLIC)) {
            return lines.stream().map(line -> forEverybody(source, line)).toList();
        }
        if (template.startsWith("feedback-")) {
            return lines.stream().map(line -> ofLine(source, line, template, language)).toList();
        }
        LetterModel model = model(language).order(source.order()).differences(differences(view));
        view.seats().stream()
                .findFirst()
                .ifPresent(seat -> model.seat(seat, name(seat.product(), language)));
        return List.of(templates.get().fill(template, language, model.values()));
    }

    /** The lines of an order that have paid seats, as they stand now. */
    List<LineState> lines(OrderView view) {
        return LineState.of(view.seats(), differences(view));
    }

    /** In what an order and its seats differ now. */
    List<DifferenceView> differences(OrderView view) {
        return view.differs() ? differences.of(view.shop(), view.id()) : List.of();
    }

    /** In what the order of a notice and its seats differ now. */
    List<DifferenceView> differences(Notice notice) {
        return notice.orderId().isEmpty()
                ? List.of()
                : differences.of(notice.shop(), notice.orderId());
    }

    private Letter of(Notice notice, String template) throws NotDeliveredException {
        String language = known(notice.language());
        Optional<Line> line = lineToTellOf(notice);
        if (line.isPresent()) {
            return ofLine(line.get().source, line.get().line, template, language);
        }
        LetterModel model =
                model(language)
                        .fact(forPeople(notice.data(), language))
                        .differences(differences(notice));
        if (template.equals(Kind.SEATS_FREE.word())) {
            model.free(free(notice));
            claim(notice).ifPresent(model::claim);
        }
        orders.find(notice.shop(), notice.orderId()).ifPresent(model::order);
        seat(notice.data()).ifPresent(seat -> model.seat(seat, name(seat.product(), language)));
        person(notice.data()).flatMap(correspondence::person).ifPresent(model::holder);
        return templates.get().fill(template, language, model.values());
    }

    /** A person's number is for us, and a product has a name. */
    private Map<String, String> forPeople(Map<String, String> data, String language) {
        Map<String, String> said = new TreeMap<>(data);
        said.remove("person");
        said.computeIfPresent("product", (key, code) -> name(code, language));
        return said;
    }

    /** Whether it speaks of an end that has moved, or of a seat that is paid for no more. */
    private boolean isOutdated(Notice notice) {
        String end = notice.data().getOrDefault("end", "");
        Optional<SeatView> seat = end.isEmpty() ? Optional.empty() : seat(notice.data());
        return seat.filter(
                        now ->
                                !now.live()
                                        || now.end() == null
                                        || now.end().isAfter(Instant.parse(end)))
                .isPresent();
    }

    /** Whether it says that all is done while something differs, or the other way round. */
    private boolean isOverruled(Notice notice) {
        boolean whole = notice.kind().equals(Kind.ORDER_FULFILLED.word());
        return (whole && !differences(notice).isEmpty())
                || (notice.kind().equals(Kind.DIFFERS.word()) && differences(notice).isEmpty());
    }

    private record Line(Source source, LineState line) {}

    /** Texts say how a line is now: of one that is no more what the notice says, none is told. */
    private Optional<Line> lineToTellOf(Notice notice) throws NotDeliveredException {
        if (isOutdated(notice) || isOverruled(notice)) {
            throw NotDeliveredException.outdated();
        }
        Optional<Line> found = line(notice);
        if (found.isPresent()) {
            String outcome = found.get().line.outcome();
            if (outcome.equals("pending")) {
                throw NotDeliveredException.unsettled();
            }
            if (!notice.kind().equals("line-" + outcome)) {
                throw NotDeliveredException.outdated();
            }
        }
        return found;
    }

    private Optional<Line> line(Notice notice) {
        String id = notice.data().getOrDefault("line", "");
        if (id.isEmpty() || !notice.kind().startsWith("line-")) {
            return Optional.empty();
        }
        return views.order(notice.shop(), notice.orderId())
                .flatMap(
                        view ->
                                source(view)
                                        .flatMap(
                                                source ->
                                                        lines(view).stream()
                                                                .filter(
                                                                        line ->
                                                                                line.id()
                                                                                        .equals(id))
                                                                .findFirst()
                                                                .map(
                                                                        line ->
                                                                                new Line(
                                                                                        source,
                                                                                        line))));
    }

    private Optional<SeatView> seat(Map<String, String> data) {
        String reference = data.getOrDefault("seat", "");
        return reference.isEmpty() ? Optional.empty() : views.seat(reference);
    }

    static Optional<Long> person(Map<String, String> data) {
        String id = data.getOrDefault("person", "");
        return id.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }
}
