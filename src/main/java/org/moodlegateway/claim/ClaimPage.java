package org.moodlegateway.claim;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.moodlegateway.ledger.ClaimLink;
import org.moodlegateway.ledger.SeatView;

/**
 * The page as HTML. It needs no script, and everything that somebody else wrote is escaped in it.
 */
final class ClaimPage {
    /** Forms of free seats on one page. */
    static final int MOST_FORMS = 50;

    private final Language language;
    private final ZoneId zone;

    /** Days are those of {@code zone}. */
    ClaimPage(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
    }

    /** A page with a heading and one sentence. */
    String plain(String heading, String sentence) {
        return document(
                language.html(heading),
                "",
                "<h1>%s</h1>\n<p>%s</p>\n"
                        .formatted(language.html(heading), language.html(sentence)));
    }

    /**
     * The seats of an order.
     *
     * @param typed what was refused just now; null for nothing
     * @param done reference of the seat that was given just now, empty for none
     */
    String seats(ClaimLink link, List<ClaimSeat> seats, Typed typed, String done) {
        String title = language.html("title", link.order());
        boolean refused = typed != null && !typed.wrong().isEmpty();
        String main =
                "<h1>%s</h1>\n%s<p>%s</p>\n<p class=\"quiet\">%s</p>\n%s"
                        .formatted(
                                title,
                                refused ? refusal(typed) : success(seats, done),
                                language.html("intro"),
                                language.html("until", language.day(link.expires(), zone)),
                                seats.isEmpty()
                                        ? "<p>%s</p>\n".formatted(language.html("no-seats"))
                                        : free(seats, typed) + named(seats, typed));
        return document(refused ? language.html("error") + ": " + title : title, switcher(), main);
    }

    /** The way to the other language. */
    private String switcher() {
        return """
        <nav aria-label="%s"><a href="?lang=%2$s" hreflang="%2$s" lang="%2$s">%3$s</a></nav>
        """
                .formatted(
                        language.html("switch-label"),
                        language.html("switch-tag"),
                        language.html("switch"));
    }

    /** Takes the focus, and leads to each field that is wrong. */
    private String refusal(Typed typed) {
        String list =
                typed.wrong().entrySet().stream()
                        .map(
                                wrong ->
                                        "<li><a href=\"#%s\">%s</a></li>"
                                                .formatted(
                                                        Html.escaped(
                                                                SeatForm.id(
                                                                        wrong.getKey(),
                                                                        typed.reference())),
                                                        problem(wrong.getKey(), wrong.getValue())))
                        .collect(joining("\n"));
        return """
        <div class="notice bad" id="notice" role="alert" tabindex="-1" autofocus><h2>%s</h2>
        <ul>
        %s
        </ul></div>
        """
                .formatted(language.html("problem"), list);
    }

    private String problem(String field, String sentence) {
        return field.isEmpty()
                ? language.html(sentence)
                : language.html("field-problem")
                        .replace("{0}", language.html(field))
                        .replace("{1}", language.html(sentence));
    }

    private String success(List<ClaimSeat> seats, String done) {
        return seats.stream()
                .filter(seat -> seat.reference().equals(done) && !seat.free())
                .findFirst()
                .map(
                        seat ->
                                """
                                <div class="notice good" id="notice" role="status" tabindex="-1" autofocus><p>%s</p></div>
                                """
                                        .formatted(
                                                language.html(
                                                        "done", seat.person(), seat.reference())))
                .orElse("");
    }

    private String free(List<ClaimSeat> seats, Typed typed) {
        List<ClaimSeat> free = seats.stream().filter(ClaimSeat::free).toList();
        String forms =
                free.stream()
                        .limit(MOST_FORMS)
                        .map(seat -> card(seat, form(seat, typed).html(about(seat))))
                        .collect(joining());
        String more =
                free.size() > MOST_FORMS
                        ? "<p>%s</p>\n"
                                .formatted(language.html("free-more", String.valueOf(MOST_FORMS)))
                        : "";
        return "<section aria-labelledby=\"free\"><h2 id=\"free\">%s</h2>\n<p>%s</p>\n%s%s</section>\n"
                .formatted(
                        language.html("free", String.valueOf(free.size())),
                        language.html(free.isEmpty() ? "all-named" : "all-required"),
                        forms,
                        more);
    }

    private String named(List<ClaimSeat> seats, Typed typed) {
        List<ClaimSeat> named = seats.stream().filter(seat -> !seat.free()).toList();
        if (named.isEmpty()) {
            return "";
        }
        return "<section aria-labelledby=\"named\"><h2 id=\"named\">%s</h2>\n%s</section>\n"
                .formatted(
                        language.html("named", String.valueOf(named.size())),
                        named.stream()
                                .map(seat -> card(seat, taken(seat, typed)))
                                .collect(joining()));
    }

    private static String card(ClaimSeat seat, String html) {
        return "<article class=\"seat\">\n" + html + "</article>\n";
    }

    private SeatForm form(ClaimSeat seat, Typed typed) {
        return new SeatForm(language, seat, typedFor(seat, typed).orElse(Typed.asIs(seat)));
    }

    private static Optional<Typed> typedFor(ClaimSeat seat, Typed typed) {
        return Optional.ofNullable(typed).filter(one -> one.reference().equals(seat.reference()));
    }

    private String taken(ClaimSeat seat, Typed typed) {
        String who =
                "<h3>%s</h3>\n<p>%s</p>\n<p>%s</p>\n%s"
                        .formatted(
                                Html.escaped(seat.person()),
                                Html.escaped(seat.seat().email()),
                                Html.escaped(seat.product()),
                                about(seat));
        if (!seat.open()) {
            return who;
        }
        return """
        %s<details%s><summary>%s</summary>
        <p class="quiet">%s</p>
        %s</details>
        """
                .formatted(
                        who,
                        typedFor(seat, typed).isPresent() ? " open" : "",
                        language.html("change"),
                        language.html("change-hint"),
                        form(seat, typed).html(""));
    }

    /** Reference, course, state and time of a seat. */
    private String about(ClaimSeat seat) {
        SeatView view = seat.seat();
        String state =
                seat.free()
                        ? ""
                        : " · " + language.html(view.stuck() ? "stuck" : view.state().name());
        String course = view.course().isEmpty() ? "" : " · " + Html.escaped(view.course());
        return "<p class=\"quiet\">%s%s%s<br>%s</p>\n"
                .formatted(
                        language.html("reference", seat.reference()), course, state, period(view));
    }

    private String period(SeatView view) {
        if (view.start() == null) {
            return language.html("period-later");
        }
        String start = day(view.start());
        return view.end() == null
                ? language.html("period-open", start)
                : language.html("period", start, day(view.end()));
    }

    private String day(Instant instant) {
        return language.day(instant, zone);
    }

    private String document(String title, String navigation, String main) {
        return """
        <!DOCTYPE html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <div class="page">
        %s<main>
        %s</main>
        </div>
        </body>
        </html>
        """
                .formatted(language.tag(), title, Stylesheet.CSS, navigation, main);
    }
}
