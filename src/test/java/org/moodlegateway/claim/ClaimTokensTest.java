package org.moodlegateway.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.ledger.ClaimLink;
import org.moodlegateway.settings.SettingsException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClaimTokensTest {
    private static final Instant EXPIRES = Instant.parse("2026-03-01T12:00:00Z");
    private static final ClaimLink LINK =
            new ClaimLink("00112233445566778899aabbccddeeff", "web", "A-1", EXPIRES, "fr");

    private final ClaimTokens tokens = ClaimTokens.of("s".repeat(32));

    @Test
    void a_token_says_what_it_was_made_of() {
        String token = tokens.token(LINK);

        assertThat(token).matches("[A-Za-z0-9_-]{75}");
        assertThat(tokens.read(token)).contains(new ClaimTokens.Content(LINK.id(), EXPIRES));
    }

    @Test
    void no_other_spelling_of_a_token_is_genuine() {
        String token = tokens.token(LINK);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        for (int place = 0; place < token.length(); place++) {
            for (char other : alphabet.toCharArray()) {
                String changed = token.substring(0, place) + other + token.substring(place + 1);
                if (!changed.equals(token)) {
                    assertThat(tokens.read(changed)).as(changed).isEmpty();
                }
            }
        }
        assertThat(tokens.read(token + "=")).isEmpty();
        assertThat(tokens.read(token.substring(1))).isEmpty();
        assertThat(tokens.read("")).isEmpty();
    }

    @Test
    void a_token_under_another_secret_is_not_genuine() {
        assertThat(ClaimTokens.of("t".repeat(32)).read(tokens.token(LINK))).isEmpty();
    }

    @Test
    void without_a_secret_none_is_genuine() {
        ClaimTokens off = ClaimTokens.of("");

        assertThat(off.on()).isFalse();
        assertThat(off.read(tokens.token(LINK))).isEmpty();
    }

    @Test
    void a_short_secret_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> ClaimTokens.of("hunter2"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("claim.secret")
                .hasMessageNotContaining("hunter2");
    }
}
