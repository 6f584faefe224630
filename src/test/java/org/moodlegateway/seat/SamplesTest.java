package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.order.Order;
import org.moodlegateway.order.OrderJson;
import org.moodlegateway.order.OrderReader;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SamplesTest {

    @Test
    void every_sample_becomes_seats_but_the_bad_one() throws IOException {
        Map<String, Object> outcomes = new LinkedHashMap<>();
        for (Path sample : samples()) {
            outcomes.put(sample.getFileName().toString(), outcome(sample));
        }

        assertThat(outcomes)
                .isEqualTo(
                        Map.of(
                                "01-three-seats.json", 3,
                                "02-learners-and-a-teacher.json", 4,
                                "03-renewable-and-trial-week.json", 3,
                                "04-for-yourself.json", 1,
                                "05-too-many-participants.json", "too-many-participants"));
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/samples"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    /** The number of seats, or why there are none. */
    private static Object outcome(Path sample) throws IOException {
        Handlers handlers = Handlers.standard(ZoneOffset.UTC, TestProducts.ROLES, 1000);
        Catalogue catalogue =
                new CatalogueReader(handlers::check).read(Path.of("config/products.yaml"));
        Order order =
                new OrderReader().read(new OrderJson().parse(Files.readAllBytes(sample)), "web");
        OrderPlan plan = new SeatSplitter().fill(handlers.plan(order, catalogue));
        return plan.lines().stream()
                .flatMap(line -> line.problem().stream())
                .map(problem -> (Object) problem.code())
                .findFirst()
                .orElse(plan.seats().size());
    }
}
