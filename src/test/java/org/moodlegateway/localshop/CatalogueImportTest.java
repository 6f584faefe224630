package org.moodlegateway.localshop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.localshop.ImportedItem.Remark;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderReader;
import org.moodlegateway.order.Renews;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.OrderPlan;
import org.moodlegateway.seat.SeatReferences;
import org.moodlegateway.seat.SeatSplitter;
import org.moodlegateway.shop.Translation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CatalogueImportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Handlers HANDLERS =
            Handlers.standard(ZoneOffset.UTC, Set.of("student", "teacher"), 1000);

    @TempDir private Path folder;

    @Test
    void the_items_of_a_shop_become_good_products() throws IOException {
        List<ImportedItem> items = imported(SampleRows.of("local_shop_catalogitem"));

        Catalogue catalogue = catalogue(items);

        assertThat(catalogue.problems()).isEmpty();
        assertThat(catalogue.products())
                .extracting(Product::code)
                .containsExactly("PROD1", "RENEW180", "PACK5");
        Product first = catalogue.products().get(0);
        assertThat(first.handler()).isEqualTo("setupcoursesession");
        assertThat(first.names()).isEqualTo(Map.of("fr", "Science 180 jours"));
        assertThat(first.seats()).isTrue();
        assertThat(first.renewable()).isTrue();
        assertThat(first.parameters())
                .isEqualTo(
                        Map.of(
                                "coursename", "SCI",
                                "duration", "180",
                                "supervisor", "teacher",
                                "customersupport", "HELP"));
    }

    @Test
    void bills_and_catalogue_together_give_the_seats_that_renewals_name() throws IOException {
        Catalogue catalogue = catalogue(imported(SampleRows.of("local_shop_catalogitem")));
        OrderPlan bought = plan(41, catalogue);
        OrderPlan renewal = plan(43, catalogue);

        assertThat(bought.seats()).hasSize(3);
        assertThat(bought.seats().get(0).terms().start())
                .isEqualTo(Instant.parse("2026-01-15T09:30:00Z"));
        assertThat(renewal.lines().get(0).renewal().orElseThrow().target())
                .isEqualTo(new Renews(Renews.Target.SEAT, SeatReferences.of(bought).get(0)));
    }

    @Test
    void the_report_says_of_each_item_what_it_means() throws IOException {
        String report = ImportReport.of(imported(SampleRows.of("local_shop_catalogitem")));

        assertThat(report)
                .contains(
                        "3 items, 3 products",
                        "each of the quantity is a seat in SCI as student; it ends after 180 days of"
                                + " 24 hours; the buyer also gets into HELP.",
                        "each of the quantity is 180 days more for the seat that the line names.",
                        "5 for each of the quantity: seats to give away later, in one of SCI,MATH as"
                                + " student; it has no end.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coursename=SCI&duration=30|0|duration=30|ends after 30 days|no end",
                "coursename=SCI&endtime=+30D|0|endtime=+30D|so long after the start|never worked",
                "coursename=SCI|1|renewable|365 days of the calendar|365 times 24 hours",
                "courseid=SCI|0|courseid|taken as coursename|among the short names",
                "courseidnumber=SCI|0|courseidnumber=SCI|by its idnumber|refused after payment",
                "coursename=SCI&requiredroles=a|0|requiredroles|left out|the roles for which",
                "coursename=SCI&bogus=a|0|bogus|left out|not read",
                "coursename=SCI=X|0|coursename|follows a second =|the same",
                "coursename=SCI&role=a&role=student|0|role|the last counts|the same",
                "coursename=S%20I|0|coursename=S%20I|letter by letter|the same"
            })
    void what_differs_is_said(
            String parameters, int renewable, String about, String here, String there)
            throws IOException {
        ObjectNode row = row("X", "std_setuponecoursesession", parameters);
        row.put("renewable", renewable);

        ImportedItem item = imported(List.of(row)).get(0);

        assertThat(item.leftOut()).isEmpty();
        assertThat(item.remarks())
                .filteredOn(remark -> remark.about().equals(about))
                .hasSize(1)
                .allSatisfy(
                        remark -> {
                            assertThat(remark.here()).contains(here);
                            assertThat(remark.there()).contains(there);
                        });
    }

    @Test
    void a_renewal_without_a_question_for_the_product_is_said() throws IOException {
        List<ImportedItem> items = imported(SampleRows.of("local_shop_catalogitem"));

        assertThat(items.get(1).remarks())
                .extracting(Remark::about)
                .containsExactly("extension=180", "requireddata");
    }

    @Test
    void what_check_would_refuse_is_left_out_with_the_reason() throws IOException {
        List<ImportedItem> items =
                imported(
                        List.of(
                                row("A", "std_setuponecoursesession", "duration=30"),
                                row("B", "std_enrolonecourse", "coursename=SCI&enrol=self"),
                                row("C", "std_enrolonecourse", "coursename=SCI&role=bogus"),
                                row("D", "std_assignroleoncontext", "coursename=SCI"),
                                row("E", "", ""),
                                row("F", "1", "")));

        assertThat(items).noneMatch(item -> item.product().isPresent());
        assertThat(items)
                .extracting(ImportedItem::leftOut)
                .satisfiesExactly(
                        why -> assertThat(why).contains("coursename is missing"),
                        why -> assertThat(why).contains("only manual can"),
                        why -> assertThat(why).contains("role=bogus"),
                        why -> assertThat(why).contains("std_assignroleoncontext is not known"),
                        why -> assertThat(why).contains("no handler"),
                        why -> assertThat(why).contains("for it alone"));
        assertThat(items)
                .extracting(ImportedItem::isMissed)
                .containsExactly(true, true, true, true, false, true);
        assertThat(catalogue(items).products()).isEmpty();
        assertThat(ImportReport.of(items)).contains("6 items, 0 products", "\"E\": ignore");
    }

    @Test
    void the_second_item_of_a_code_and_bundles_are_left_out() throws IOException {
        ObjectNode bundle = row("SET", "std_enrolonecourse", "coursename=SCI");
        bundle.put("isset", "2");
        List<ImportedItem> items =
                imported(
                        List.of(
                                row("A", "std_enrolonecourse", "coursename=SCI"),
                                row("A", "std_enrolonecourse", "coursename=MATH"),
                                bundle));

        assertThat(catalogue(items).products()).extracting(Product::code).containsExactly("A");
        assertThat(items.get(1).leftOut()).contains("another catalogue");
        assertThat(items.get(2).leftOut()).contains("bundle");
    }

    @Test
    void names_and_values_of_any_kind_survive() throws IOException {
        ObjectNode row = row("0180", "std_enrolonecourse", "coursename=yes: \"#\\ {é");
        row.put("name", "L'été : \"100 %\" \uD83C\uDF1E \\ # {x}\n- y");

        Product product = catalogue(imported(List.of(row))).products().get(0);

        assertThat(product.code()).isEqualTo("0180");
        assertThat(product.names().get("fr"))
                .isEqualTo("L'été : \"100 %\" \uD83C\uDF1E \\ # {x} - y");
        assertThat(product.parameters()).containsEntry("coursename", "yes: \"#\\ {é");
    }

    private static ObjectNode row(String code, String handler, String parameters) {
        return JSON.createObjectNode()
                .put("id", 1)
                .put("catalogid", 1)
                .put("code", code)
                .put("name", code)
                .put("status", "AVAILABLE")
                .put("quantaddressesusers", 2)
                .put("renewable", 0)
                .put("enablehandler", handler)
                .put("handlerparams", parameters)
                .put("requireddata", "");
    }

    private static List<ImportedItem> imported(Iterable<? extends JsonNode> rows) {
        List<JsonNode> all = new ArrayList<>();
        rows.forEach(all::add);
        return new CatalogueImport(HANDLERS, "fr").of(all);
    }

    private Catalogue catalogue(List<ImportedItem> items) throws IOException {
        Path file = folder.resolve("products.yaml");
        Files.writeString(file, ProductsYaml.of(items));
        return new CatalogueReader(HANDLERS::check).read(file);
    }

    private static OrderPlan plan(int bill, Catalogue catalogue) throws IOException {
        LocalShopOrder orders =
                new LocalShopOrder(BillRules.of(JSON.createObjectNode(), Map.of(), HANDLERS));
        Translation translation = orders.translate(SampleRows.message(bill));
        Order order =
                new OrderReader().read(((Translation.Canonical) translation).order(), "moodle");
        return new SeatSplitter().fill(HANDLERS.plan(order, catalogue));
    }
}
