package org.moodlegateway.command;

import java.util.concurrent.Callable;
import org.moodlegateway.claim.ClaimAddresses;
import org.moodlegateway.command.Refusal.StoppedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes and revokes links for buyers. */
@Command(
        name = "link",
        description = {
            "Makes a link with which the buyer of an order names his participants; it is shown now"
                    + " and never again.",
            "Whoever has it can name participants: hand it to the buyer only."
        })
final class SeatLinkCommand implements Callable<Integer> {
    @ParentCommand private SeatsCommand seats;

    @Mixin private DeskChoice desk;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** Making one, or revoking one. */
    static final class What {
        @Parameters(index = "0", paramLabel = "SHOP/ORDER", description = "Whose seats it shows.")
        private String order;

        @Option(
                names = "--revoke",
                paramLabel = "ID",
                description = "Instead, make the link with this id lead nowhere.")
        private String revoked;
    }

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long it holds (${DEFAULT-VALUE}).")
    private int days;

    @Override
    public Integer call() {
        GatewayCommand gateway = seats.gateway();
        gateway.logOnlyErrors();
        try (SeatDesk open = desk.open(gateway)) {
            return what.order == null ? revoke(gateway, open) : make(gateway, open);
        }
    }

    private int make(GatewayCommand gateway, SeatDesk open) {
        int slash = what.order.indexOf('/');
        if (slash < 1 || slash == what.order.length() - 1) {
            throw new StoppedException("an order is SHOP/ORDER, not " + what.order);
        }
        if (days < 1 || days > ClaimAddresses.MOST_DAYS) {
            throw new StoppedException(
                    "--days must be from 1 to " + ClaimAddresses.MOST_DAYS + ", not " + days);
        }
        SeatDesk.Link link =
                open.link(what.order.substring(0, slash), what.order.substring(slash + 1), days);
        if (gateway.json()) {
            Json.print(
                    gateway.shell(),
                    Json.object()
                            .put("id", link.id())
                            .put("url", link.url())
                            .put("expires", link.expires().getEpochSecond()));
        } else {
            gateway.shell().out().println(link.url());
            gateway.shell()
                    .err()
                    .println(
                            "It holds until "
                                    + Times.text(link.expires())
                                    + " UTC. To revoke it: seats link --revoke "
                                    + link.id());
        }
        return 0;
    }

    private int revoke(GatewayCommand gateway, SeatDesk open) {
        if (!open.revoke(what.revoked)) {
            throw new StoppedException("no claim link that holds has the id " + what.revoked);
        }
        if (gateway.json()) {
            Json.print(gateway.shell(), Json.object().put("id", what.revoked).put("revoked", true));
        } else {
            gateway.shell().out().println("Link " + what.revoked + " leads nowhere now.");
        }
        return 0;
    }
}
