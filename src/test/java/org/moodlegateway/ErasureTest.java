package org.moodlegateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moodlegateway.Orders.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moodlegateway.ledger.Arrival;
import org.moodlegateway.ledger.Databases;
import org.moodlegateway.ledger.Erasure;
import org.moodlegateway.ledger.Erasure.Erased;
import org.moodlegateway.ledger.Erasure.Pseudonymous;
import org.moodlegateway.ledger.Inbox;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.ledger.PersonExport;
import org.moodlegateway.order.OrderStatus;

/** People who are erased from a ledger, with a sandbox Moodle that goes on as it was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasureTest {
    private static final List<String> TABLES =
            List.of(
                    "person",
                    "seat",
                    "orders",
                    "outbox",
                    "audit",
                    "course_group",
                    "inbox",
                    "inbox_part",
                    "erasure",
                    "entitlement");

    /** Her, and not Juana. */
    private static final Pattern ANA = Pattern.compile("(?i)(?<!ju)ana@example\\.org");

    @TempDir private Path folder;
    private GatewayFixture fixture;

    private void on(Databases database) {
        LedgerSettings ledger = database.empty(folder);
        fixture =
                GatewayFixture.in(folder)
                        .with("LEDGER_URL", ledger.url())
                        .with("LEDGER_USER", ledger.user())
                        .with("LEDGER_PASSWORD", ledger.password());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothing_names_an_erased_person_any_more_and_money_facts_stay(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();
        fixture.take(group()).work();
        String before = moneyFacts();

        Erased erased = erase("Ana@Example.org", false);

        assertThat(erased.seats()).isEqualTo(2);
        assertThat(erased.orders()).isEqualTo(2);
        assertThat(everything()).doesNotContainPattern(ANA);
        assertThat(everything()).containsIgnoringCase("juana@example.org");
        assertThat(moneyFacts()).isEqualTo(before);
        assertThat(
                        fixture.list(
                                "select distinct state || ' ' || reason from seat where email like 'erased-%'"))
                .containsExactly("EXPIRED erased");
        assertThat(erase("ana@example.org", false).isNothing()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void moodle_stays_as_it_is_unless_asked(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();
        String shown = fixture.shown("ana@example.org", "SCI");

        erase("ana@example.org", false);
        fixture.work();

        assertThat(fixture.shown("ana@example.org", "SCI")).isEqualTo(shown).startsWith("student");
        assertThat(fixture.list("select moodle_id from person where person_key like 'erased-%'"))
                .containsExactly((String) null);
    }

    @ParameterizedTest
    @EnumSource
    void asked_to_it_takes_the_enrolment_away_and_then_forgets_the_account(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();

        Erased erased = erase("ana@example.org", true);
        assertThat(erased.enrolments()).isOne();
        assertThat(everything()).doesNotContainPattern(ANA);
        fixture.work();

        assertThat(fixture.shown("ana@example.org", "SCI")).isEqualTo("none");
        assertThat(fixture.shown("bo@example.org", "SCI")).startsWith("student");
        forget();
        assertThat(fixture.list("select moodle_id from person where person_key like 'erased-%'"))
                .containsExactly((String) null);
        assertThat(fixture.moodle.state().user("ana@example.org")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void a_message_of_an_old_order_that_comes_again_brings_nobody_back(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();
        erase("ana@example.org", false);
        List<String> seats = fixture.list("select number || email || state from seat order by id");
        long sent = fixture.journal().size();

        fixture.take(threeSeats()).work();
        fixture.take(threeSeats().updatedAt("2026-01-20T00:00:00Z")).work();

        assertThat(fixture.list("select number || email || state from seat order by id"))
                .isEqualTo(seats);
        assertThat(everything()).doesNotContainPattern(ANA);
        assertThat(fixture.journal()).hasSize((int) sent);
        assertThat(fixture.rejected()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void what_was_not_sent_is_cancelled_and_not_sent_any_more(Databases database) {
        on(database);
        fixture.take(order("A-7").line("SCI-180", 1, "ana@example.org"));
        fixture.gateway().planSome();

        erase("ana@example.org", false);
        fixture.work();
        fixture.take(
                        order("A-7")
                                .updatedAt("2026-01-20T00:00:00Z")
                                .line("SCI-180", 1, "ana@example.org"))
                .work();

        assertThat(
                        fixture.list(
                                "select state || ' ' || reason from seat where email like 'erased-%'"))
                .containsExactly("CANCELLED erased");
        assertThat(fixture.moodle.enrolment("ana@example.org", "SCI")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_new_order_of_the_same_person_is_taken_as_any_other(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();
        erase("ana@example.org", false);

        fixture.take(
                        order("B-1")
                                .paidAt("2026-02-20T00:00:00Z")
                                .line("SCI-180", 1, "ana@example.org"))
                .work();

        assertThat(fixture.list("select state from seat where email = 'ana@example.org'"))
                .containsExactly("WAITING");
        assertThat(fixture.entitlements()).contains("ana@example.org HELD foreign-enrolment");
    }

    @ParameterizedTest
    @EnumSource
    void a_refund_of_an_erased_seat_cancels_it_and_leaves_moodle(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();
        erase("ana@example.org", false);

        fixture.take(threeSeats().status(OrderStatus.REFUNDED).updatedAt("2026-01-21T00:00:00Z"))
                .work();

        assertThat(fixture.list("select distinct state from seat")).containsExactly("CANCELLED");
        assertThat(fixture.shown("ana@example.org", "SCI")).startsWith("student");
        assertThat(fixture.shown("bo@example.org", "SCI")).endsWith("suspended");
    }

    @ParameterizedTest
    @EnumSource
    void a_rejected_message_and_one_of_another_spelling_are_emptied(Databases database) {
        on(database);
        fixture.take("{\"id\": \"X\", \"buyer\": \"A\\u006ea@example.org\"}".getBytes(UTF_8));
        fixture.take("no json at all, from ana@example.org".getBytes(UTF_8));
        fixture.work();

        erase("ana@example.org", false);

        assertThat(everything()).doesNotContainPattern(ANA).doesNotContain("u006ea@example");
        assertThat(fixture.rejected()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void what_a_shop_was_asked_for_is_exported_and_erased_with_its_message(Databases database) {
        on(database);
        long asking = askedFor("{\"id\":7}", "\"ana@example.org\"", true);
        long rejected = askedFor("{\"id\":8}", "\"A\\u006ea@example.org\"", false);
        long others = askedFor("{\"id\":9}", "\"juana@example.org\"", true);

        JsonNode messages =
                new PersonExport(fixture.gateway().ledger())
                        .of("ana@example.org", "test")
                        .path("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.at("/0/id").asLong()).isEqualTo(asking);
        assertThat(messages.at("/1/id").asLong()).isEqualTo(rejected);
        assertThat(messages.at("/0/body/id").asInt()).isEqualTo(7);
        assertThat(messages.at("/0/parts/order").asText()).isEqualTo("ana@example.org");

        erase("ana@example.org", false);

        assertThat(everything()).doesNotContainPattern(ANA).doesNotContain("u006ea@example");
        assertThat(everything()).contains("juana@example.org");
        assertThat(fixture.list("select state || ' ' || code from inbox order by id"))
                .containsExactly("REJECTED erased", "REJECTED status-unknown", "ASKING shop-away");
        assertThat(fixture.list("select inbox_id from inbox_part"))
                .containsOnly(String.valueOf(others));
        assertThat(erase("ana@example.org", false).isNothing()).isTrue();
        assertThat(
                        new PersonExport(fixture.gateway().ledger())
                                .of("ana@example.org", "test")
                                .path("messages"))
                .isEmpty();
    }

    /** A message beside which its shop was asked for the order, and maybe waits for more. */
    private long askedFor(String body, String order, boolean asking) {
        Instant now = fixture.clock.instant();
        long id =
                new Inbox(fixture.gateway().ledger())
                        .keep(
                                List.of(
                                        new Arrival(
                                                "boutique",
                                                "webhook",
                                                "test",
                                                "",
                                                "woocommerce",
                                                "order.updated",
                                                body.getBytes(UTF_8))))
                        .get(0)
                        .id();
        fixture.gateway()
                .ledger()
                .transaction(
                        handle -> {
                            handle.execute(
                                    "update inbox set state = ?, code = ?, message = 'why' where id = ?",
                                    asking ? "ASKING" : "REJECTED",
                                    asking ? "shop-away" : "status-unknown",
                                    id);
                            handle.execute(
                                    "insert into inbox_part (inbox_id, name, path, status, body,"
                                            + " answered_at) values (?, 'order', '/orders', 200, ?, ?)",
                                    id,
                                    order.getBytes(UTF_8),
                                    now);
                            return handle.execute(
                                    "insert into inbox_part (inbox_id, name, path) values (?,"
                                            + " 'refunds', '/refunds')",
                                    id);
                        });
        return id;
    }

    @ParameterizedTest
    @EnumSource
    void retention_ends_the_waiting_for_a_shop_that_never_answered(Databases database) {
        on(database);
        fixture.with("DATA_RETENTION", "P1Y");
        askedFor("{\"id\":7}", "\"ana@example.org\"", true);

        fixture.clock.setTo("2027-07-15T00:00:00Z");
        forget();

        assertThat(everything()).doesNotContainPattern(ANA);
        assertThat(fixture.list("select state || ' ' || code from inbox"))
                .containsExactly("REJECTED erased");
    }

    @ParameterizedTest
    @EnumSource
    void an_export_holds_everything_of_the_person_and_nothing_of_others(Databases database) {
        on(database);
        fixture.take(threeSeats()).work();

        JsonNode all = new PersonExport(fixture.gateway().ledger()).of("ANA@example.org", "test");

        assertThat(all.at("/person/0/person_key").asText()).isEqualTo("ana@example.org");
        assertThat(all.path("seats")).hasSize(1);
        assertThat(all.path("enrolments")).hasSize(1);
        assertThat(all.at("/enrolments/0/course").asText()).isEqualTo("SCI");
        assertThat(all.path("orders")).hasSize(1);
        assertThat(all.at("/orders/0/snapshot/id").asText()).isEqualTo("A-1");
        assertThat(all.path("messages")).hasSize(1);
        assertThat(all.at("/messages/0/body/id").asText()).isEqualTo("A-1");
        assertThat(fixture.list("select action || subject from audit"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("exportperson ").doesNotContain("@"));
    }

    @ParameterizedTest
    @EnumSource
    void retention_forgets_people_once_all_they_bought_ended_long_ago(Databases database) {
        on(database);
        fixture.with("DATA_RETENTION", "P1Y");
        fixture.take(threeSeats()).work();
        fixture.take(
                        order("C-1")
                                .paidAt("2026-06-01T00:00:00Z")
                                .boughtBy("late@example.org")
                                .line("MATH-WEEK", 1, "bo@example.org"))
                .work();
        fixture.take("no json at all, from ana@example.org".getBytes(UTF_8));
        fixture.work();

        fixture.clock.setTo("2027-07-01T00:00:00Z");
        end();
        forget();
        assertThat(everything()).contains("ana@example.org");

        fixture.clock.setTo("2027-07-15T00:00:00Z");
        forget();
        forget();

        assertThat(everything()).doesNotContainPattern(ANA);
        assertThat(everything()).doesNotContain("bo@example.org", "late@example.org");
        assertThat(fixture.list("select order_id from orders order by order_id"))
                .containsExactly("A-1", "C-1");
        assertThat(fixture.shown("ana@example.org", "SCI")).startsWith("student");
    }

    private static Orders threeSeats() {
        return order("A-1")
                .boughtBy("office@example.org")
                .line("SCI-180", 3, "ana@example.org", "bo@example.org", "juana@example.org");
    }

    private static Orders group() {
        return order("A-2").boughtBy("ana@example.org").line("MATH-CLASS", 1, "cy@example.org");
    }

    private Erased erase(String email, boolean moodle) {
        Erasure erasure = new Erasure(fixture.gateway().ledger());
        Pseudonymous person = Pseudonymous.of(email);
        Erased erased = erasure.erase(person, moodle, "test");
        for (Optional<Long> last = Optional.of(0L); last.isPresent(); ) {
            last = erasure.searchMessages(person, last.get(), 2).last();
        }
        return erased;
    }

    private void forget() {
        fixture.gateway()
                .camel()
                .getRegistry()
                .lookupByNameAndType("retention", org.moodlegateway.ledger.Retention.class)
                .forgetSome();
    }

    /** What the renewal run does with seats that are over. */
    private void end() {
        fixture.gateway()
                .ledger()
                .transaction(
                        handle ->
                                handle.execute(
                                        "update seat set state = 'EXPIRED' where state = 'ACTIVE'"));
    }

    private String moneyFacts() {
        return String.join(
                        "\n",
                        fixture.list(
                                "select order_id || status || transaction_id || purchased_at from orders order by order_id"))
                + fixture.list(
                        "select order_id || line_id || number || coalesce(reference, '-') || product || starts_at from seat order by id");
    }

    /** Every table as text. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        fixture.gateway()
                .ledger()
                .read(
                        handle -> {
                            for (String table : TABLES) {
                                handle.select("select * from " + table)
                                        .mapToMap()
                                        .forEach(
                                                row ->
                                                        row.values()
                                                                .forEach(
                                                                        value ->
                                                                                all.append(
                                                                                                text(
                                                                                                        value))
                                                                                        .append(
                                                                                                '\n')));
                            }
                            return all;
                        });
        return all.toString();
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
    }
}
