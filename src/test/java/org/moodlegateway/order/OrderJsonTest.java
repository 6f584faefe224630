package org.moodlegateway.order;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderJsonTest {
    private static final String SECRET = "s3cret";

    private final OrderJson json = new OrderJson();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                          | json-unparsable    | the body is empty",
                "`  `                        | json-unparsable    | the body is empty",
                "{\"id\": s3cret}            | json-unparsable    | can't be read at line 1, column ",
                "{\"id\": \"s3cret\",}       | json-unparsable    | at line 1, column ",
                "{\"id\": \"s3cret\"         | json-unparsable    | at line 1, column ",
                "{\"id\": 1} s3cret          | json-unparsable    | at line 1, column ",
                "{\"id\": 1} {\"id\": 2}     | json-unparsable    | something follows the end",
                "{\"id\": NaN}               | json-unparsable    | at line 1, column ",
                "{\"id\": 01}                | json-unparsable    | at line 1, column ",
                "{\"s3cret\":1,\"s3cret\":2} | json-duplicate-key | at line 1, column ",
                "<order>s3cret</order>       | json-unparsable    | at line 1, column ",
            })
    void what_is_no_json_is_refused_by_line_and_column_without_repeating_it(
            String body, String code, String message) {
        Problem problem = refusal(body.getBytes(UTF_8));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).contains(message).doesNotContain(SECRET);
        assertThat(problem.message()).doesNotContainIgnoringCase("jackson").doesNotContain("java");
    }

    @Test
    void the_line_is_counted() {
        Problem problem = refusal("{\n  \"id\": 1,\n  \"x\": ?\n}".getBytes(UTF_8));

        assertThat(problem.message()).isEqualTo("the JSON can't be read at line 3, column 8");
    }

    @Test
    void nothing_is_read_beyond_its_limits() {
        assertThat(refusal(nested(65)).code()).isEqualTo("json-too-deep");
        assertThat(refusal(nested(50_000)).code()).isEqualTo("json-too-deep");
        assertThat(refusal(text(65_537)).code()).isEqualTo("json-text-too-long");
        assertThat(refusal(number(101)).code()).isEqualTo("json-number-too-long");
        assertThat(refusal(new byte[(1 << 20) + 1]).code()).isEqualTo("json-too-long");
        assertThat(json.parse(nested(64))).isNotNull();
        assertThat(json.parse(text(65_536))).isNotNull();
        assertThat(json.parse(number(100))).isNotNull();
    }

    @Test
    void the_largest_body_can_be_set() {
        byte[] body = "{\"id\":\"1\"}".getBytes(UTF_8);

        assertThat(new OrderJson(body.length).parse(body).path("id").asText()).isEqualTo("1");
        assertThat(refusal(new OrderJson(body.length - 1), body).code()).isEqualTo("json-too-long");
    }

    @Test
    void only_utf_8_is_read_with_or_without_a_byte_order_mark() {
        String body = "{\"id\": \"é\"}";

        assertThat(json.parse(body.getBytes(UTF_8)).path("id").asText()).isEqualTo("é");
        assertThat(json.parse(("\uFEFF" + body).getBytes(UTF_8)).path("id").asText())
                .isEqualTo("é");
        assertThat(refusal(body.getBytes(UTF_16)).code()).startsWith("json-");
        assertThat(refusal(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}).code())
                .isEqualTo("json-not-utf8");
        assertThat(refusal(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}).code())
                .isEqualTo("json-not-utf8");
    }

    @Test
    void numbers_keep_every_digit() {
        JsonNode order = read("{\"id\": 12345678901234567890, \"total\": 180.00}");

        assertThat(order.get("id").asText()).isEqualTo("12345678901234567890");
        assertThat(order.get("total").decimalValue().toPlainString()).isEqualTo("180.00");
    }

    @Test
    void an_envelope_is_taken_off() {
        JsonNode order =
                read("{\"type\":\"order.paid\",\"timestamp\":\"x\",\"data\":{\"id\":\"7\"}}");

        assertThat(order.path("id").asText()).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"id\":\"7\"}}",
                "{\"type\":\"\",\"data\":{\"id\":\"7\"}}",
                "{\"type\":7,\"data\":{\"id\":\"7\"}}",
            })
    void an_envelope_without_type_is_refused(String body) {
        Problem problem = refusal(body.getBytes(UTF_8));

        assertThat(problem.code()).isEqualTo("envelope-invalid");
        assertThat(problem.pointer()).isEqualTo("/type");
    }

    @Test
    void an_envelope_around_no_object_is_refused() {
        Problem problem = refusal("{\"type\":\"order.paid\",\"data\":[1]}".getBytes(UTF_8));

        assertThat(problem.pointer()).isEqualTo("/data");
    }

    @Test
    void an_order_with_a_field_named_data_is_no_envelope() {
        assertThat(read("{\"id\":\"7\",\"data\":{\"id\":\"8\"}}").path("id").asText())
                .isEqualTo("7");
    }

    private JsonNode read(String body) {
        return json.parse(body.getBytes(UTF_8));
    }

    private Problem refusal(byte[] body) {
        return refusal(json, body);
    }

    private static Problem refusal(OrderJson json, byte[] body) {
        return catchThrowableOfType(OrderRejectedException.class, () -> json.parse(body)).problem();
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
    }

    private static byte[] text(int length) {
        return ("\"" + "a".repeat(length) + "\"").getBytes(UTF_8);
    }

    private static byte[] number(int digits) {
        return "1".repeat(digits).getBytes(UTF_8);
    }
}
