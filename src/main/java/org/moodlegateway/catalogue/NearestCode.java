package org.moodlegateway.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which code somebody may have meant who wrote another one. */
final class NearestCode {
    /** One letter in three may be wrong, or two. */
    private static final int LEAST = 2;

    private NearestCode() {}

    /** Empty if none comes near; small and capital letters make no difference. */
    static Optional<String> of(String written, List<String> codes) {
        int most = Math.max(LEAST, written.length() / 3);
        return codes.stream()
                .filter(code -> Math.abs(code.length() - written.length()) <= most)
                .min(Comparator.comparingInt(code -> distance(written, code)))
                .filter(code -> distance(written, code) <= most);
    }

    /** Letters to add, leave out or change. Source: Levenshtein 1965. */
    private static int distance(String written, String code) {
        String one = written.toLowerCase(Locale.ROOT);
        String other = code.toLowerCase(Locale.ROOT);
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
