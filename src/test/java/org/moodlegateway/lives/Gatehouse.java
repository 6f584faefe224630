package org.moodlegateway.lives;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.moodlegateway.DirectMoodle;
import org.moodlegateway.GatewayFixture;
import org.moodlegateway.Parts;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.SeatView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.lives.Shown.Access;
import org.moodlegateway.moodle.CourseVisits;
import org.moodlegateway.order.Participant;
import org.moodlegateway.orders.Assignment;
import org.moodlegateway.orders.Assignments;
import org.moodlegateway.orders.OrderPlans;
import org.moodlegateway.planning.Planning;
import org.moodlegateway.sandbox.SandboxState;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.seat.ShopTerms;
import org.moodlegateway.settings.Settings;
import org.slf4j.LoggerFactory;

/** One gateway with one ledger and one Moodle, for many lives. */
final class Gatehouse implements AutoCloseable {
    private static final List<String> COURSES =
            List.of("SCI", "MATH", "TEACH", "CLUB", "LANG", Ware.HELP);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final GatewayFixture fixture;
    private final Views views;
    private final Assignments assignments;
    private boolean planned = true;

    private Gatehouse(GatewayFixture fixture) {
        this.fixture = fixture;
        this.views = new Views(fixture.gateway().ledger(), ZoneOffset.UTC);
        this.assignments = assignments(fixture);
    }

    private static Assignments assignments(GatewayFixture fixture) {
        Settings settings = fixture.settings();
        Handlers handlers = Parts.handlers(settings);
        Catalogue catalogue =
                new CatalogueReader(handlers::check)
                        .read(settings.configDirectory().resolve("products.yaml"));
        return Parts.assignments(
                settings,
                fixture.gateway().ledger(),
                new CourseVisits(
                        DirectMoodle.at(fixture.moodle.baseUri().toString(), "sandbox-token")),
                new OrderPlans(handlers, () -> catalogue, shop -> ShopTerms.USUAL));
    }

