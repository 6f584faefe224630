package org.moodlegateway.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderSchemaTest {
    private final OrderSchema schema = new OrderSchema();

    @Test
    void a_complete_order_is_right() {
        assertThat(schema.check(TestJson.parse(TestJson.ORDER))).isEmpty();
    }

    @Test
    void the_least_order_is_right() {
        assertThat(
                        check(
                                """
                                {"id":1,"status":"paid","updatedAt":"2026-01-15T09:30:02+01:00",
                                 "lines":[{"id":1,"product":180,"quantity":"2"}]}
                                """))
                .isEmpty();
    }

    @Test
    void a_cancelled_order_needs_no_lines() {
        assertThat(
                        check(
                                """
                                {"id":"1","status":"cancelled","updatedAt":"2026-01-15T09:30:02Z"}
                                """))
                .isEmpty();
    }

    @Test
    void unknown_fields_are_allowed() {
        JsonNode order = TestJson.with("\"test\":false", "\"test\":false,\"colour\":{\"a\":[1]}");

        assertThat(schema.check(order)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"A-1001\"      | \"id\":null          | /id                       | is missing",
                "\"id\":\"A-1001\"      | \"id\":\" \"         | /id                       | is missing",
                "\"id\":\"A-1001\"      | \"id\":[]            | /id                       | is missing",
                "\"id\":\"A-1001\"      | \"id\":{\"a\":[{}]}  | /id                       | is missing",
                "\"id\":\"A-1001\"      | \"ident\":1          | /id                       | is missing",
                "\"id\":\"A-1001\"      | \"id\":true          | /id                       | must be a text or a number",
                "\"status\":\"paid\"    | \"status\":\"PAID\"  | /status                   | must be one of placed, paid, cancelled, refunded",
                "\"status\":\"paid\"    | \"status\":null      | /status                   | is missing",
                "\"status\":\"paid\"    | \"status\":1e999999999 | /status              | must be one of",
                "\"test\":false         | \"test\":1e999999999 | /test                 | must be one of",
                "\"test\":false         | \"test\":\"no\"      | /test                     | must be one of true, false",
                "\"2026-01-15T09:30:02Z\" | null               | /updatedAt                | is missing",
                "\"2026-01-15T09:30:02Z\" | 1768469400         | /updatedAt                | must be a text",
                "\"2026-01-15T09:30:02Z\" | \"2026-01-15T09:30:02\"  | /updatedAt          | must be a date, a time and an offset",
                "\"2026-01-15T09:30:02Z\" | \"2026-02-30T09:30:02Z\" | /updatedAt          | must be a date, a time and an offset",
                "\"2026-01-15T09:30:00Z\" | \"yesterday\"      | /paidAt                   | must be a date, a time and an offset",
                "\"product\":\"SCI-180\"| \"product\":\"\"     | /lines/0/product          | is missing",
                "\"id\":\"1\"           | \"id\":null          | /lines/0/id               | is missing",
                "\"parameters\":null    | \"parameters\":[1]   | /lines/0/parameters       | must be a text or an object",
                "\"parameters\":null    | \"parameters\":{\"a\":[1]} | /lines/0/parameters/a | must be a text or a number or true or false",
                "\"role\":\"student\"   | \"role\":[\"a\"]     | /lines/0/participants/0/role | must be a text or a number",
            })
    void what_is_wrong_is_told_with_its_pointer(
            String piece, String replacement, String pointer, String sentence) {
        List<Problem> problems = schema.check(TestJson.with(piece, replacement));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).code()).isEqualTo("schema");
        assertThat(problems.get(0).pointer()).isEqualTo(pointer);
        assertThat(problems.get(0).message()).startsWith(pointer + " " + sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "0", "-1", "\"two\"", "1e999999999"})
    void a_quantity_is_judged_with_its_line(String quantity) {
        assertThat(schema.check(TestJson.with("\"quantity\":2", "\"quantity\":" + quantity)))
                .isEmpty();
        assertThat(schema.check(TestJson.with("\"quantity\":2", "\"quantity\":[2]")))
                .extracting(Problem::pointer)
                .containsExactly("/lines/0/quantity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"order\"", "[{\"id\":1}]"})
    void what_is_no_object_is_no_order(String json) {
        assertThat(check(json))
                .containsExactly(new Problem("schema", "", "the order must be an object"));
    }

    @Test
    void an_empty_object_lacks_everything_that_is_required() {
        assertThat(check("{}"))
                .extracting(Problem::pointer)
                .contains("/id", "/status", "/updatedAt");
    }

    @ParameterizedTest
    @CsvSource({
        "null,lines-missing /lines",
        "{},lines-missing /lines",
        "'\"\"',lines-missing /lines",
        "[null],schema /lines/0",
        "[[]],schema /lines/0",
        "7,schema /lines"
    })
    void a_paid_order_says_what_it_buys(String lines, String problem) {
        assertThat(paid(lines))
                .extracting(wrong -> wrong.code() + " " + wrong.pointer())
                .containsExactly(problem);
    }

    @Test
    void a_paid_order_may_say_that_all_its_lines_were_taken_out() {
        assertThat(paid("[]")).isEmpty();
    }

    private List<Problem> paid(String lines) {
        return check(
                """
                {"id":"1","status":"paid","updatedAt":"2026-01-15T09:30:02Z",
                 "lines":%s}
                """
                        .formatted(lines));
    }

    @Test
    void the_example_in_the_schema_s_own_words_needs_no_preparation() {
        assertThat(schema.check(TestJson.with("\"participants\":[", "\"participants\":[null,")))
                .isEmpty();
    }

    @Test
    void problems_are_few_however_many_lines_are_wrong() {
        String lines = "{\"id\":true},".repeat(900) + "{}";

        Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () ->
                        assertThat(
                                        check(
                                                """
                                                {"id":"1","status":"paid",
                                                 "updatedAt":"2026-01-15T09:30:02Z","lines":[%s]}
                                                """
                                                        .formatted(lines)))
                                .hasSize(20));
    }

    private List<Problem> check(String json) {
        return schema.check(TestJson.parse(json));
    }
}
