package org.moodlegateway.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The site without HTTP: answers requests one after the other, each one a transaction. */
final class MoodleSite implements AutoCloseable {
    private final SandboxSettings settings;
    private final Clock clock;
    private final FunctionTable functions;
    private final Journal journal;
    private final Traffic traffic;
    private final Map<String, Long> callerAccounts = new HashMap<>();
    private Tables tables;
    private Births births;
    private Gatekeeper gatekeeper;
    private String url = "";

    /** A request under way. {@code snapshot} is what it could see when it began. */
    record Ticket(long request, long snapshot) {}

    /** An answer, and whether it is the loss of a race. */
    record Outcome(Answer answer, boolean raceLost) {}

    MoodleSite(SandboxSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.functions = FunctionTable.of(settings.behaviour());
        this.journal = new Journal(settings.journalFile());
        this.traffic = new Traffic(settings.dials());
        reset();
    }

    /** Back to the start content; journal and counters are empty, its numbers go on. */
    synchronized void reset() {
        tables = Tables.empty();
        births = new Births();
        gatekeeper = new Gatekeeper(settings.callers());
        callerAccounts.clear();
        journal.clear();
        traffic.reset(settings.dials());
        StartContent content = new StartContent(settings, births, callerAccounts);
        try (Journal nowhere = new Journal(null)) {
            Transaction transaction = begin(nowhere, "start");
            content.load(tables, transaction, clock.instant());
            transaction.commit();
        }
        births.forget();
    }

    synchronized void url(String siteUrl) {
        url = siteUrl;
    }

    synchronized Dials dials() {
        return traffic.dials();
    }

    synchronized void turn(Dials wanted) {
        traffic.turn(wanted);
    }

    synchronized Optional<Fault> strike(String function) {
        return traffic.strike(function);
    }

    /** Notes the request; from now on it sees no rows of others and may collide with them. */
    synchronized Ticket begin(RestRequest request) {
        long snapshot = traffic.dials().race() ? births.commits() : Long.MAX_VALUE;
        long number = traffic.begin(request, writtenAbout(request));
        return new Ticket(number, snapshot);
    }

    /** Does the work and answers. Must be called once for a ticket, or {@link #leave}. */
    synchronized Outcome answer(RestRequest request, Ticket ticket, boolean siteMaintenance) {
        boolean collides = traffic.loses(ticket.request());
        try {
            Object result = run(request, ticket, siteMaintenance, collides);
            return new Outcome(Answer.result(result, request.json()), false);
        } catch (MoodleError error) {
            traffic.refused(request.function());
            boolean lost = collides && "dmlwriteexception".equals(error.code());
            return new Outcome(Answer.refusal(error, settings.behaviour(), request.json()), lost);
        } finally {
            leave(ticket);
        }
    }

    /** Takes the request out of the race; it may still be answered, later. */
    synchronized void leave(Ticket ticket) {
        traffic.leave(ticket.request());
    }

    Answer refusal(MoodleError error, RestRequest request) {
        return Answer.refusal(error, settings.behaviour(), request.json());
    }

    /** A change by hand, in one transaction. */
    synchronized <T> T edit(Function<SiteEditor, T> change) {
        Instant at = clock.instant();
        return inTransaction(
                "hand",
                transaction -> change.apply(new SiteEditor(settings, tables, transaction, at)));
    }

    /** Runs cron as if it were this time; how many enrolments changed. */
    synchronized int cron(Instant at, ExpiredAction action) {
        return inTransaction(
                "cron",
                transaction ->
                        new ExpiredEnrolments(settings, tables, transaction)
                                .process(at.getEpochSecond(), action));
    }

    ExpiredAction expiredAction() {
        return settings.expiredAction();
    }

    Instant now() {
        return clock.instant();
    }

    synchronized List<Caller> callers() {
        return gatekeeper.all();
    }

    synchronized Optional<Caller> caller(String name) {
        return gatekeeper.find(name);
    }

    synchronized void save(Caller caller) {
        gatekeeper.save(caller);
        if (!callerAccounts.containsKey(caller.name())) {
            SandboxSettings.Person account = SandboxSettings.Person.of(caller.name());
            callerAccounts.put(caller.name(), edit(editor -> editor.saveUser(account)).id());
        }
    }

    synchronized List<Effect> journal(long after) {
        return journal.after(after);
    }

    synchronized Calls calls() {
        return traffic.calls();
    }

    synchronized SandboxState state() {
        return SandboxState.of(tables, names());
    }

    synchronized Optional<SandboxState.Enrolment> enrolment(String username, String shortname) {
        return tables.courses()
                .named(shortname)
                .flatMap(
                        course ->
                                tables.users()
                                        .named(username)
                                        .flatMap(
                                                user ->
                                                        tables.enrolments()
                                                                .find(user.id(), course.id()))
                                        .map(
                                                row ->
                                                        SandboxState.enrolment(
                                                                tables, names(), row, course)));
    }

    @Override
    public synchronized void close() {
        journal.close();
    }

    private Object run(
            RestRequest request, Ticket ticket, boolean siteMaintenance, boolean collides) {
        Instant at = clock.instant();
        Caller caller = gatekeeper.authenticate(request.token(), at, siteMaintenance);
        MoodleFunction function = gatekeeper.function(request.function(), caller, functions);
        Arguments arguments = (Arguments) function.parameters().check(request.parameters());
        gatekeeper.checkAccount(caller, function);
        if (collides) {
            throw MoodleError.write();
        }
        Transaction transaction =
                new Transaction(
                        tables,
                        births,
                        journal,
                        new Transaction.Author(
                                ticket.request(),
                                caller.name(),
                                function.name(),
                                ticket.snapshot()),
                        at);
        MoodleUser self = tables.users().find(callerAccounts.get(caller.name())).orElseThrow();
        return commit(
                transaction,
                () ->
                        function.body()
                                .answer(
                                        new Call(
                                                settings,
                                                tables,
                                                transaction,
                                                caller,
                                                self,
                                                arguments,
                                                at,
                                                url)));
    }

    private <T> T inTransaction(String author, Function<Transaction, T> work) {
        Transaction transaction = begin(journal, author);
        return commit(transaction, () -> work.apply(transaction));
    }

    private static <T> T commit(Transaction transaction, Supplier<T> work) {
        boolean kept = false;
        try {
            T result = work.get();
            kept = true;
            return result;
        } catch (MoodleError error) {
            kept = error.keepsWork();
            throw error;
        } finally {
            if (kept) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }

    private Transaction begin(Journal into, String author) {
        return new Transaction(
                tables,
                births,
                into,
                new Transaction.Author(0, author, "", Long.MAX_VALUE),
                clock.instant());
    }

    private EnrolmentPlugin names() {
        return new EnrolmentPlugin(settings, tables, null);
    }

    private Set<Long> writtenAbout(RestRequest request) {
        String key = functions.find(request.function()).map(MoodleFunction::lockedKey).orElse("");
        Set<Long> userids = new HashSet<>();
        for (Object list : key.isEmpty() ? List.of() : request.parameters().values()) {
            for (Object row : list instanceof Map<?, ?> rows ? rows.values() : List.of()) {
                Object userid = row instanceof Map<?, ?> fields ? fields.get(key) : null;
                if (userid instanceof String text && text.matches("\\d{1,18}")) {
                    userids.add(Long.valueOf(text));
                }
            }
        }
        return userids;
    }
}
