package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The payloads named "of PHP" were written by PHP 8.2. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PhpDataTest {
    /** An object in two places, properties that are not public, a class of the plugin's. */
    private static final String SHARED_OF_PHP =
            "Tzo4OiJzdGRDbGFzcyI6NTp7czo1OiJ1c2VycyI7YToyOntzOjc6InN0dWRlbnQiO2E6MTp7czoxNToiYW5hQGV4"
                    + "YW1wbGUub3JnIjtPOjg6InN0ZENsYXNzIjozOntzOjk6ImZpcnN0bmFtZSI7czozOiJBbmEiO3M6ODoibGFz"
                    + "dG5hbWUiO3M6ODoixYFVS0FTSUsiO3M6NToiZW1haWwiO3M6MTU6ImFuYUBleGFtcGxlLm9yZyI7fX1zOjc6"
                    + "InRlYWNoZXIiO2E6MTp7czoxNToiYW5hQGV4YW1wbGUub3JnIjtyOjQ7fX1zOjEzOiJoYW5kbGVycGFyYW1z"
                    + "IjtzOjE0OiJjb3Vyc2VuYW1lPVNDSSI7czoxNToiY2F0YWxvZ2l0ZW1kYXRhIjtPOjEyOiJDYXRhbG9nX0l0"
                    + "ZW0iOjM6e3M6MToiYSI7aToxO3M6NDoiACoAYiI7czo0OiJ6d2VpIjtzOjE1OiIAQ2F0YWxvZ19JdGVtAGMi"
                    + "O2E6Mjp7aTowO2k6MTtpOjE7aToyO319czoyOiJpZCI7czoxOiIxIjtzOjc6ImJsb2NraWQiO2k6MDt9";

    /** Scalars of all types, and one variable in two places. */
    private static final String SCALARS_OF_PHP =
            "YTo4OntzOjE6ImEiO2Q6MS41O3M6MToiYiI7ZDotMC4xO3M6MToiYyI7ZDoxLjBFKzI1O3M6MToiZCI7YjoxO3M6"
                    + "MToiZSI7TjtpOjU7czoxOiJ4IjtzOjI6InIxIjtzOjQ6InNhbWUiO3M6MjoicjIiO1I6ODt9";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void scalars_and_a_shared_variable_are_read_as_php_wrote_them() throws Exception {
        assertThat(PhpData.decode(SCALARS_OF_PHP))
                .isEqualTo(
                        JSON.readerFor(JsonNode.class)
                                .with(
                                        com.fasterxml.jackson.databind.DeserializationFeature
                                                .USE_BIG_DECIMAL_FOR_FLOATS)
                                .with(
                                        com.fasterxml.jackson.databind.DeserializationFeature
                                                .USE_LONG_FOR_INTS)
                                .readValue(
                                        """
                                        {"a": 1.5, "b": -0.1, "c": 1.0E+25, "d": true, "e": null, "5": "x",
                                         "r1": "same", "r2": "same"}
                                        """));
    }

    @Test
    void one_person_in_two_roles_is_read_twice() throws Exception {
        JsonNode users = PhpData.decode(SHARED_OF_PHP).path("users");

        assertThat(users.at("/teacher/ana@example.org"))
                .isEqualTo(users.at("/student/ana@example.org"));
        assertThat(users.at("/teacher/ana@example.org/lastname").asText()).isEqualTo("ŁUKASIK");
    }

    @Test
    void an_object_of_any_class_is_read_as_data() throws Exception {
        assertThat(PhpData.decode(SHARED_OF_PHP).path("catalogitemdata").toString())
                .isEqualTo("{\"a\":1,\"b\":\"zwei\",\"c\":{\"0\":1,\"1\":2}}");
    }

    @Test
    void lengths_count_bytes() throws Exception {
        assertThat(decoded("s:11:\"Zoé 日本\";").isNull()).isFalse();
        assertThatThrownBy(() -> decoded("s:6:\"Zoé 日本\";"))
                .isInstanceOf(PhpUnreadableException.class);
    }

    @Test
    void an_empty_column_is_nothing() throws Exception {
        assertThat(PhpData.decode("").isNull()).isTrue();
        assertThat(PhpData.decode(" ").isNull()).isTrue();
        assertThat(decoded("a:0:{}").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N",
                "N;N;",
                "b:2;",
                "i:1.5;",
                "i:;",
                "i:01;",
                "i:9223372036854775808;",
                "d:INF;",
                "d:NAN;",
                "d:1e9999;",
                "s:3:\"ab\";",
                "s:99999999:\"ab\";",
                "s:-1:\"\";",
                "S:1:\"a\";",
                "a:1:{}",
                "a:2:{i:0;i:1;}",
                "a:1:{i:0;i:1;i:1;i:1;}",
                "a:9999999:{",
                "a:1:{N;i:1;}",
                "a:2:{i:0;i:1;i:0;i:2;}",
                "a:2:{i:0;i:1;s:1:\"0\";i:2;}",
                "a:1:{i:0;R:1;}",
                "a:1:{i:0;r:1;}",
                "R:1;",
                "a:1:{i:0;r:7;}",
                "O:0:\"\":0:{}",
                "O:8:\"stdClass\":1:{}",
                "C:11:\"ArrayObject\":4:{x:i;}",
                "E:11:\"Suit:Hearts\";",
                "x:1;"
            })
    void what_is_not_plain_data_is_refused(String serialized) {
        assertThatThrownBy(() -> PhpReader.read(serialized.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PhpUnreadableException.class);
    }

    @Test
    void what_is_not_base64_or_not_utf8_is_refused() {
        assertThatThrownBy(() -> PhpData.decode("a:0:{}"))
                .isInstanceOf(PhpUnreadableException.class)
                .hasMessage("is not base64");
        assertThatThrownBy(() -> PhpReader.read("s:1:\"é\";".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void what_is_too_deep_too_much_or_too_long_is_refused() {
        assertThatThrownBy(() -> decoded("a:1:{i:0;".repeat(40) + "N;" + "}".repeat(40)))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> decoded("a:60000:{" + numbered(60_000) + "}"))
                .hasMessageContaining("more than 50000 values");
        assertThatThrownBy(() -> decoded("s:2000000:\"" + "a".repeat(2_000_000) + "\";"))
                .hasMessageContaining("bytes");
    }

    @Test
    void what_grows_by_references_is_refused_before_it_grows() {
        StringBuilder growing = new StringBuilder("a:30:{i:0;a:2:{i:0;i:1;i:1;i:1;}");
        int previous = 2;
        int number = 5;
        for (int i = 1; i < 30; i++) {
            growing.append("i:%d;a:2:{i:0;R:%d;i:1;R:%d;}".formatted(i, previous, previous));
            previous = number++;
        }

        assertThatThrownBy(() -> decoded(growing + "}")).hasMessageContaining("more than 50000");
    }

    @Test
    void ten_thousand_spoilt_payloads_are_read_or_refused_and_nothing_else() throws Exception {
        List<byte[]> good = payloads();
        Random random = new Random(20260115);

        int refused =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(60),
                        () -> {
                            int count = 0;
                            for (int i = 0; i < 10_000; i++) {
                                byte[] spoilt = Spoilt.one(good.get(i % good.size()), random);
                                try {
                                    PhpReader.read(spoilt);
                                } catch (PhpUnreadableException e) {
                                    count++;
                                    assertThat(e.getMessage()).hasSizeLessThan(120);
                                }
                            }
                            return count;
                        });

        assertThat(refused).isBetween(5_000, 10_000);
    }

    private static List<byte[]> payloads() throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        List<String> columns = new ArrayList<>(List.of(SCALARS_OF_PHP, SHARED_OF_PHP));
        for (JsonNode item : SampleRows.of("local_shop_billitem")) {
            columns.add(item.path("productiondata").asText());
            columns.add(item.path("customerdata").asText());
        }
        columns.removeIf(String::isEmpty);
        columns.forEach(column -> payloads.add(Base64.getDecoder().decode(column)));
        return payloads;
    }

    private static JsonNode decoded(String serialized) throws PhpUnreadableException {
        return PhpData.decode(
                Base64.getEncoder().encodeToString(serialized.getBytes(StandardCharsets.UTF_8)));
    }

    private static String numbered(int count) {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < count; i++) {
            members.append("i:").append(i).append(";N;");
        }
        return members.toString();
    }
}
