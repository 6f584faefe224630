package org.moodlegateway.claim;

import java.util.Map;
import java.util.Optional;

/**
 * A request for the page, before anybody looked at its token.
 *
 * @param asked the language of the page's own switch; empty if none was chosen
 * @param accepted {@code Accept-Language}, empty if there is none
 * @param done the seat that was given just now, empty for none
 * @param form what was typed, by field; empty for none
 */
record Knock(String token, String asked, String accepted, String done, Map<String, String> form) {
    Knock {
        form = Map.copyOf(form);
    }

    /** What the visitor chose or his browser wants; empty if that says nothing. */
    Optional<Language> language() {
        return Language.of(asked).or(() -> Language.accepted(accepted));
    }

    @Override
    public String toString() {
        return "Knock[" + form.size() + " fields]";
    }
}
