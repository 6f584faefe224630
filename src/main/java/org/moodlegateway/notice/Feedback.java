package org.moodlegateway.notice;

import java.util.List;
import org.moodlegateway.ledger.OrderView;

/** The three texts about each line of an order, as it stands now. */
public final class Feedback {
    static final String PUBLIC = "feedback-public";
    static final String PRIVATE = "feedback-private";
    static final String SALESADMIN = "feedback-salesadmin";

    private final Letters letters;

    public Feedback(Letters letters) {
        this.letters = letters;
    }

    /**
     * The texts about one line.
     *
     * @param outcome fulfilled, partly, failed, pending or cancelled
     * @param problem why it can't be delivered as the order says it now; empty if it can
     * @param forEverybody safe to show on the shop's page
     * @param forBuyer logins, course links, references
     * @param forSales transaction, course, what needs a person
     */
    public record LineTexts(
            String line,
            String product,
            String outcome,
            String problem,
            Letter forEverybody,
            Letter forBuyer,
            Letter forSales) {}

    /** One for each line that has seats; none for an order of which no message could be applied. */
    public List<LineTexts> of(OrderView order) {
        return letters.source(order)
                .map(
                        source ->
                                LineState.of(order).stream()
                                        .map(line -> texts(source, line))
                                        .toList())
                .orElse(List.of());
    }

    private LineTexts texts(Letters.Source source, LineState line) {
        return new LineTexts(
                line.id(),
                line.product(),
                line.outcome(),
                line.problem(),
                letters.forEverybody(source, line),
                letters.ofLine(source, line, PRIVATE, source.language()),
                letters.ofLine(source, line, SALESADMIN, letters.language()));
    }
}
