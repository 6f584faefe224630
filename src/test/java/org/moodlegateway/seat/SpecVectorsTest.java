package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderRejectedException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SpecVectorsTest {

    @TestFactory
    Stream<DynamicTest> dates() throws IOException {
        return vectors("dates.json")
                .map(
                        vector ->
                                DynamicTest.dynamicTest(
                                        vector.get("name").asText(), () -> checkDates(vector)));
    }

    private static void checkDates(JsonNode vector) {
        ZoneId zone = ZoneId.of(vector.get("zone").asText());
        Instant purchasedAt = Instant.parse(vector.get("purchasedAt").asText());
        Product product =
                TestProducts.product("SCI")
                        .parameters(vector.get("parameters").asText())
                        .renewable(vector.get("renewable").asBoolean())
                        .zone(vector.path("productZone").asText())
                        .build();
        Order order = TestOrders.order().paid(purchasedAt).line("SCI", 1).build();
        Handler handler = new SetupCourseSession(zone, TestProducts.ROLES);

        if (vector.has("error")) {
            assertThatThrownBy(
                            () -> handler.plan(order, order.lines().get(0), product, purchasedAt))
                    .isInstanceOf(OrderRejectedException.class)
                    .hasMessageContaining("product SCI: ")
                    .hasMessageContaining(vector.get("error").asText());
            return;
        }
        Terms terms = handler.plan(order, order.lines().get(0), product, purchasedAt).terms();
        Length read = Length.parse(terms.length().text());
        String courseEnd = vector.path("courseEnd").asText();
        Instant closes = courseEnd.isEmpty() ? null : Instant.parse(courseEnd);
        Instant end = read.atMost(read.endFrom(terms.start(), zone, closes), closes);
        assertThat(read).isEqualTo(terms.length());
        assertThat(terms.start().getEpochSecond()).isEqualTo(vector.get("start").asLong());
        assertThat(end.equals(Period.NO_END) ? 0 : end.getEpochSecond())
                .isEqualTo(vector.get("end").asLong());
    }

    @TestFactory
    Stream<DynamicTest> calendar() throws IOException {
        return vectors("calendar.json")
                .map(
                        vector ->
                                DynamicTest.dynamicTest(
                                        vector.get("name").asText(), () -> checkDates(vector)));
    }

    @TestFactory
    Stream<DynamicTest> references() throws IOException {
        return vectors("references.json")
                .map(
                        vector ->
                                DynamicTest.dynamicTest(
                                        vector.get("transaction").asText(),
                                        () -> checkReferences(vector)));
    }

    private static void checkReferences(JsonNode vector) {
        Iterator<String> chain =
                SeatReferences.chain(
                        vector.get("transaction").asText(), vector.get("product").asText());

        for (JsonNode reference : vector.get("references")) {
            assertThat(chain.next()).isEqualTo(reference.asText());
        }
    }

    private static Stream<JsonNode> vectors(String file) throws IOException {
        try (InputStream source = SpecVectorsTest.class.getResourceAsStream("/spec/" + file)) {
            JsonNode vectors = new ObjectMapper().readTree(source);
            assertThat(vectors).isNotEmpty();
            return StreamSupport.stream(vectors.spliterator(), false);
        }
    }
}
