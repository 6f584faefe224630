package org.moodlegateway.notice;

import java.util.List;
import java.util.Optional;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.orders.DifferenceView;

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
     * @param forEverybody safe to show on the shop's page
     * @param forBuyer logins, course links, references
     * @param forSales transaction, course, what needs a person
     * @param differences in what the line differs from what its order says
     */
    public record LineTexts(
            String line,
            String product,
            String outcome,
            Letter forEverybody,
            Letter forBuyer,
            Letter forSales,
            List<DifferenceView> differences) {
        public LineTexts {
            differences = List.copyOf(differences);
        }
    }

    /** In what an order and its seats differ now, by line. */
    public List<DifferenceView> differences(OrderView order) {
        return letters.differences(order);
    }

    /** Where the buyer names who takes the free seats; empty if that is not to be told. */
    public Optional<ClaimAddresses.Address> claim(OrderView order) {
        return letters.claim(order);
    }

    /** One for each line that has seats; none for an order of which no message could be applied. */
    public List<LineTexts> of(OrderView order) {
        return letters.source(order)
                .map(
                        source ->
                                letters.lines(order).stream()
                                        .map(line -> texts(source, line))
                                        .toList())
                .orElse(List.of());
    }

    private LineTexts texts(Letters.Source source, LineState line) {
        return new LineTexts(
                line.id(),
                line.product(),
                line.outcome(),
                letters.forEverybody(source, line),
                letters.ofLine(source, line, PRIVATE, source.language()),
                letters.ofLine(source, line, SALESADMIN, letters.language()),
                line.differences());
    }
}
