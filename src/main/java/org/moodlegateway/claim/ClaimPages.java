package org.moodlegateway.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.ledger.ClaimLink;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.seat.SeatState;

/** What a buyer may do on his page: see the seats of his order, and say who takes them. */
public final class ClaimPages {
    private static final int WRONG = 422;

    private final Views views;
    private final Assignments assignments;
    private final Supplier<Catalogue> catalogue;
    private final ZoneId zone;
    private final Runnable changed;

    /** Calls {@code changed} after every change. */
    public ClaimPages(
            Views views,
            Assignments assignments,
            Supplier<Catalogue> catalogue,
            ZoneId zone,
            Runnable changed) {
        this.views = views;
        this.assignments = assignments;
        this.catalogue = catalogue;
        this.zone = zone;
        this.changed = changed;
    }

    /** The seats of the order. */
    public PageAnswer show(@Body ClaimVisit visit) {
        return PageAnswer.page(200, page(visit, null));
    }

    /**
     * Gives one seat to somebody, and goes on to the page; or shows the form again with what is
     * wrong. What was typed never stands in an address.
     */
    public PageAnswer name(@Body ClaimVisit visit) {
        Typed typed = Typed.of(visit.form());
        if (seats(visit).stream().noneMatch(seat -> seat.reference().equals(typed.reference()))) {
            return PageAnswer.page(WRONG, page(visit, typed.with("", "seat-unknown")));
        }
        if (!typed.wrong().isEmpty()) {
            return PageAnswer.page(WRONG, page(visit, typed));
        }
        Assignment assignment =
                assignments.assign(
                        typed.reference(),
                        typed.participant(),
                        typed.course(),
                        false,
                        actor(visit.link()));
        if (assignment instanceof Assignment.Refused refused) {
            return PageAnswer.page(WRONG, page(visit, typed.refused(refused.problem())));
        }
        changed.run();
        return PageAnswer.goOn(
                "?lang="
                        + visit.language().tag()
                        + "&done="
                        + URLEncoder.encode(typed.reference(), UTF_8)
                        + "#notice");
    }

    private static String actor(ClaimLink link) {
        return "claim link " + link.id();
    }

    /** One sentence that says nothing of any order. */
    PageAnswer plain(int status, Language language, String heading) {
        return PageAnswer.page(
                status, new ClaimPage(language, zone).plain(heading, heading + "-why"));
    }

    private String page(ClaimVisit visit, Typed typed) {
        return new ClaimPage(visit.language(), zone)
                .seats(visit.link(), seats(visit), typed, visit.done());
    }

    private List<ClaimSeat> seats(ClaimVisit visit) {
        Catalogue known = catalogue.get();
        Optional<OrderView> order = views.order(visit.link().shop(), visit.link().order());
        return order.map(OrderView::seats).orElse(List.of()).stream()
                .filter(ClaimPages::shown)
                .map(seat -> ClaimSeat.of(seat, known, visit.language()))
                .toList();
    }

    private static boolean shown(SeatView seat) {
        return seat.kind().equals("PAID") && seat.state() != SeatState.CANCELLED;
    }
}
