package org.moodlegateway.claim;

import java.util.Map;
import org.moodlegateway.ledger.ClaimLink;

/**
 * A buyer who came with a link that holds.
 *
 * @param done the seat that was given just now, empty for none
 * @param form what was typed, by field; empty for none
 */
record ClaimVisit(ClaimLink link, Language language, String done, Map<String, String> form) {
    ClaimVisit {
        form = Map.copyOf(form);
    }

    @Override
    public String toString() {
        return "ClaimVisit[" + link.id() + "]";
    }
}
