package org.moodlegateway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderReaderTest {
    private final OrderReader reader = new OrderReader();

    @Test
    void a_complete_order_is_read() {
        Order order = reader.read(TestJson.parse(TestJson.ORDER), "web");

        assertThat(order)
                .isEqualTo(
                        new Order(
                                "web",
                                "A-1001",
                                "TX0001",
                                OrderStatus.PAID,
                                Instant.parse("2026-01-15T09:30:02Z"),
                                Instant.parse("2026-01-15T09:28:00Z"),
                                Instant.parse("2026-01-15T09:30:00Z"),
                                false,
                                "EUR",
                                "180.00",
                                "",
                                new Buyer("office@example.org", "Zoé", "Łukasik", "FR", "fr"),
                                List.of(
                                        new Line(
                                                "1",
                                                "SCI-180",
                                                2,
                                                0,
                                                Map.of(),
                                                null,
                                                List.of(
                                                        new Participant(
                                                                "ana@example.org",
                                                                "Ana",
                                                                "Silva",
                                                                "student"))))));
    }

    @Test
    void numbers_may_be_texts_and_texts_numbers() {
        Order order =
                read(
                        """
                        {"id":12345678901234567890,"status":"paid","updatedAt":"2026-01-15T09:30:02Z",
                         "test":"true","total":180.00,
                         "lines":[{"id":7,"product":180,"quantity":" 2 ","refunded":"1.0"}]}
                        """);

        assertThat(order.id()).isEqualTo("12345678901234567890");
        assertThat(order.test()).isTrue();
        assertThat(order.total()).isEqualTo("180.00");
        assertThat(order.lines()).containsExactly(line("7", "180", 2, 1, null));
    }

    private static Line line(
            String id, String product, int quantity, Integer refunded, List<Participant> named) {
        Map<String, String> none = Map.of();
        return new Line(id, product, quantity, refunded, none, null, named, Line.Since.THIS_EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \\u00a0\"", "[]", "{}", "[null]", "{\"a\":null}"})
    void nothing_is_written_in_many_ways(String none) {
        Order order =
                read(
                        """
                        {"id":"1","status":"paid","updatedAt":"2026-01-15T09:30:02Z","shop":NONE,
                         "transaction":NONE,"placedAt":NONE,"paidAt":NONE,"test":NONE,"total":NONE,
                         "currency":NONE,"subscription":NONE,"buyer":NONE,"lines":[{"id":"1",
                         "product":"P","quantity":1,"refunded":NONE,"parameters":NONE,"renews":NONE,
                         "participants":NONE}]}
                        """
                                .replace("NONE", none));

        Line line = line("1", "P", 1, null, none.startsWith("[") ? List.of() : null);
        assertThat(order)
                .isEqualTo(
                        new Order(
                                "web",
                                "1",
                                "web:1",
                                OrderStatus.PAID,
                                Instant.parse("2026-01-15T09:30:02Z"),
                                null,
                                null,
                                false,
                                "",
                                "",
                                "",
                                Buyer.UNKNOWN,
                                List.of(line)));
    }

    @ParameterizedTest
    @CsvSource({"paid,null", "paid,{}", "placed,''", "placed,absent"})
    void a_placed_or_paid_order_says_its_lines(String status, String lines) {
        assertThat(refusal(withLines(status, lines))).isEqualTo("lines-missing /lines");
    }

    @Test
    void an_empty_list_of_lines_says_that_there_are_none() {
        assertThat(read(withLines("paid", "[]")).linesAsSaid()).isEmpty();
    }

    @Test
    void a_list_that_holds_no_line_is_no_empty_list() {
        assertThat(refusal(withLines("paid", "[null]"))).isEqualTo("schema /lines/0");
        assertThat(refusal(withLines("paid", "[{}]"))).isEqualTo("schema /lines/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "refunded"})
    void an_order_that_is_called_off_may_leave_out_its_lines(String status) {
        Order order = read(withLines(status, "null"));

        assertThat(order.linesAsSaid()).isNull();
        assertThat(order.lines()).isEmpty();
    }

    @Test
    void nobody_but_the_gateway_says_from_which_event_something_stems() {
        Order order =
                read(
                        withLines(
                                "paid",
                                """
                                [{"id":"1","product":"P","quantity":1,"since":{"participants":"2026-01-15T09:30:02Z paid"}}]
                                """));

        assertThat(order.lines()).containsExactly(line("1", "P", 1, null, null));
    }

    @Test
    void a_line_that_shrank_keeps_what_only_an_earlier_event_said_and_shows_what_still_fits() {
        String people = "[{\"email\":\"ana@example.org\"},{\"email\":\"bo@example.org\"}]";
        Order before =
                read(
                        withLines(
                                "paid",
                                "[{\"id\":\"1\",\"product\":\"P\",\"quantity\":3,\"refunded\":2,\"participants\":PEOPLE}]"
                                        .replace("PEOPLE", people)));
        Order shrunk =
                read(withLines("paid", "[{\"id\":\"1\",\"product\":\"P\",\"quantity\":1}]")
                                .replace("09:30:02", "09:31:00"))
                        .completedFrom(before);

        Order kept = reader.readKept(new OrderWriter().write(shrunk));

        assertThat(kept).isEqualTo(shrunk);
        assertThat(kept.lines().get(0).refunded()).isEqualTo(1);
        assertThat(kept.lines().get(0).named()).hasSize(2);
        assertThat(kept.lines().get(0).participants())
                .extracting(Participant::email)
                .containsExactly("ana@example.org");
    }

    private static String withLines(String status, String lines) {
        String json =
                """
                {"id":"1","status":"STATUS","updatedAt":"2026-01-15T09:30:02Z","lines":LINES}
                """
                        .replace("STATUS", status);
        return lines.equals("absent")
                ? json.replace(",\"lines\":LINES", "")
                : json.replace("LINES", lines.isEmpty() ? "\"\"" : lines);
    }

    private String refusal(String json) {
        OrderRejectedException refused =
                catchThrowableOfType(OrderRejectedException.class, () -> read(json));
        return refused.problem().code() + " " + refused.problem().pointer();
    }

    @Test
    void the_shop_of_the_path_is_enough_and_so_is_the_order_s_own() {
        assertThat(reader.read(TestJson.with("\"shop\":\"web\",", ""), "web").shop())
                .isEqualTo("web");
        assertThat(reader.read(TestJson.parse(TestJson.ORDER), "").shop()).isEqualTo("web");
    }

    @Test
    void dates_may_have_any_offset_and_are_kept_to_the_microsecond() {
        Order order =
                read(TestJson.with("2026-01-15T09:30:02Z", "2026-01-15t10:30:02.123456789+0100"));

        assertThat(order.updatedAt()).isEqualTo("2026-01-15T09:30:02.123456Z");
    }

    @ParameterizedTest
    @CsvSource({
        "fr, fr",
        "FR, fr",
        "fr-FR, fr",
        "fr_CA.UTF-8, fr",
        "pt@latin, pt",
        "french, ''",
        "7, ''"
    })
    void a_language_is_cut_to_its_name(String written, String language) {
        Order order = read(TestJson.with("\"fr\"", "\"" + written + "\""));

        assertThat(order.buyer().language()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"FR, FR", "fr, FR", "France, ''", "F1, ''", "UK, ''", "ZZ, ''"})
    void a_country_is_one_of_iso_3166_or_is_not_given(String written, String country) {
        Order order = read(TestJson.with("\"FR\"", "\"" + written + "\""));

        assertThat(order.buyer().country()).isEqualTo(country);
    }

    @Test
    void parameters_are_a_text_or_a_map() {
        Map<String, String> parameters =
                Map.of("role", "teacher", "duration", "30", "notbeforecourse", "true");

        assertThat(parameters("\"role=teacher&duration=30&notbeforecourse=true&endtime=\""))
                .isEqualTo(parameters);
        assertThat(
                        parameters(
                                """
                                {"role":"teacher","duration":30,"notbeforecourse":true,"endtime":""}
                                """))
                .isEqualTo(parameters);
    }

    private Map<String, String> parameters(String json) {
        JsonNode order = TestJson.with("\"parameters\":null", "\"parameters\":" + json);
        return read(order).lines().get(0).parameters();
    }

    @ParameterizedTest
    @CsvSource({"seat, SEAT", "order, ORDER", "subscription, SUBSCRIPTION"})
    void a_line_renews_one_thing(String key, Renews.Target target) {
        Order order = read(TestJson.with("\"renews\":null", "\"renews\":{\"" + key + "\":\"X\"}"));

        assertThat(order.lines().get(0).renews()).contains(new Renews(target, "X"));
    }

    @Test
    void nobody_is_left_out_of_the_participants() {
        Order order =
                read(
                        TestJson.with(
                                "\"participants\":[",
                                "\"participants\":[{},null,{\"role\":\"student\"},"));

        assertThat(order.lines().get(0).participants())
                .extracting(Participant::email)
                .containsExactly("ana@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"A-1001\"  | \"A\\n1\"        | text-control-character | /id",
                "\"shop\":\"web\" | \"shop\":\"other\" | shop-differs | /shop",
                "\"id\":\"A-1001\" | \"ident\":1 | schema | /id",
            })
    void what_no_line_or_person_is_to_blame_for_is_refused_with_code_and_pointer(
            String piece, String replacement, String code, String pointer) {
        Problem problem = refusal(TestJson.with(piece, replacement));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.pointer()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A < B",
                "5 > 3",
                "O'Neil \\\"Q\\\"",
                "\\ud83d\\ude00",
                "🙂",
                "Nguyễn & Søn"
            })
    void a_name_may_hold_what_moodle_keeps(String name) {
        Order order = read(TestJson.with("\"Ana\"", "\"" + name + "\""));

        assertThat(order.lines().get(0).participants().get(0).firstName()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":2 | \"quantity\":1.5 | quantity-invalid | /lines/0/quantity",
                "\"quantity\":2 | \"quantity\":0 | quantity-invalid | /lines/0/quantity",
                "\"quantity\":2 | \"quantity\":-1 | quantity-invalid | /lines/0/quantity",
                "\"quantity\":2 | \"quantity\":\"two\" | quantity-invalid | /lines/0/quantity",
                "\"quantity\":2 | \"quantity\":1000001 | quantity-invalid | /lines/0/quantity",
                "\"quantity\":2 | \"quantity\":1e999999999 | quantity-invalid | /lines/0/quantity",
                "\"quantity\":2 | \"quantity\":1e-999999999 | quantity-invalid | /lines/0/quantity",
                "\"refunded\":0 | \"refunded\":-1 | quantity-invalid | /lines/0/refunded",
                "\"refunded\":0 | \"refunded\":3 | refunded-too-many | /lines/0/refunded",
                "\"renews\":null | \"renews\":{\"seat\":\"A\",\"order\":\"B\"} | renews-unclear | /lines/0/renews",
                "\"renews\":null | \"renews\":{\"chair\":\"A\"} | renews-unclear | /lines/0/renews",
                "\"SCI-180\" | \"SCI\\n180\" | text-control-character | /lines/0/product",
                "\"parameters\":null | \"parameters\":\"a=b=c\" | parameter-invalid | /lines/0/parameters",
                "\"parameters\":null | \"parameters\":\"a=1&a=2\" | parameter-conflict | /lines/0/parameters",
                "\"parameters\":null | \"parameters\":{\"a\":1,\" a\":2} | parameter-conflict | /lines/0/parameters",
            })
    void what_is_wrong_with_one_line_stays_with_that_line(
            String piece, String replacement, String code, String pointer) {
        String other = "{\"id\":\"9\",\"product\":\"P\",\"quantity\":3}";
        Order order =
                read(
                        TestJson.ORDER
                                .replace(piece, replacement)
                                .replace("]}]}", "]}," + other + "]}"));

        Problem problem = order.lines().get(0).problem().orElseThrow();
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.pointer()).isEqualTo(pointer);
        assertThat(order.lines().get(1)).isEqualTo(line("9", "P", 3, null, null));
    }

    @Test
    void a_line_keeps_what_is_wrong_with_it() {
        Order order = read(TestJson.with("\"quantity\":2", "\"quantity\":1.5"));
        JsonNode written = new OrderWriter().write(order);

        assertThat(reader.readKept(written)).isEqualTo(order);
        assertThat(reader.read(written, "web").lines().get(0).problem())
                .contains(order.lines().get(0).problem().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Line\\nBreak\" | Line Break",
                "\"\\tAna \\u00a0 \\r\\n Maria\\u0000\" | Ana Maria",
                "\"Zo\\u0085\\u00e9\" | Zo é",
                "\"A\\ud800\" | A\ufffd",
                "\"<b>Ana</b>\" | <b>Ana</b>",
                "7 | 7",
            })
    void a_name_is_read_on_one_line_whatever_it_is(String written, String name) {
        Order order = read(TestJson.with("\"Ana\"", written));

        assertThat(order.lines().get(0).participants().get(0).firstName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"a, ''", "<b>, name-has-tags", "A <B, name-has-tags", "Ana <, name-has-tags"})
    void a_person_says_whether_moodle_takes_the_name(String name, String wrong) {
        assertThat(named(name).wrong()).isEqualTo(wrong);
        assertThat(new Participant("a@b.org", "Ana", name, "").wrong()).isEqualTo(wrong);
    }

    @Test
    void a_name_has_at_most_one_hundred_characters() {
        assertThat(named("a".repeat(100)).wrong()).isEmpty();
        assertThat(named("a".repeat(101)).wrong()).isEqualTo("name-too-long");
        assertThat(read(TestJson.with("\"Ana\"", "\"" + "a".repeat(5000) + "\"")).lines())
                .hasSize(1);
    }

    private static Participant named(String firstName) {
        return new Participant("a@b.org", firstName, "Silva", "");
    }

    @Test
    void an_e_mail_that_can_t_be_one_stays_with_its_person() {
        Order order = read(TestJson.with("\"ana@example.org\"", "\"a@b.org\\r\\nBcc: c@d.org\""));

        Participant participant = order.lines().get(0).participants().get(0);
        assertThat(participant.wrong()).isEqualTo("email-unusable");
        assertThat(participant.email()).doesNotContain("\n", "\r");
    }

    @Test
    void a_line_s_id_stands_once() {
        Problem problem =
                refusal(
                        TestJson.with(
                                "\"lines\":[",
                                "\"lines\":[{\"id\":1,\"product\":\"P\",\"quantity\":1},"));

        assertThat(problem.code()).isEqualTo("line-repeated");
        assertThat(problem.pointer()).isEqualTo("/lines/1/id");
    }

    @Test
    void an_order_without_any_shop_is_refused() {
        JsonNode order = TestJson.with("\"shop\":\"web\",", "");

        assertThat(
                        catchThrowableOfType(
                                        OrderRejectedException.class, () -> reader.read(order, ""))
                                .problem()
                                .code())
                .isEqualTo("shop-missing");
    }

    @Test
    void a_number_that_is_huge_when_written_out_stays_short() {
        JsonNode order = TestJson.with("\"total\":\"180.00\"", "\"total\":1e999999999");

        assertThat(read(order).total()).isEqualTo("1E+999999999");
    }

    private Order read(String json) {
        return read(TestJson.parse(json));
    }

    private Order read(JsonNode json) {
        return reader.read(json, "web");
    }

    private Problem refusal(JsonNode json) {
        return catchThrowableOfType(OrderRejectedException.class, () -> read(json)).problem();
    }
}
