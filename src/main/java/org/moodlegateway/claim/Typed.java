package org.moodlegateway.claim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.moodlegateway.order.Emails;
import org.moodlegateway.order.Participant;
import org.moodlegateway.order.Problem;

/**
 * What was typed into the form of one seat, and what is wrong with it.
 *
 * @param wrong the key of a sentence by field ({@code first}, {@code last}, {@code email}, {@code
 *     course}, empty for the seat as a whole), in the order of the form
 */
record Typed(
        String reference,
        String first,
        String last,
        String email,
        String course,
        Map<String, String> wrong) {
    private static final Map<String, String> FIELDS =
            Map.of(
                    "/firstName", "first",
                    "/lastName", "last",
                    "/email", "email",
                    "/course", "course");
    private static final Set<String> UNREADABLE =
            Set.of("text-control-character", "text-lone-surrogate");

    Typed {
        wrong = new LinkedHashMap<>(wrong);
    }

    /** What came, with what is plainly missing. */
    static Typed of(Map<String, String> form) {
        Map<String, String> missing = new LinkedHashMap<>();
        Typed typed =
                new Typed(
                        form.getOrDefault("seat", ""),
                        form.getOrDefault("first", "").strip(),
                        form.getOrDefault("last", "").strip(),
                        form.getOrDefault("email", "").strip(),
                        form.getOrDefault("course", ""),
                        missing);
        missing.put("first", typed.first.isEmpty() ? "name-missing" : "");
        missing.put("last", typed.last.isEmpty() ? "name-missing" : "");
        missing.put("email", address(typed.email));
        missing.values().removeIf(String::isEmpty);
        return new Typed(
                typed.reference, typed.first, typed.last, typed.email, typed.course, missing);
    }

    private static String address(String email) {
        if (email.isEmpty()) {
            return "email-missing";
        }
        return Emails.usable(email) ? "" : "email-unusable";
    }

    /** The form of a seat that nothing was typed into yet: who sits there stands in it. */
    static Typed asIs(ClaimSeat seat) {
        return new Typed(
                seat.reference(),
                seat.seat().firstName(),
                seat.seat().lastName(),
                seat.seat().email(),
                seat.seat().course(),
                Map.of());
    }

    Participant participant() {
        return new Participant(email, first, last, "");
    }

    /** The same with what the ledger says against it. */
    Typed refused(Problem problem) {
        String key = UNREADABLE.contains(problem.code()) ? "name-unreadable" : problem.code();
        return with(
                FIELDS.getOrDefault(problem.pointer(), ""), Language.EN.has(key) ? key : "other");
    }

    Typed with(String field, String sentence) {
        Map<String, String> more = new LinkedHashMap<>(wrong);
        more.put(field, sentence);
        return new Typed(reference, first, last, email, course, more);
    }

    @Override
    public String toString() {
        return "Typed[" + reference + "]";
    }
}
