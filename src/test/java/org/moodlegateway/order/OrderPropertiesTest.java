package org.moodlegateway.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OrderPropertiesTest {
    private final OrderJson json = new OrderJson();
    private final OrderReader reader = new OrderReader();
    private final OrderWriter writer = new OrderWriter();

    @Property(tries = 300)
    void what_is_written_is_read_back_equal(@ForAll("orders") Order order) {
        byte[] written = writer.write(order).toString().getBytes(UTF_8);

        assertThat(reader.read(json.parse(written), order.shop())).isEqualTo(order);
        assertThat(writer.write(reader.read(json.parse(written), "")).toString().getBytes(UTF_8))
                .isEqualTo(written);
    }

    @Property(tries = 2000)
    void any_mangled_message_is_read_or_refused(@ForAll Random random) {
        byte[] body = mangled(TestJson.ORDER.getBytes(UTF_8), random);

        try {
            assertThat(reader.read(json.parse(body), "web")).isNotNull();
        } catch (OrderRejectedException e) {
            assertThat(e.problem().code()).matches("[a-z0-9-]+");
            assertThat(e.problem().message()).isNotBlank();
        }
    }

    private static byte[] mangled(byte[] body, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : body) {
            bytes.add(one);
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            mangle(bytes, random);
        }
        byte[] mangled = new byte[bytes.size()];
        for (int i = 0; i < mangled.length; i++) {
            mangled[i] = bytes.get(i);
        }
        return mangled;
    }

    private static final List<String> PIECES =
            List.of(
                    "null",
                    "[]",
                    "{}",
                    "\"\"",
                    "-1",
                    "1e999999999",
                    "0.5",
                    "true",
                    "\"\\ud800\"",
                    "\"<b>\"",
                    "\"9999-12-31T23:59:59-18:00\"",
                    "\"id\":",
                    "[[[[",
                    "]",
                    "}",
                    "{",
                    ",",
                    "\u0000",
                    "\"1\":",
                    "\"a=b=c\"");

    private static void mangle(List<Byte> bytes, Random random) {
        int at = bytes.isEmpty() ? 0 : random.nextInt(bytes.size());
        switch (random.nextInt(4)) {
            case 0 -> bytes.subList(at, Math.min(bytes.size(), at + random.nextInt(40))).clear();
            case 1 -> bytes.add(at, (byte) random.nextInt(256));
            case 2 -> insert(bytes, at, PIECES.get(random.nextInt(PIECES.size())));
            default -> replaceValue(bytes, at, PIECES.get(random.nextInt(PIECES.size())));
        }
    }

    /** What stands between a colon and a comma, so that the JSON often stays JSON. */
    private static void replaceValue(List<Byte> bytes, int at, String piece) {
        int colon = bytes.subList(at, bytes.size()).indexOf((byte) ':');
        if (colon < 0) {
            return;
        }
        int from = at + colon + 1;
        int comma = bytes.subList(from, bytes.size()).indexOf((byte) ',');
        bytes.subList(from, comma < 0 ? bytes.size() : from + comma).clear();
        insert(bytes, from, piece);
    }

    private static void insert(List<Byte> bytes, int at, String piece) {
        for (byte one : piece.getBytes(UTF_8)) {
            bytes.add(at++, one);
        }
    }

    @Provide
    Arbitrary<Order> orders() {
        return Combinators.combine(
                        word(),
                        word(),
                        optionalWord(),
                        Arbitraries.of(OrderStatus.class),
                        instant().list().ofSize(3),
                        Arbitraries.of(true, false),
                        Combinators.combine(
                                        Arbitraries.of("", "EUR", "USD"),
                                        Arbitraries.of("", "180.00", "0", "1E+3"))
                                .as(List::of),
                        Combinators.combine(buyer(), lines()).as(List::<Object>of))
                .as(OrderPropertiesTest::order);
    }

    @SuppressWarnings("unchecked")
    private static Order order(
            String shop,
            String id,
            String transaction,
            OrderStatus status,
            List<Instant> instants,
            boolean test,
            List<String> money,
            List<Object> content) {
        return new Order(
                shop,
                id,
                transaction,
                status,
                instants.get(0),
                test ? null : instants.get(1),
                test ? instants.get(2) : null,
                test,
                money.get(0),
                money.get(1),
                transaction,
                (Buyer) content.get(0),
                (List<Line>) content.get(1));
    }

    private static Arbitrary<Instant> instant() {
        return Arbitraries.longs()
                .between(0, 253_402_300_799_000_000L)
                .map(micros -> Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS));
    }

    /** Neither blank nor with space around, since a reader takes that away. */
    private static Arbitrary<String> word() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars("éŁ🙂ß中".toCharArray())
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> text.codePoints().noneMatch(OrderPropertiesTest::isSurrogate))
                .filter(text -> !text.contains("<"));
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= 0xD800 && codePoint <= 0xDFFF;
    }

    private static Arbitrary<String> optionalWord() {
        return Arbitraries.oneOf(Arbitraries.just(""), word());
    }

    private static Arbitrary<Buyer> buyer() {
        return Combinators.combine(
                        optionalWord(),
                        optionalWord(),
                        optionalWord(),
                        Arbitraries.of("", "FR", "DE"),
                        Arbitraries.of("", "fr", "en"))
                .as(Buyer::new);
    }

    private static Arbitrary<List<Line>> lines() {
        return line().list().ofMinSize(1).ofMaxSize(4).uniqueElements(Line::id);
    }

    private static Arbitrary<Line> line() {
        return Combinators.combine(
                        word(),
                        word(),
                        Arbitraries.integers().between(1, 1_000_000),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.maps(word(), word()).ofMaxSize(3),
                        renews().injectNull(0.5),
                        participant().list().ofMaxSize(3))
                .as(Line::new);
    }

    private static Arbitrary<Renews> renews() {
        return Combinators.combine(Arbitraries.of(Renews.Target.class), word()).as(Renews::new);
    }

    private static Arbitrary<Participant> participant() {
        return Combinators.combine(
                        word(),
                        optionalWord(),
                        optionalWord(),
                        Arbitraries.of("", "student", "_supervisor"))
                .as(Participant::new);
    }
}
