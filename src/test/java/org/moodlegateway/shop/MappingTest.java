package org.moodlegateway.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MappingTest {
    private static final String MESSAGE =
            """
            {"email":"ana@example.org","number":5,"id":9007199254740993,"time":"2026-01-15 10:30:00",
             "none":[null,"",{},[]]}""";

    @Test
    void answers_one_of_five() {
        assertThat(translate("{order: {id: .id}}").json())
                .isEqualTo(json("{\"order\":{\"id\":9007199254740993}}"));
        assertThat(translate("{subscription: {id: \"5\"}}"))
                .isInstanceOf(Translation.Subscription.class);
        assertThat(translate("{fetch: {refunds: \"/orders/5?page=1\"}}").json())
                .isEqualTo(json("{\"fetch\":{\"refunds\":\"/orders/5?page=1\"}}"));
        assertThat(translate("{ignore: \"Nobody sits on it.\"}"))
                .isEqualTo(new Translation.Ignored("Nobody sits on it."));
        assertThat(
                        translate(
                                "{refuse: {code: \"legacy-body\", pointer: \"/order\", message: \"x\"}}"))
                .isInstanceOf(Translation.Refused.class)
                .extracting(refused -> refused.json().at("/refuse/code").asText())
                .isEqualTo("legacy-body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty",
                "null",
                "{ignore: \"a\"}, {ignore: \"b\"}",
                "try ({ignore: \"a\"}, {ignore: \"b\"}) catch {ignore: \"c\"}",
                "{ignore: \"a\", order: {}}",
                "{ignore: \"\"}",
                "{other: 1}",
                "{order: []}",
                "{order: {shop: \"web\"}}",
                "{fetch: {}}",
                "{fetch: {A: \"/x\"}}",
                "{refuse: {code: \"Not A Code\", message: \"x\"}}",
            })
    void another_shape_is_the_mappings_fault(String jq) {
        assertThat(refused(jq)).startsWith("config/shops/acme.jq ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders/5",
                "//evil.example/x",
                "/x//y",
                "https://evil.example/",
                "/x\\r\\ny",
                "/x y",
                "/../admin",
                "/x/..",
                "/x#y",
                "/\\\\evil.example",
                "/x\\u0000",
                "",
            })
    void nothing_is_fetched_but_a_path_of_the_shop(String path) {
        assertThat(refused("{fetch: {a: \"" + path + "\"}}"))
                .isEqualTo("config/shops/acme.jq fetches a from what is no path of the shop's API");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    {ignore: .email.x}           ~ config/shops/acme.jq fails on this message: Cannot index string with string
                    {ignore: (.number | keys)}   ~ config/shops/acme.jq fails on this message
                    {ignore: (.email + 1)}       ~ config/shops/acme.jq fails on this message
                    {ignore: error(.email)}      ~ config/shops/acme.jq fails on this message
                    {ignore: nothing_such}       ~ config/shops/acme.jq fails on this message: Function nothing_such/0 does not exist
                    def f: f; f                  ~ config/shops/acme.jq calls itself without end on this message
                    last(range(1000000000000))   ~ config/shops/acme.jq goes on without end on this message
                    [range(1000000000000)]       ~ config/shops/acme.jq goes on without end on this message
                    try last(range(1e12)) catch 1 ~ config/shops/acme.jq goes on without end on this message
                    """)
    void a_failure_repeats_nothing_of_the_message(String jq, String sentence) {
        assertThat(refused(jq)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ignore: ($ENV | tojson)}",
                "{ignore: input}",
                "{ignore: input_filename}",
                "{ignore: ([inputs] | tojson)}",
                "include \"lib\"; {ignore: \"x\"}",
                "import \"lib\" as lib; {ignore: \"x\"}",
                "import \"lib\" as $lib; {ignore: ($lib | tojson)}",
                "{ignore: (0 | localtime | tojson)}",
            })
    void a_mapping_reaches_nothing_outside_its_message(String jq) {
        assertThat(refused(jq)).startsWith("config/shops/acme.jq ");
    }

    @Test
    void there_is_no_environment_and_no_clock() {
        assertThat(translate("{ignore: ([env, now] | tojson)}"))
                .isEqualTo(new Translation.Ignored("[null,null]"));
    }

    @Test
    void what_is_no_jq_is_told_with_file_and_line() {
        assertUnreadable(
                "def a: 1;\n",
                "{order: .\n}}",
                "config/shops/acme.jq is no jq from line 2, column 2");
        assertUnreadable(
                "def a: ;\n", "{order: .}", "config/shops/lib.jq is no jq from line 1, column 8");
    }

    private static void assertUnreadable(String library, String source, String start) {
        assertThatExceptionOfType(MappingUnreadableException.class)
                .isThrownBy(() -> Mapping.compile("acme", library, source))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("mapping-unreadable"))
                .withMessageStartingWith(start);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2026-01-15 10:30:00          | Europe/Paris | 2026-01-15T09:30:00Z
                    2026-01-15T10:30:00          | Europe/Paris | 2026-01-15T09:30:00Z
                    2026-07-15T10:30:00.250      | Europe/Paris | 2026-07-15T08:30:00.250Z
                    2026-01-15T10:30:00+01:00    | UTC          | 2026-01-15T09:30:00Z
                    2026-01-15T10:30:00+0100     | UTC          | 2026-01-15T09:30:00Z
                    2026-01-15T10:30:00Z         | Europe/Paris | 2026-01-15T10:30:00Z
                    2026-01-15 10:30             | UTC          | 2026-01-15T10:30:00Z
                    2026-10-25 02:30:00          | Europe/Paris | 2026-10-25T00:30:00Z
                    1768469400                   | ''           | 2026-01-15T09:30:00Z
                    2026-01-15 10:30:00          | ''           | null
                    2026-01-15 10:30:00          | Nowhere/Town | null
                    0000-00-00 00:00:00          | UTC          | null
                    2026-02-30 10:30:00          | UTC          | null
                    soon                         | UTC          | null
                    """)
    void times_become_instants(String time, String zone, String instant) {
        assertThat(
                        translate(
                                "{ignore: (\"%s\" | to_instant(\"%s\") | tostring)}"
                                        .formatted(time, zone)))
                .isEqualTo(new Translation.Ignored(instant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Participant 2 e-mail     | Participant {n} e-mail | 2
                    participant 12 E-MAIL: * | Participant {n} e-mail | 12
                    E-mail                   | e-mail                 | 1
                    Participant e-mail       | Participant {n} e-mail | null
                    Participant 0 e-mail     | Participant {n} e-mail | null
                    Participant x e-mail     | Participant {n} e-mail | null
                    ΣΥΜΜΕΤΈΧΩΝ 3             | Συμμετέχων {n}         | 3
                    """)
    void labels_name_their_seat(String label, String pattern, String seat) {
        assertThat(
                        translate(
                                "{ignore: (\"%s\" | seat_fields({email: [\"x\", \"%s\"]}) | .email | tostring)}"
                                        .formatted(label, pattern)))
                .isEqualTo(new Translation.Ignored(seat));
    }

    @Test
    void texts_and_numbers_are_read_digit_for_digit() {
        assertThat(
                        translate(
                                "{ignore: ([.id, .email, .number, 2.50, true, false, .none] | map(text) | tojson)}"))
                .isEqualTo(
                        new Translation.Ignored(
                                "[\"9007199254740993\",\"ana@example.org\",\"5\",\"2.5\",\"true\",null,null]"));
        assertThat(
                        translate(
                                "{ignore: ([\"2\", 2.0, \"2.000\", -1, \"x\", 1.5, 1e99, .id] | map(whole) | tojson)}"))
                .isEqualTo(new Translation.Ignored("[2,2,2,-1,null,null,null,null]"));
    }

    @ParameterizedTest
    @CsvSource({
        "'SCI-1', 'variation:5', A",
        "'OTHER', 'variation:5', B",
        "'COURSE-9', 'variation:6', D",
        "'COURSE-', 'x', D",
        "'OTHER', 'x', C",
        "'', 'OTHER', C",
        "'12345', 'x', E",
    })
    void a_product_is_found_by_the_first_key_named_and_the_longest_pattern(
            String first, String second, String code) {
        String products =
                "{\"SCI-1\": \"A\", \"variation:5\": \"B\", \"*\": \"C\", \"COURSE-*\": \"D\", \"12345\": \"E\"}";

        assertThat(
                        translate(
                                "{ignore: ([\"%s\", \"%s\"] | product_in(%s))}"
                                        .formatted(first, second, products)))
                .isEqualTo(new Translation.Ignored(code));
        assertThat(translate("{ignore: ([null, \"\", \"A\", \"B\"] | product_in({}))}"))
                .isEqualTo(new Translation.Ignored("A"));
    }

    @Test
    void what_says_nothing_is_not_there() {
        assertThat(translate("{ignore: (has(\"none\") | tostring)}"))
                .isEqualTo(new Translation.Ignored("false"));
    }

    @Test
    void many_threads_may_use_one_mapping() {
        Mapping mapping = ShopSamples.mapping("woocommerce");
        JsonNode expected = ShopSamples.expected("woocommerce-partial-refund");
        JsonNode input = ShopSamples.input("woocommerce-partial-refund");

        List<String> answers =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(i -> mapping.translate(input).json().toString())
                        .distinct()
                        .toList();

        assertThat(answers).containsExactly(expected.toString());
    }

    private static String refused(String jq) {
        Translation translation = translate(jq);
        assertThat(translation).isInstanceOf(Translation.Refused.class);
        assertThat(((Translation.Refused) translation).problem().code())
                .isEqualTo("mapping-failed");
        assertThat(translation.json().toString()).doesNotContain("ana@example.org");
        return ((Translation.Refused) translation).problem().message();
    }

    private static Translation translate(String jq) {
        return Mapping.compile("acme", "", jq).translate(json(MESSAGE));
    }

    private static JsonNode json(String text) {
        try {
            return ShopSamples.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
