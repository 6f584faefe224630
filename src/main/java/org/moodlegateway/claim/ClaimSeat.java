package org.moodlegateway.claim;

import java.util.List;
import java.util.Optional;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.seat.SeatState;

/**
 * A seat as its buyer sees it.
 *
 * @param product its name in the page's language, else its code
 * @param seat as the ledger has it
 */
record ClaimSeat(String product, SeatView seat) {

    static ClaimSeat of(SeatView seat, Catalogue catalogue, Language language) {
        Optional<Product> known = catalogue.find(seat.product());
        String name =
                known.map(product -> product.names().get(language.tag()))
                        .or(() -> known.flatMap(ClaimSeat::anyName))
                        .orElse(seat.product());
        return new ClaimSeat(name, seat);
    }

    private static Optional<String> anyName(Product product) {
        return product.names().values().stream().sorted().findFirst();
    }

    String reference() {
        return seat.reference();
    }

    List<String> courses() {
        return seat.courses();
    }

    boolean free() {
        return seat.state() == SeatState.UNASSIGNED;
    }

    /** Whether somebody may be put here, as far as the ledger alone can tell. */
    boolean open() {
        boolean known = !seat.course().isEmpty() || !seat.courses().isEmpty();
        return seat.state() != SeatState.EXPIRED && known;
    }

    /** The participant's name, else his e-mail. */
    String person() {
        String name = (seat.firstName() + " " + seat.lastName()).strip();
        return name.isEmpty() ? seat.email() : name;
    }
}
