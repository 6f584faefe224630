package org.moodlegateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.seat.Handlers;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CatalogueReaderTest {
    private static final String GOOD =
            """
            products:
              # a comment
              - code: SCI-180
                name: { en: "Science", fr: "Sciences" }
                handler: std_setuponecoursesession
                parameters: coursename=SCI&duration=180
                seats: true
                renewable: true
                renewal: { mode: on-order, period: P180D, lead: P7D, reminders: [P30D, PT12H], on-expiry: keep }
            """;

    @TempDir Path folder;

    @Test
    void a_product_is_read() throws IOException {
        Catalogue catalogue = read(GOOD);

        assertThat(catalogue.problems()).isEmpty();
        assertThat(catalogue.find("SCI-180"))
                .contains(
                        new Product(
                                "SCI-180",
                                Map.of("en", "Science", "fr", "Sciences"),
                                "setuponecoursesession",
                                Map.of("coursename", "SCI", "duration", "180"),
                                true,
                                true,
                                Ending.SUSPEND,
                                RenewalTerms.parse("on_order;P180D;P7D;P30D,PT12H;keep;P0D")));
        assertThat(catalogue.find("sci-180")).isEmpty();
    }

    @Test
    void parameters_mean_the_same_as_text_and_as_a_block() throws IOException {
        Catalogue text = read(withParameters("coursename=0180&endtime=+7D +10H&role="));
        Catalogue block =
                read(
                        withParameters(
                                """

                                      coursename: 0180
                                      endtime: +7D +10H
                                      role:
                                """));

        assertThat(block.problems()).isEmpty();
        assertThat(block.products()).isEqualTo(text.products());
        assertThat(block.products().get(0).parameters())
                .isEqualTo(Map.of("coursename", "0180", "endtime", "+7D +10H"));
    }

    private static String withParameters(String parameters) {
        return GOOD.replace("coursename=SCI&duration=180", parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duration=180   | duration=abc        | 6 | parameter-invalid   |"
                        + " /products/0/parameters/duration    | duration=abc is not a whole number of"
                        + " days",
                "duration=180   | duration=1=2        | 6 | parameter-invalid   |"
                        + " /products/0/parameters             | \"duration=1=2\" has more than one =",
                "duration=180   | duration=1&duration=2 | 6 | parameter-conflict |"
                        + " /products/0/parameters            | duration=1 and duration=2 can't both"
                        + " stand",
                "duration=180   | startdate=1&starttime=2 | 6 | parameter-conflict |"
                        + " /products/0/parameters/starttime | starttime=2 contradicts startdate=1",
                "duration=180   | colour=red          | 6 | parameter-unknown   |"
                        + " /products/0/parameters/colour      | colour=red is not known",
                "duration=180   | role=chef           | 6 | role-unknown        |"
                        + " /products/0/parameters/role        | role=chef is none of the roles"
                        + " student, teacher",
                "duration=180   | enrol=self          | 6 | parameter-invalid   |"
                        + " /products/0/parameters/enrol       | enrol=self can't be written",
                "duration=180   | endtime=0           | 6 | parameter-invalid   |"
                        + " /products/0/parameters/endtime     | endtime=0 ends the seat no later than"
                        + " it starts",
                "coursename=SCI& | ''                 | 6 | parameter-missing   |"
                        + " /products/0/parameters             | coursename is missing",
                "seats: true    | seats: maybe        | 7 | value-invalid       | /products/0/seats"
                        + "                  | seats must be true or false, not maybe",
                "seats: true    | seats: false        | 7 | product-needs-seats | /products/0/seats"
                        + "                  | needs seats: true",
                "seats: true    | seat: true          | 7 | key-unknown         | /products/0/seat "
                        + "                  | seat is not known; known are buyer-learns, code",
                "seats: true    | code: OTHER         | 7 | key-repeated        | /products/0/code "
                        + "                  | code stands twice",
                "renewable: true | buyer-learns: often | 8 | value-invalid  | /products/0/buyer-learns "
                        + "                  | must be never or alone, not often",
                "renewable: true | renewable: 1       | 8 | value-invalid       |"
                        + " /products/0/renewable              | renewable must be true or false, not"
                        + " 1",
                "P180D          | half a year         | 9 | value-invalid       |"
                        + " /products/0/renewal/period         | period is no period",
                "[P30D, PT12H]  | P30D                | 9 | value-invalid       |"
                        + " /products/0/renewal/reminders      | reminders must be a list",
                "[P30D, PT12H]  | [P30D, soon]        | 9 | value-invalid       |"
                        + " /products/0/renewal/reminders/1    | is no period such as P30D or PT12H:"
                        + " soon",
                "mode: on-order | mood: on-order      | 9 | key-unknown         |"
                        + " /products/0/renewal/mood           | mood is not known",
                "std_setuponecoursesession | std_dance | 5 | handler-unknown    |"
                        + " /products/0/handler                | handler=dance is none of"
                        + " enrolonecourse, extendenrolperiod, generateseats, setupcoursesession",
                "handler: std_setuponecoursesession | '' | 3 | value-missing    | /products/0      "
                        + "                  | handler is missing",
            })
    void a_problem_has_file_line_product_pointer_and_sentence(
            String piece, String other, int line, String code, String pointer, String sentence)
            throws IOException {
        Catalogue catalogue = read(GOOD.replace(piece, other));

        CatalogueProblem problem = catalogue.problems().get(0);
        assertThat(problem.problem().code()).isEqualTo(code);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.product()).isEqualTo("SCI-180");
        assertThat(problem.problem().pointer()).isEqualTo(pointer);
        assertThat(problem.problem().message()).startsWith("product SCI-180: ").contains(sentence);
        assertThat(problem).hasToString(file() + ":" + line + ": " + problem.problem().message());
        assertThat(problem.located().message()).isEqualTo(problem.toString());
        assertThat(catalogue.find("SCI-180")).isEmpty();
        assertThat(catalogue.problem("SCI-180")).contains(problem.problem());
    }

    @Test
    void a_parameter_in_a_block_is_told_by_its_own_line() throws IOException {
        String block =
                """

                      coursename: SCI
                      duration: abc
                """;

        assertThat(read(withParameters(block)).problems())
                .extracting(CatalogueProblem::line)
                .containsExactly(8);
    }

    @Test
    void a_bad_product_stops_only_itself() throws IOException {
        Catalogue catalogue =
                read(
                        """
                        products:
                          - { code: A, handler: enrolonecourse, parameters: coursename=SCI }
                          - { code: B, handler: enrolonecourse, parameters: role=student }
                          - { handler: enrolonecourse, parameters: coursename=SCI }
                          - just text
                          - { code: C, handler: enrolonecourse, parameters: coursename=SCI }
                        """);

        assertThat(catalogue.products()).extracting(Product::code).containsExactly("A", "C");
        assertThat(catalogue.problems())
                .extracting(CatalogueProblem::line)
                .containsExactly(3, 4, 5, 5);
    }

    @Test
    void everything_that_is_wrong_with_the_form_of_a_product_is_told_at_once() throws IOException {
        String bad = GOOD.replace("seats: true", "seats: 7").replace("P7D", "soon");

        assertThat(read(bad).problems()).extracting(CatalogueProblem::line).containsExactly(7, 9);
    }

    @Test
    void a_code_that_stands_twice_is_refused_both_times() throws IOException {
        Catalogue catalogue =
                read(
                        """
                        products:
                          - { code: A, handler: enrolonecourse, parameters: coursename=SCI }
                          - { code: A, handler: enrolonecourse, parameters: coursename=MATH }
                        """);

        assertThat(catalogue.find("A")).isEmpty();
        assertThat(catalogue.problems())
                .extracting(CatalogueProblem::line, problem -> problem.problem().code())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, "product-repeated"),
                        org.assertj.core.groups.Tuple.tuple(3, "product-repeated"));
    }

    @Test
    void an_unknown_key_beside_the_products_is_told_and_stops_none() throws IOException {
        Catalogue catalogue = read(GOOD + "product: []\n");

        assertThat(catalogue.products()).hasSize(1);
        assertThat(catalogue.problems())
                .singleElement()
                .hasToString(file() + ":10: product is not known; known are products");
    }

    @Test
    void an_empty_list_is_a_catalogue() throws IOException {
        assertThat(read("products: []").products()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 1 | the file has no list under products:",
                "products:                 | 1 | the file has no list under products:",
                "products: SCI             | 1 | the file has no list under products:",
                "- code: A                 | 1 | the file has no list under products:",
                "products: [               | 1 | the file is not YAML: ",
                "products: [\"\\a           | 1 | the file is not YAML: ",
                "a: b: c                   | 1 | the file is not YAML: ",
                "a: *b                     | 1 | the file is not YAML: ",
            })
    void a_file_that_is_no_catalogue_is_refused_whole(String text, int line, String sentence) {
        CatalogueUnreadableException refusal =
                catchThrowableOfType(CatalogueUnreadableException.class, () -> read(text));

        assertThat(refusal.problem().problem().code()).isEqualTo("catalogue-unreadable");
        assertThat(refusal).hasMessageStartingWith(file() + ":" + line + ": " + sentence);
    }

    @Test
    void the_line_where_yaml_ends_is_told() {
        String text = GOOD + "  - code: X\n\thandler: tabbed\n";

        assertThat(catchThrowableOfType(CatalogueUnreadableException.class, () -> read(text)))
                .hasMessageStartingWith(file() + ":11: the file is not YAML");
    }

    @Test
    void a_file_that_is_missing_or_no_text_is_refused_whole() throws IOException {
        assertThat(
                        catchThrowableOfType(
                                CatalogueUnreadableException.class, () -> reader().read(file())))
                .hasMessage(file() + ":1: the file does not exist");
        Files.write(file(), "products: [é]".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(
                        catchThrowableOfType(
                                CatalogueUnreadableException.class, () -> reader().read(file())))
                .hasMessage(file() + ":1: the file is not UTF-8 text");
    }

    @Test
    void the_shipped_catalogue_has_no_problem() {
        Catalogue catalogue = reader().read(Path.of("config/products.yaml"));

        assertThat(catalogue.problems()).isEmpty();
        assertThat(catalogue.products()).hasSizeGreaterThanOrEqualTo(5);
    }

    private Catalogue read(String text) throws IOException {
        Files.writeString(file(), text);
        return reader().read(file());
    }

    private Path file() {
        return folder.resolve("products.yaml");
    }

    private static CatalogueReader reader() {
        Handlers handlers = Handlers.standard(ZoneOffset.UTC, Set.of("student", "teacher"), 1000);
        return new CatalogueReader(handlers::check);
    }
}
