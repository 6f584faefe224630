package org.moodlegateway.command;

import java.util.concurrent.Callable;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.enrolment.PeopleDecisions.Decision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Decides who is who where Moodle doesn't show it. */
@Command(
        name = "people",
        description = {
            "Says of two e-mails whether they are one person or two, where Moodle doesn't show it:"
                    + " seats that wait with account-taken go on then.",
            "OLD is the e-mail under which the account is known, NEW the one that waits."
        },
        subcommands = {PeopleCommand.Same.class, PeopleCommand.Differ.class})
final class PeopleCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Override
    public Integer call() {
        throw new StoppedException("say people same OLD NEW, or people differ OLD NEW");
    }

    private int tell(Decision decision, String done) {
        if (decision.problem() != null) {
            throw new StoppedException(decision.problem().message());
        }
        if (gateway.json()) {
            Json.print(gateway.shell(), Json.object().put("result", decision.word()));
        } else {
            boolean before = decision.word().equals("unchanged");
            gateway.shell().out().println(done + (before ? ", as before." : "."));
        }
        return 0;
    }

    /** Two e-mails are one person. */
    @Command(
            name = "same",
            description = {
                "Says that both e-mails are one person: what was sold to either goes into the one"
                        + " account."
            })
    static final class Same implements Callable<Integer> {
        @ParentCommand private PeopleCommand people;

        @Mixin private DeskChoice desk;

        @Parameters(index = "0", paramLabel = "OLD", description = "The e-mail known so far.")
        private String oldEmail;

        @Parameters(index = "1", paramLabel = "NEW", description = "The other one.")
        private String newEmail;

        @Override
        public Integer call() {
            people.gateway.logOnlyErrors();
            try (SeatDesk open = desk.open(people.gateway)) {
                return people.tell(open.same(oldEmail, newEmail), "Both e-mails are one person");
            }
        }
    }

    /** Two e-mails are two people. */
    @Command(
            name = "differ",
            description = {
                "Says that they are two people: the account that has the new e-mail is the one's."
                        + " The other one's is found by the old e-mail, or made, and gets all that"
                        + " is still paid. What the first account had stays in it: take it by hand."
            })
    static final class Differ implements Callable<Integer> {
        @ParentCommand private PeopleCommand people;

        @Mixin private DeskChoice desk;

        @Parameters(index = "0", paramLabel = "OLD", description = "The e-mail known so far.")
        private String oldEmail;

        @Parameters(index = "1", paramLabel = "NEW", description = "The other one.")
        private String newEmail;

        @Override
        public Integer call() {
            people.gateway.logOnlyErrors();
            try (SeatDesk open = desk.open(people.gateway)) {
                return people.tell(open.differ(oldEmail, newEmail), "They are two people");
            }
        }
    }
}
