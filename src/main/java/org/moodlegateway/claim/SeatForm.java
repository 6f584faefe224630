package org.moodlegateway.claim;

import static java.util.stream.Collectors.joining;

/** The form in which one seat is given to somebody. */
final class SeatForm {
    private static final int LONGEST = 100;

    private final Language language;
    private final ClaimSeat seat;
    private final Typed typed;

    SeatForm(Language language, ClaimSeat seat, Typed typed) {
        this.language = language;
        this.seat = seat;
        this.typed = typed;
    }

    /** The id of an element of this form; {@code seat} for the form itself. */
    static String id(String field, String reference) {
        return (field.isEmpty() ? "seat" : field) + "-" + reference;
    }

    String html(String about) {
        return """
        <form method="post" action="?lang=%s" novalidate id="%s">
        <fieldset><legend>%s</legend>
        %s<input type="hidden" name="seat" value="%s">
        %s<div class="pair">
        %s%s</div>
        %s%s<p><button type="submit">%s</button></p>
        </fieldset></form>
        """
                .formatted(
                        language.tag(),
                        Html.escaped(id("", seat.reference())),
                        Html.escaped(seat.product()),
                        about,
                        Html.escaped(seat.reference()),
                        general(),
                        field("first", "text", typed.first()),
                        field("last", "text", typed.last()),
                        field("email", "email", typed.email()),
                        course(),
                        language.html(seat.free() ? "give" : "save"));
    }

    private String general() {
        return typed.wrong().containsKey("") ? wrong("") : "";
    }

    private String field(String name, String type, String value) {
        return """
        <div class="field"><label for="%2$s">%3$s</label>
        %4$s<input id="%2$s" name="%1$s" type="%5$s" value="%6$s" required maxlength="%7$d" autocomplete="off" %8$s></div>
        """
                .formatted(
                        name,
                        Html.escaped(id(name, seat.reference())),
                        language.html(name),
                        wrong(name),
                        type,
                        Html.escaped(value),
                        LONGEST,
                        marks(name));
    }

    /** Only where there is something to choose. */
    private String course() {
        if (seat.courses().size() < 2) {
            return "";
        }
        String options =
                seat.courses().stream()
                        .map(
                                course ->
                                        "<option%s>%s</option>"
                                                .formatted(
                                                        course.equals(typed.course())
                                                                ? " selected"
                                                                : "",
                                                        Html.escaped(course)))
                        .collect(joining("\n"));
        return """
        <div class="field"><label for="%1$s">%2$s</label>
        %3$s<select id="%1$s" name="course" required %4$s><option value="">%5$s</option>
        %6$s</select></div>
        """
                .formatted(
                        Html.escaped(id("course", seat.reference())),
                        language.html("course"),
                        wrong("course"),
                        marks("course"),
                        language.html("course-choose"),
                        options);
    }

    private String wrong(String field) {
        String sentence = typed.wrong().get(field);
        return sentence == null
                ? ""
                : "<p class=\"wrong\" id=\"%s\">%s</p>\n"
                        .formatted(
                                Html.escaped(id("wrong-" + field, seat.reference())),
                                language.html(sentence));
    }

    private String marks(String field) {
        return typed.wrong().containsKey(field)
                ? "aria-invalid=\"true\" aria-describedby=\"%s\""
                        .formatted(Html.escaped(id("wrong-" + field, seat.reference())))
                : "";
    }
}
