package org.moodlegateway.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FormTest {

    private static MultiMap form(String... namesAndValues) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form;
    }

    @Test
    void each_field_has_its_value() {
        assertThat(Form.read(form("first", "Zoé", "last", "")))
                .containsEntry("first", "Zoé")
                .containsEntry("last", "");
        assertThat(Form.read(form())).isEmpty();
    }

    @Test
    void what_no_browser_sends_for_our_page_is_refused() {
        MultiMap many = form();
        IntStream.range(0, 21).forEach(i -> many.add("f" + i, "x"));

        for (MultiMap odd :
                new MultiMap[] {
                    form("seat", "a", "seat", "b"),
                    form("seat", "a", "SEAT", "b"),
                    form("first", "Zo\uFFFD"),
                    form("first", "x".repeat(1001)),
                    many
                }) {
            assertThatThrownBy(() -> Form.read(odd)).isInstanceOf(Form.UnreadableException.class);
        }
    }
}