    static Gatehouse in(Path directory, LedgerSettings ledger) {
        // A refused message is no surprise here, and thousands of lives say much.
        ((Logger) LoggerFactory.getLogger(Planning.class)).setLevel(Level.ERROR);
        try {
            Path config = copied(Path.of("config"), directory.resolve("config"));
            StringBuilder products = new StringBuilder("products:\n");
            List<String> courses = new ArrayList<>();
            for (int shelf = 0; shelf < Salt.SHELVES; shelf++) {
                products.append(Ware.shelf(shelf));
                for (String course : COURSES) {
                    courses.add(course + "-" + shelf);
                }
            }
            Files.writeString(config.resolve("products.yaml"), products);
            Path notices = config.resolve("notices.yaml");
            Files.writeString(notices, Files.readString(notices).replaceAll("\\[ .* ]", "[]"));
            GatewayFixture fixture =
                    GatewayFixture.in(
                                    directory,
                                    content -> content.courses(courses.toArray(String[]::new)))
                            .configuredBy(config)
                            .with("LEDGER_URL", ledger.url())
                            .with("LEDGER_USER", ledger.user())
                            .with("LEDGER_PASSWORD", ledger.password())
                            .with("GUARD_LEAST", "1000000")
                            .with("GUARD_WINDOW", "PT30S")
                            .with("PREPAY_MOST_PER_HOUR", "1000000");
            return new Gatehouse(fixture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.createDirectories(to);
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }

    void tell(Said said, Salt salt) {
        fixture.take(said.json(salt));
        planned = false;
    }

    /**
     * Has the database count its rows: H2 keeps a plan that it made while the tables were empty,
     * and would read them whole ever after.
     */
    void analyze() {
        fixture.gateway().ledger().transaction(handle -> handle.execute("analyze"));
    }

    /** Has Moodle follow everything that was told. */
    void follow() {
        fixture.clock.forward(A_MINUTE);
        fixture.work();
        planned = true;
    }

    private void plan() {
        boolean worked;
        do {
            worked = fixture.gateway().planSome();
        } while (worked);
        planned = true;
    }

    /** Opens a course if Moodle lets the person in; whether it did. */
    boolean open(String person, String course, Salt salt) {
        boolean active = access(person, course, salt).isPresent();
        if (active) {
            fixture.moodle
                    .administrator()
                    .openCourse(salt.email(person), salt.course(course), fixture.clock.instant());
        }
        return active;
    }

    /** The nth of the live paid seats of an order, if there are so many. */
    Optional<SeatView> seat(String order, int nth, Salt salt) {
        if (!planned) {
            plan();
        }
        return views.order("web", salt.order(order)).stream()
                .flatMap(view -> view.seats().stream())
                .filter(seat -> seat.paid() && seat.live())
                .skip(nth)
                .findFirst();
    }

    /** Whether the person was put there now. */
    boolean give(SeatView seat, String person, Salt salt) {
        Participant participant = new Participant(salt.email(person), "First", person, "");
        return assignments.assign(seat.reference(), participant, "", false, "administrator")
                instanceof Assignment.Assigned;
    }

    boolean empty(SeatView seat) {
        return !(assignments.unassign(seat.reference(), false, "administrator")
                instanceof Assignment.Refused);
    }

    /** What can be seen of some people and orders. */
    Shown look(Set<String> people, Set<String> orders, Salt salt) {
        Map<String, Map<String, Access>> access = new TreeMap<>();
        for (String course : COURSES) {
            for (String person : people) {
                access(person, course, salt)
                        .ifPresent(
                                one ->
                                        access.computeIfAbsent(course, first -> new TreeMap<>())
                                                .put(person, one));
            }
        }
        Map<String, Set<String>> members = new TreeMap<>();
        Map<String, String> states = new TreeMap<>();
        Map<String, Set<String>> differences = new TreeMap<>();
        Map<String, Set<String>> reasons = new TreeMap<>();
        for (String letter : orders) {
            Optional<OrderView> view = views.order("web", salt.order(letter));
            if (view.isPresent() && !view.get().shopSays().isEmpty()) {
                states.put(letter, view.get().state().name());
                members.put(letter, members(access.keySet(), letter, people, salt));
                differences.put(letter, differences(letter, salt));
                reasons.put(letter, reasons(view.get()));
            }
        }
        return new Shown(access, members, states, differences, reasons);
    }

    private Set<String> members(Set<String> courses, String letter, Set<String> people, Salt salt) {
        Set<String> members = new TreeSet<>();
        String course = Ware.CLASS.course();
        for (String person : courses.contains(course) ? people : Set.<String>of()) {
            fixture.moodle
                    .enrolment(salt.email(person), salt.course(course))
                    .filter(row -> row.groups().contains(salt.group(letter)))
                    .ifPresent(row -> members.add(person));
        }
        return members;
    }

    private Set<String> differences(String letter, Salt salt) {
        return new TreeSet<>(
                fixture.list(
                        "select code || ' at ' || line_id from difference where shop = 'web' and"
                                + " order_id = '"
                                + salt.order(letter)
                                + "'"));
    }

    private static Set<String> reasons(OrderView view) {
        Set<String> reasons = new TreeSet<>();
        view.seats().stream()
                .filter(SeatView::live)
                .forEach(
                        seat ->
                                reasons.add(
                                        "%s %s/%s %s %s %s"
                                                .formatted(
                                                        seat.kind(),
                                                        seat.line(),
                                                        seat.number(),
                                                        seat.email(),
                                                        seat.state(),
                                                        seat.reason())));
        view.renewals().forEach(renewal -> reasons.add(renewal.toString()));
        view.rejected().forEach(one -> reasons.add(one.toString()));
        return reasons;
    }

    private Optional<Access> access(String person, String course, Salt salt) {
        long now = fixture.clock.instant().getEpochSecond();
        return fixture.moodle
                .enrolment(salt.email(person), salt.course(course))
                .filter(row -> !row.suspended() && row.timestart() <= now)
                .filter(row -> row.timeend() == 0 || row.timeend() > now)
                .map(Gatehouse::access);
    }

    private static Access access(SandboxState.Enrolment row) {
        return new Access(new TreeSet<>(row.roles()), row.timestart(), row.timeend());
    }

    @Override
    public void close() {
        fixture.close();
    }
}
