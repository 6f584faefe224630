package org.moodlegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FormParametersTest {

    @Test
    void brackets_nest() {
        assertThat(body("a[0][b]=1&a[7][b]=2&c=3"))
                .isEqualTo(
                        Map.of(
                                "a",
                                Map.of("0", Map.of("b", "1"), "7", Map.of("b", "2")),
                                "c",
                                "3"));
    }

    @Test
    void empty_brackets_take_the_next_number() {
        assertThat(body("a[]=x&a[4]=y&a[]=z"))
                .isEqualTo(Map.of("a", Map.of("0", "x", "4", "y", "5", "z")));
    }

    @Test
    void the_last_of_several_equal_names_wins_even_over_a_list() {
        assertThat(body("a=1&a=2")).isEqualTo(Map.of("a", "2"));
        assertThat(body("a[0]=1&a=2")).isEqualTo(Map.of("a", "2"));
        assertThat(body("a=1&a[0]=2")).isEqualTo(Map.of("a", Map.of("0", "2")));
    }

    @Test
    void names_and_values_are_decoded() {
        assertThat(body("a%5B0%5D=Zo%C3%A9+%26+co&b=100%&c"))
                .isEqualTo(Map.of("a", Map.of("0", "Zoé & co"), "b", "100%", "c", ""));
    }

    @Test
    void dots_and_blanks_in_a_name_become_underscores() {
        assertThat(body("a.b c=1")).isEqualTo(Map.of("a_b_c", "1"));
        assertThat(body("a[0=1")).isEqualTo(Map.of("a_0", "1"));
    }

    @Test
    void a_query_keeps_the_limit_and_a_body_one_more() {
        String text = "a=1&b=2&c=3&d=4";

        assertThat(FormParameters.ofQuery(text, 2)).containsOnlyKeys("a", "b");
        assertThat(FormParameters.ofBody(text, 2)).containsOnlyKeys("a", "b", "c");
        assertThat(
                        FormParameters.ofParts(
                                List.of(
                                        new FormParameters.FormField("a", "1"),
                                        new FormParameters.FormField("b", "2"),
                                        new FormParameters.FormField("c", "3")),
                                2))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void no_query_is_no_field() {
        assertThat(FormParameters.ofQuery(null, 10)).isEmpty();
    }

    private static Map<String, Object> body(String text) {
        return FormParameters.ofBody(text, 1000);
    }
}
