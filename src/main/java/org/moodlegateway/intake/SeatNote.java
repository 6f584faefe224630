package org.moodlegateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.ledger.SeatView;

/**
 * What of a seat an order decides, to say later what became different.
 *
 * @param name reference of a paid seat; line, kind and number of another
 * @param live whether it is still paid for
 */
record SeatNote(
        String name,
        String line,
        String product,
        String email,
        String course,
        String role,
        boolean live) {

    static Map<String, SeatNote> of(List<SeatView> seats) {
        Map<String, SeatNote> notes = new LinkedHashMap<>();
        for (SeatView seat : seats) {
            String place = seat.line() + " " + seat.kind() + " " + seat.number();
            SeatNote note =
                    new SeatNote(
                            seat.paid() ? seat.reference() : place,
                            seat.line(),
                            seat.product(),
                            seat.email(),
                            seat.course(),
                            seat.role(),
                            seat.live());
            notes.put(note.name, note);
        }
        return notes;
    }

    static ObjectNode write(List<SeatView> seats) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        of(seats)
                .forEach(
                        (name, note) ->
                                json.putObject(name)
                                        .put("line", note.line)
                                        .put("product", note.product)
                                        .put("email", note.email)
                                        .put("course", note.course)
                                        .put("role", note.role)
                                        .put("live", note.live));
        return json;
    }

    static Map<String, SeatNote> read(JsonNode json) {
        Map<String, SeatNote> notes = new LinkedHashMap<>();
        json.fields()
                .forEachRemaining(
                        field -> {
                            JsonNode note = field.getValue();
                            notes.put(
                                    field.getKey(),
                                    new SeatNote(
                                            field.getKey(),
                                            note.path("line").asText(),
                                            note.path("product").asText(),
                                            note.path("email").asText(),
                                            note.path("course").asText(),
                                            note.path("role").asText(),
                                            note.path("live").asBoolean()));
                        });
        return notes;
    }

    /** What became different, as a sentence; either may be null for a seat that wasn't there. */
    static Optional<String> change(SeatNote before, SeatNote now) {
        if (now == null || (before == null && !now.live)) {
            return Optional.empty();
        }
        if (before == null || (!before.live && now.live)) {
            return Optional.of(now.named() + " is new" + now.person());
        }
        if (before.live && !now.live) {
            return Optional.of(now.named() + " is no longer sold" + before.person());
        }
        if (!now.live || before.equals(now)) {
            return Optional.empty();
        }
        StringBuilder change = new StringBuilder(now.named());
        tell(change, "person", before.email, now.email);
        tell(change, "product", before.product, now.product);
        tell(change, "course", before.course, now.course);
        tell(change, "role", before.role, now.role);
        tell(change, "line", before.line, now.line);
        return Optional.of(change.toString());
    }

    private static void tell(StringBuilder change, String what, String before, String now) {
        if (!before.equals(now)) {
            change.append(", ").append(what).append(' ').append(shown(now));
            change.append(" instead of ").append(shown(before));
        }
    }

    private static String shown(String text) {
        return text.isEmpty() ? "none" : text;
    }

    private String named() {
        return "seat " + name;
    }

    private String person() {
        return email.isEmpty() ? ", nobody is named" : ", of " + email;
    }
}
