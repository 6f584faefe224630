package org.moodlegateway.command;

import java.util.List;
import java.util.Set;
import org.moodlegateway.MoodleLine;
import org.moodlegateway.Parts;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.catalogue.CatalogueUnreadableException;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.enrolment.PeopleDecisions;
import org.moodlegateway.enrolment.PeopleDecisions.Decision;
import org.moodlegateway.intake.CsvRow;
import org.moodlegateway.intake.ShopsReader;
import org.moodlegateway.ledger.ClaimLinks;
import org.moodlegateway.ledger.Entitlements;
import org.moodlegateway.ledger.FirstAccess;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.moodle.CourseVisits;
import org.moodlegateway.moodle.RestMoodle;
import org.moodlegateway.order.OrderRejectedException;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.orders.OrderPlans;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seating.AssignedRow;
import org.moodlegateway.seating.RowByRow;
import org.moodlegateway.settings.Settings;

/** Gives seats away in the ledger; Moodle is asked only when somebody must leave his seat. */
final class LedgerDesk implements SeatDesk {
    private static final String ACTOR = "command line";

    private final Settings settings;
    private final Ledger ledger;
    private final Assignments assignments;
    private Catalogue catalogue;
    private MoodleLine line;
    private RowByRow run;

    LedgerDesk(Settings settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        Handlers handlers = Parts.handlers(settings);
        this.assignments =
                Parts.assignments(
                        settings,
                        ledger,
                        this::awaited,
                        new OrderPlans(
                                handlers,
                                () -> catalogue(handlers),
                                shop -> ShopsReader.read(settings, handlers).shops().terms(shop)));
    }

    /** Without one that can be read, the order of a seat is compared with it at its next event. */
    private Catalogue catalogue(Handlers handlers) {
        if (catalogue == null) {
            try {
                catalogue =
                        new CatalogueReader(handlers::check)
                                .read(settings.configDirectory().resolve("products.yaml"));
            } catch (CatalogueUnreadableException e) {
                throw new OrderRejectedException("catalogue-unreadable", "", e.getMessage());
            }
        }
        return catalogue;
    }

    private Set<Long> awaited(long courseId) {
        if (settings.text("moodle.url").isEmpty()) {
            return FirstAccess.UNKNOWN.awaited(courseId);
        }
        if (line == null) {
            line = MoodleLine.open(settings);
        }
        RestMoodle moodle =
                new RestMoodle(
                        line.transport(),
                        settings.text("moodle.token"),
                        (function, rows, outcome, nanos) -> {});
        return new CourseVisits(moodle).awaited(courseId);
    }

    @Override
    public Assignment assign(String reference, Participant person, String course, boolean force) {
        return assignments.assign(reference, person, course, force, ACTOR);
    }

    @Override
    public Assignment unassign(String reference, boolean force) {
        return assignments.unassign(reference, force, ACTOR);
    }

    @Override
    public int rowsAtOnce() {
        return 1;
    }

    @Override
    public List<AssignedRow> assignAll(List<CsvRow> rows, boolean force) {
        if (run == null) {
            run = new RowByRow(assignments, force, ACTOR);
        }
        return rows.stream().map(run::assign).toList();
    }

    @Override
    public Link link(String shop, String order, int days) {
        ClaimAddresses addresses = addresses();
        if (!addresses.on()) {
            throw new StoppedException(
                    "there are no claim links until claim.secret is set: CLAIM_SECRET in the"
                            + " environment, 32 characters or more");
        }
        return addresses
                .make(shop, order, days, ACTOR)
                .map(made -> new Link(made.link().id(), made.url(), made.link().expires()))
                .orElseThrow(
                        () ->
                                new StoppedException(
                                        "the ledger has no order " + shop + "/" + order));
    }

    private ClaimAddresses addresses() {
        return new ClaimAddresses(settings, new ClaimLinks(ledger));
    }

    @Override
    public boolean revoke(String id) {
        return addresses().revoke(id, ACTOR);
    }

    @Override
    public Decision same(String oldEmail, String newEmail) {
        return decisions().same(oldEmail, newEmail, ACTOR);
    }

    @Override
    public Decision differ(String oldEmail, String newEmail) {
        return decisions().differ(oldEmail, newEmail, ACTOR);
    }

    private PeopleDecisions decisions() {
        return new PeopleDecisions(ledger, new Entitlements(settings.zone("gateway.time-zone")));
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
        ledger.close();
    }
}
