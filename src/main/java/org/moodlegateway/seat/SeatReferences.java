package org.moodlegateway.seat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names of seats, such as {@code MZLM-NWVI-NDIZ-ZJ1V}: computed from payment and product, so
 * that they never depend on when or how often an order is processed. Names, not secrets.
 *
 * <p>Source: local_shop, which prints the same for the same purchase.
 */
public final class SeatReferences {
    private static final int HASH_CHARACTERS = 14;
    private static final int BASE = 36;

    private SeatReferences() {}

    /** The references of all seats of one product in one payment, without end. */
    public static Iterator<String> chain(String transaction, String product) {
        return Stream.iterate(reference(transaction + product), SeatReferences::next).iterator();
    }

    /** The reference of the seat after this one, or of this one if it is already taken. */
    public static String next(String reference) {
        return reference(reference);
    }

    /**
     * One reference per seat of a plan, in the order of {@link OrderPlan#seats()}. Two lines of one
     * product count on, over refunded seats too.
     */
    public static List<String> of(OrderPlan plan) {
        Map<String, Iterator<String>> chains = new HashMap<>();
        Map<String, List<String>> byLine = new HashMap<>();
        for (LinePlan line : plan.lines()) {
            Iterator<String> chain =
                    chains.computeIfAbsent(
                            line.line().product(),
                            product -> chain(plan.order().transaction(), product));
            List<String> references = new ArrayList<>();
            for (int i = 0; i < line.line().quantity(); i++) {
                references.add(chain.next());
            }
            byLine.put(line.line().id(), references);
        }
        return plan.seats().stream()
                .map(seat -> byLine.get(seat.line()).get(seat.number() - 1))
                .toList();
    }

    private static String reference(String source) {
        byte[] hex = HexFormat.of().formatHex(md5(source)).getBytes(StandardCharsets.US_ASCII);
        String hash =
                Base64.getEncoder()
                        .encodeToString(hex)
                        .substring(0, HASH_CHARACTERS)
                        .toUpperCase(Locale.ROOT);
        int sum = hash.chars().sum();
        String digits = hash + digit(sum % BASE) + digit(sum / BASE % BASE);
        return String.join(
                "-",
                digits.substring(0, 4),
                digits.substring(4, 8),
                digits.substring(8, 12),
                digits.substring(12));
    }

    private static char digit(int value) {
        return Character.toUpperCase(Character.forDigit(value, BASE));
    }

    private static byte[] md5(String source) {
        try {
            return MessageDigest.getInstance("MD5").digest(source.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
