package org.moodlegateway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HandlerParametersTest {

    @Test
    void text_is_split_at_ampersands_and_equals_signs() {
        assertThat(HandlerParameters.parse("coursename=SCI&role=student&duration=180"))
                .isEqualTo(Map.of("coursename", "SCI", "role", "student", "duration", "180"));
    }

    @Test
    void nothing_is_decoded() {
        assertThat(HandlerParameters.parse("endtime=+7D +10H&coursename=100%25"))
                .isEqualTo(Map.of("endtime", "+7D +10H", "coursename", "100%25"));
    }

    @Test
    void an_empty_value_is_not_given() {
        assertThat(HandlerParameters.parse("coursename=SCI&duration=&&role= &"))
                .isEqualTo(Map.of("coursename", "SCI"));
        assertThat(HandlerParameters.parse("")).isEmpty();
    }

    @Test
    void saying_the_same_twice_is_harmless() {
        assertThat(HandlerParameters.parse("a=1&a=1")).isEqualTo(Map.of("a", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "a=1=2, parameter-invalid, 'a=1=2'",
        "a==, parameter-invalid, 'a=='",
        "duration, parameter-invalid, 'duration'",
        "=5, parameter-invalid, '=5'",
        "a=1&a=2, parameter-conflict, 'a=1 and a=2'",
    })
    void what_cannot_be_read_is_refused(String text, String code, String message) {
        assertThatThrownBy(() -> HandlerParameters.parse(text))
                .isInstanceOfSatisfying(
                        OrderRejectedException.class,
                        refusal -> {
                            assertThat(refusal.problem().code()).isEqualTo(code);
                            assertThat(refusal).hasMessageContaining(message);
                        });
    }
}
