package org.moodlegateway.seat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.moodlegateway.order.Participant;

/** Every reason that the code can write says what can be done about it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SeatHintsTest {
    private static final Path MAIN = Path.of("src/main/java/org/moodlegateway");

    /** Where reasons are made, or kept in the table seat or renewal. */
    private static final List<String> WRITERS =
            List.of(
                    "ledger/SeatReason.java",
                    "ledger/SeatRow.java",
                    "ledger/SeatErasure.java",
                    "order/Participant.java",
                    "renewal/OrderedRenewals.java",
                    "seat/Handlers.java",
                    "seat/SeatSplitter.java");

    private static final Pattern MADE =
            Pattern.compile("new SeatReason\\(\\s*\"([a-z-]+):?\"|String [A-Z_]+ = \"([a-z-]+)\";");
    private static final Pattern ASKED_FOR = Pattern.compile("reason = '([a-z-]+)'");

    @Test
    void every_reason_that_the_code_makes_has_a_hint() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (String writer : WRITERS) {
            collect(MADE, Files.readString(MAIN.resolve(writer)), reasons);
        }
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                collect(ASKED_FOR, Files.readString(file), reasons);
            }
        }
        for (String name : List.of("x".repeat(101), "<b>Ana</b>")) {
            reasons.add(new Participant("ana@example.org", name, "", "").wrong());
        }
        Set.of("site", "course", "role", "function")
                .forEach(scope -> reasons.add(scope + "-paused"));

        assertThat(reasons)
                .contains(
                        "nobody-named",
                        "email-missing",
                        "email-unusable",
                        "name-too-long",
                        "name-has-tags",
                        "role-unknown",
                        "product-unknown",
                        "seat-unknown",
                        "held")
                .allSatisfy(reason -> assertThat(SeatHints.of(reason)).as(reason).isNotEmpty());
    }

    private static void collect(Pattern pattern, String text, Set<String> into) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    into.add(matcher.group(group));
                }
            }
        }
    }

    @Test
    void every_reason_that_the_api_promises_has_a_hint() throws IOException {
        String description =
                new ObjectMapper()
                        .readTree(
                                Path.of("src/main/resources/org/moodlegateway/console/openapi.json")
                                        .toFile())
                        .at("/components/schemas/Seat/properties/reason/description")
                        .asText();
        List<String> reasons = List.of(description.replaceAll("^[^:]*: |\\.$", "").split(", "));

        assertThat(reasons)
                .hasSizeGreaterThan(15)
                .allSatisfy(reason -> assertThat(SeatHints.of(reason)).as(reason).isNotEmpty());
    }

    @Test
    void a_reason_with_a_code_has_the_hint_of_all_its_codes() {
        assertThat(SeatHints.of("retry:http-503")).isEqualTo(SeatHints.of("retry"));
        assertThat(SeatHints.of("parked:anything")).isEqualTo(SeatHints.of("parked"));
        assertThat(SeatHints.of("")).isEmpty();
    }

    @Test
    void a_product_that_nobody_knows_is_told_with_the_one_that_comes_nearest() {
        assertThat(SeatHints.ofUnknown("SCI-18O", "SCI-180"))
                .contains(
                        "no code SCI-18O; the nearest is SCI-180.", "products.yaml", "shops.yaml");
        assertThat(SeatHints.ofUnknown("TSHIRT", "")).contains("no code TSHIRT.", "ignore");
    }
}
