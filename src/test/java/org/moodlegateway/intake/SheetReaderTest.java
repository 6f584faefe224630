package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.order.OrderRejectedException;

/** What spreadsheets write, read as rows. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SheetReaderTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private final SheetReader reader =
            new SheetReader(
                    List.of("id", "at", "name", "more"),
                    Set.of("at"),
                    Set.of("id"),
                    new FileLimits(100_000, 100),
                    PARIS);

    private List<CsvRow> csv(String text) {
        return read("rows.csv", text.getBytes(UTF_8));
    }

    private List<CsvRow> excel(Workbook workbook) {
        return read("rows.xlsx", workbook.bytes());
    }

    private List<CsvRow> read(String name, byte[] file) {
        List<CsvRow> rows = new ArrayList<>();
        reader.read(name, file, rows::add);
        return rows;
    }

    private String refusal(byte[] workbook) {
        List<String> codes = new ArrayList<>();
        assertThatThrownBy(() -> read("rows.xlsx", workbook))
                .isInstanceOfSatisfying(
                        OrderRejectedException.class, e -> codes.add(e.problem().code()));
        return codes.get(0);
    }

    @Test
    void a_row_may_end_before_its_empty_last_cells() {
        List<CsvRow> rows = csv("id,at,name,more\n1,,Ana,x\n2,,Bo\n3\n");

        assertThat(rows)
                .extracting(row -> row.at("id"), row -> row.at("name"), CsvRow::complete)
                .containsExactly(
                        tuple("1", "Ana", true), tuple("2", "Bo", true), tuple("3", "", true));
    }

    @Test
    void a_separator_at_the_end_of_each_row_is_no_column() {
        List<CsvRow> rows = csv("id;name;\r\n1;Ana;\r\n2;Bo;;;\r\n");

        assertThat(rows)
                .extracting(row -> row.at("name"), CsvRow::complete)
                .containsExactly(tuple("Ana", true), tuple("Bo", true));
    }

    @Test
    void a_column_without_a_name_is_left_out_unless_something_stands_in_it() {
        List<CsvRow> rows = csv("id,,name\n1,,Ana\n2,stray,Bo\n3,,Cy,stray\n,,,stray\n");

        assertThat(rows)
                .extracting(row -> row.at("id"), CsvRow::complete)
                .containsExactly(
                        tuple("1", true), tuple("2", false), tuple("3", false), tuple("", false));
    }

    @Test
    void a_first_line_that_names_the_separator_is_no_row() {
        for (String first : List.of("sep=;\r\n", "\uFEFFsep=;\n", "SEP=;\n", "\"sep=;\"\n")) {
            List<CsvRow> rows = csv(first + "id;name\n1;a, b, c\n");

            assertThat(rows)
                    .extracting(CsvRow::number, row -> row.at("name"))
                    .containsExactly(tuple(2L, "a, b, c"));
        }
        assertThat(csv("sep=\t\nid\tname\n1\tAna\n")).hasSize(1);
        assertThat(csv("id\tname\n1\tAna\n").get(0).at("name")).isEqualTo("Ana");
    }

    @Test
    void a_line_break_in_a_cell_is_one_space() {
        List<CsvRow> rows = csv("id,\"na\nme\"\n1,x\n".replace("na\nme", "name\n"));
        List<CsvRow> broken = csv("id,name\n1,\"Anna \r\n Maria\"\n2,\"\nBo\u2028Li\n\"\n");

        assertThat(rows.get(0).at("name")).isEqualTo("x");
        assertThat(broken).extracting(row -> row.at("name")).containsExactly("Anna Maria", "Bo Li");
    }

    @Test
    void spaces_that_do_not_break_are_no_part_of_a_cell() {
        assertThat(csv("id,name\u00A0\n1,\u00A0ana@example.org\u00A0\n").get(0).at("name"))
                .isEqualTo("ana@example.org");
    }

    @Test
    void the_first_sheet_that_one_sees_is_the_same_table() {
        List<CsvRow> rows =
                excel(
                        new Workbook()
                                .skip(1)
                                .row("Id", null, "name ", "more")
                                .row(1, "left out?", "Anna\nMaria")
                                .skip(1)
                                .row(12345678901L, null, "Bo", true)
                                .row("A-3", null, 0.1 + 0.2, 360.0));

        assertThat(rows)
                .extracting(
                        CsvRow::number,
                        row -> row.at("id"),
                        row -> row.at("name"),
                        row -> row.at("more"),
                        CsvRow::complete)
                .containsExactly(
                        tuple(3L, "1", "Anna Maria", "", false),
                        tuple(5L, "12345678901", "Bo", "true", true),
                        tuple(6L, "A-3", "0.3", "360", true));
    }

    @Test
    void dates_are_dates_in_the_zone_of_the_gateway_summer_and_winter() {
        List<CsvRow> rows =
                excel(
                        new Workbook()
                                .row("id", "at", "name")
                                .row(1, Workbook.date("46037.4375"), Workbook.day("46037"))
                                .row(2, Workbook.day("46204"), Workbook.date("46204.4375"))
                                .row(3, 46204.4375, 46204)
                                .row(4, "2026-07-01T10:30:00Z", "x")
                                .row(
                                        5,
                                        Workbook.formula("A2+1", " s=\"1\"", "46037.999999999996"),
                                        Workbook.formula("B2", " t=\"str\"", "Ana")));

        assertThat(rows)
                .extracting(row -> row.at("at"), row -> row.at("name"))
                .containsExactly(
                        tuple("2026-01-15T09:30:00Z", "2026-01-15"),
                        tuple("2026-06-30T22:00:00Z", "2026-07-01T10:30"),
                        tuple("2026-07-01T08:30:00Z", "46204"),
                        tuple("2026-07-01T10:30:00Z", "x"),
                        tuple("2026-01-15T23:00:00Z", "Ana"));
    }

    @Test
    void a_workbook_may_count_its_days_from_1904() {
        List<CsvRow> rows =
                excel(
                        new Workbook()
                                .since1904()
                                .row("id", "at")
                                .row(1, Workbook.date("44575.4375")));

        assertThat(rows.get(0).at("at")).isEqualTo("2026-01-15T09:30:00Z");
    }

    @Test
    void what_is_no_workbook_is_refused_as_a_whole() {
        byte[] good = new Workbook().row("id").row(1).bytes();

        assertThat(refusal("PK\u0003\u0004".getBytes(UTF_8))).isEqualTo("xlsx-unreadable");
        assertThat(refusal(new byte[0])).isEqualTo("xlsx-unreadable");
        assertThat(refusal("id,name\n1,Ana\n".getBytes(UTF_8))).isEqualTo("xlsx-unreadable");
        assertThat(refusal(Arrays.copyOf(good, good.length / 2))).isEqualTo("xlsx-unreadable");
        assertThat(
                        refusal(
                                new Workbook()
                                        .row("id")
                                        .row("x")
                                        .part("xl/sharedStrings.xml", "<sst/>")
                                        .bytes()))
                .isEqualTo("xlsx-unreadable");
        assertThat(
                        refusal(
                                new Workbook()
                                        .part(
                                                "xl/worksheets/sheet2.xml",
                                                "<worksheet><sheetData><row")
                                        .bytes()))
                .isEqualTo("xlsx-unreadable");
        assertThat(refusal(new Workbook().bytes())).isEqualTo("csv-columns");
        byte[] old =
                Arrays.copyOf(
                        new byte[] {
                            (byte) 0xD0,
                            (byte) 0xCF,
                            0x11,
                            (byte) 0xE0,
                            (byte) 0xA1,
                            (byte) 0xB1,
                            0x1A,
                            (byte) 0xE1
                        },
                        600);
        assertThat(refusal(old)).isEqualTo("xlsx-unreadable");
    }

    @Test
    void any_half_of_a_workbook_is_refused_or_read_and_never_anything_else() {
        byte[] good = new Workbook().row("id", "at").row(1, Workbook.date("46037")).bytes();
        for (int length = 0; length < good.length; length += 7) {
            assertThat(refusal(Arrays.copyOf(good, length))).isEqualTo("xlsx-unreadable");
        }
        for (int place = 0; place < good.length; place += 3) {
            byte[] bent = good.clone();
            bent[place] ^= 0x15;
            try {
                read("rows.xlsx", bent);
            } catch (OrderRejectedException e) {
                assertThat(e.problem().message()).isNotEmpty();
            }
        }
    }

    @Test
    void a_small_file_that_becomes_large_is_refused_before_it_does() {
        String much = "<si><t>" + " ".repeat(3_000_000) + "</t></si>";

        assertThat(refusal(new Workbook().part("bomb.xml", much).bytes()))
                .isEqualTo("file-too-large");
        assertThat(
                        refusal(
                                new Workbook()
                                        .part(
                                                "texts.xml",
                                                "<sst>"
                                                        + "<si><t>x</t></si>".repeat(10)
                                                        + much.substring(0, 500_000)
                                                        + "</t></si></sst>")
                                        .bytes()))
                .isEqualTo("file-too-large");
    }

    @Test
    void a_cell_or_a_text_that_cannot_be_is_refused() {
        Map<String, String> cells =
                Map.of(
                        "far right", "<c r=\"ZZZZZZ1\"><v>1</v></c>",
                        "no such text", "<c r=\"A1\" t=\"s\"><v>2000000000</v></c>");
        cells.forEach(
                (name, cell) ->
                        assertThat(
                                        refusal(
                                                new Workbook()
                                                        .part(
                                                                "xl/worksheets/sheet2.xml",
                                                                "<worksheet><sheetData><row r=\"1\">"
                                                                        + cell
                                                                        + "</row></sheetData></worksheet>")
                                                        .bytes()))
                                .as(name)
                                .isEqualTo("xlsx-unreadable"));
    }

    @Test
    void more_rows_than_allowed_are_refused() {
        Workbook workbook = new Workbook().row("id");
        for (int i = 0; i < 101; i++) {
            workbook.row(i);
        }

        assertThat(refusal(workbook.bytes())).isEqualTo("file-too-long");
    }

    @Test
    void an_entity_of_a_workbook_leads_nowhere() {
        String sheet =
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet><sheetData>"
                        + "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id&e;</t></is></c></row>"
                        + "</sheetData></worksheet>";

        assertThat(refusal(new Workbook().part("xl/worksheets/sheet2.xml", sheet).bytes()))
                .isIn("xlsx-unreadable", "csv-columns");
    }
}
