package org.moodlegateway.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.moodlegateway.ledger.Erasure;
import org.moodlegateway.ledger.Erasure.Erased;
import org.moodlegateway.ledger.Erasure.Pseudonymous;
import org.moodlegateway.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes the ledger forget who somebody is. */
@Command(
        name = "erase",
        description = {
            "Makes the ledger forget who somebody is: a pseudonym takes the person's place, and"
                    + " orders, dates, references and counts stay. What was not sent yet is"
                    + " cancelled; what Moodle shows stays there.",
            "The account in Moodle is not touched: delete it there."
        })
final class EraseCommand implements Callable<Integer> {
    private static final String ACTOR = "command line";
    private static final int PAGE = 200;

    @ParentCommand private GatewayCommand gateway;

    @Option(
            names = "--email",
            paramLabel = "E-MAIL",
            required = true,
            description = "The person's e-mail.")
    private String email;

    @Option(
            names = "--moodle",
            description = "Also take away in Moodle what the gateway enrolled the person in.")
    private boolean moodle;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        Erased erased;
        int messages;
        try (Ledger ledger = gateway.ledger();
                Progress progress = new Progress(gateway.shell(), "Messages looked through")) {
            Erasure erasure = new Erasure(ledger);
            Pseudonymous person = Pseudonymous.of(email);
            erased = erasure.erase(person, moodle, ACTOR);
            messages = 0;
            Optional<Long> last = Optional.of(0L);
            while (last.isPresent()) {
                long after = last.get();
                progress.show(() -> new long[] {after, erasure.lastMessage()});
                Erasure.Searched searched = erasure.searchMessages(person, after, PAGE);
                messages += searched.hidden();
                last = searched.last();
            }
        }
        tell(erased, erased.messages() + messages);
        return 0;
    }

    private void tell(Erased erased, int messages) {
        if (gateway.json()) {
            Json.print(
                    gateway.shell(),
                    Json.object()
                            .put("orders", erased.orders())
                            .put("seats", erased.seats())
                            .put("messages", messages)
                            .put("notices", erased.notices())
                            .put("enrolmentsToTakeAway", erased.enrolments()));
            return;
        }
        if (erased.isNothing() && messages == 0) {
            gateway.shell().out().println("The ledger names nobody with this e-mail.");
            return;
        }
        gateway.shell()
                .out()
                .println(
                        "Erased from "
                                + Words.count(erased.orders(), "order")
                                + ", "
                                + Words.count(erased.seats(), "seat")
                                + ", "
                                + Words.count(messages, "message")
                                + " and "
                                + Words.count(erased.notices(), "notice")
                                + ".");
        if (erased.enrolments() > 0) {
            gateway.shell()
                    .out()
                    .println(
                            Words.count(erased.enrolments(), "enrolment")
                                    + " taken away in Moodle when the gateway runs next.");
        }
        gateway.shell()
                .out()
                .println("The account in Moodle, if there is one, stays: delete it there.");
    }
}
