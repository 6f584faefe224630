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
import org.moodlegateway.order.Problem;

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
                    2026-01-15 9:30 UTC          | Europe/Paris | 2026-01-15T09:30:00Z
                    2026-01-15 10:30:00 +0100    | UTC          | 2026-01-15T09:30:00Z
                    2026-01-15                   | Europe/Paris | 2026-01-14T23:00:00Z
                    2026/01/15 10:30             | Europe/Paris | 2026-01-15T09:30:00Z
                    15.01.2026 10:30             | Europe/Paris | 2026-01-15T09:30:00Z
                    5.1.2026, 10:30:05           | UTC          | 2026-01-05T10:30:05Z
                    15.01.2026                   | UTC          | 2026-01-15T00:00:00Z
                    Thu, 15 Jan 2026 09:30:00 GMT   | Europe/Paris | 2026-01-15T09:30:00Z
                    Thu, 15 Jan 2026 10:30:00 +0100 | ''        | 2026-01-15T09:30:00Z
                    1768469400                   | ''           | 2026-01-15T09:30:00Z
                    1768469400.25                | ''           | 2026-01-15T09:30:00.250Z
                    1768469400000                | ''           | 2026-01-15T09:30:00Z
                    ''                           | UTC          | null
                    0000-00-00 00:00:00          | ''           | null
                    0000-00-00                   | UTC          | null
                    -0001-11-30T00:00:00         | ''           | null
                    1899-12-30 00:00:00          | UTC          | null
                    """)
    void times_become_instants(String time, String zone, String instant) {
        assertThat(
                        translate(
                                "{ignore: (\"%s\" | to_instant(\"%s\") | tostring)}"
                                        .formatted(time, zone)))
                .isEqualTo(new Translation.Ignored(instant));
    }

    @Test
    void numbers_are_times_too() {
        assertThat(
                        translate(
                                "{ignore: ([1768469400, 1768469400000, null] | map(to_instant(\"\")) | tojson)}"))
                .isEqualTo(
                        new Translation.Ignored(
                                "[\"2026-01-15T09:30:00Z\",\"2026-01-15T09:30:00Z\",null]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    01/15/2026 10:30 AM       | MM/dd/yyyy hh:mm a      | Europe/Paris | 2026-01-15T09:30:00Z
                    15 january 2026           | d MMMM uuuu             | UTC          | 2026-01-15T00:00:00Z
                    20260115103000+0100       | uuuuMMddHHmmssX         | ''           | 2026-01-15T09:30:00Z
                    2026-01-15 10:30 Asia/Tokyo | uuuu-MM-dd HH:mm VV   | UTC          | 2026-01-15T01:30:00Z
                    0000-00-00                | dd/MM/yyyy              | UTC          | null
                    """)
    void a_pattern_reads_times_in_another_way_of_writing(
            String time, String pattern, String zone, String instant) {
        assertThat(
                        translate(
                                "{ignore: (\"%s\" | to_instant(\"%s\"; \"%s\") | tostring)}"
                                        .formatted(time, zone, pattern)))
                .isEqualTo(new Translation.Ignored(instant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "2026-01-15 10:30:00" | to_instant("")
                    "2026-01-15 10:30:00" | to_instant("Nowhere/Town")
                    "2026-02-30 10:30:00" | to_instant("UTC")
                    "01/02/2026"          | to_instant("UTC")
                    "31/02/2026"          | to_instant("UTC"; "dd/MM/yyyy")
                    "soon"                | to_instant("UTC")
                    {"date": "soon"}      | to_instant("UTC")
                    true                  | to_instant("UTC")
                    -5                    | to_instant("UTC")
                    """)
    void a_time_that_cannot_be_read_refuses_the_message_and_names_the_field(
            String time, String call) {
        JsonNode input =
                json(
                        "{\"message\": {\"a\": [{\"b\": 1}, {\"paid/at\": "
                                + time
                                + "}]}, \"parts\": {}}");
        String jq =
                "{ignore: (try (((.message.a[1][\"paid/at\"] | "
                        + call
                        + ")? // \"x\")) catch \"y\")}";

        Translation translation = Mapping.compile("acme", "", jq).translate(input);

        assertThat(translation).isInstanceOf(Translation.Refused.class);
        Problem problem = ((Translation.Refused) translation).problem();
        assertThat(problem.code()).isEqualTo("time-unreadable");
        assertThat(problem.pointer()).isEqualTo("/a/1/paid~1at");
        assertThat(problem.message()).startsWith("paid/at can't be read").doesNotContain("soon");
    }

    @Test
    void an_unreadable_time_of_an_answer_is_named_there() {
        JsonNode input =
                json(
                        "{\"message\": {\"id\": 5}, \"parts\": {\"order\": {\"body\": {\"at\": \"soon\"}}}}");

        Translation translation =
                Mapping.compile(
                                "acme",
                                "",
                                "{ignore: (.parts.order.body.at | to_instant(\"UTC\"))}")
                        .translate(input);

        assertThat(((Translation.Refused) translation).problem().pointer())
                .isEqualTo("/parts/order/body/at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    O&#039;Brien &amp; Andr&eacute;  | O'Brien & André
                    O&#x27;Brien &amp;#039;          | O'Brien '
                    A & B &nothing; &#xD800;         | A & B &nothing; &#xD800;
                    """)
    void entities_are_decoded(String written, String text) {
        assertThat(translate("{ignore: (\"%s\" | unescaped)}".formatted(written)))
                .isEqualTo(new Translation.Ignored(text));
    }

    @Test
    void what_is_ignored_may_have_a_type() {
        assertThat(translate("{ignore: {why: \"Nobody sits on it.\", type: \"payout.paid\"}}"))
                .isEqualTo(new Translation.Ignored("Nobody sits on it.", "payout.paid"));
        assertThat(refused("{ignore: {type: \"payout.paid\"}}")).contains("must say why");
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
                    _participant_2_email     | Participant {n} e-mail | 2
                    Participant 2 e-mail (required) [*] | Participant {n} e-mail | 2
                    Participant e-mail (2)   | Participant e-mail     | 2
                    E-mail (2)               | E-mail ({n})           | 2
                    Prenom  participant 2    | Prénom participant {n} | 2
                    (2)                      | Participant            | null
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
