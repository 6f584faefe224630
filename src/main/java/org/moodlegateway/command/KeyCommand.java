package org.moodlegateway.command;

import java.util.concurrent.Callable;
import org.moodlegateway.Parts;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.KeyMaker;
import org.moodlegateway.intake.ShopsReader;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes keys. */
@Command(
        name = "key",
        description = "Makes keys for shops and for who asks the gateway.",
        subcommands = KeyCommand.New.class)
final class KeyCommand implements Callable<Integer> {
    private static final String ADMIN = "admin";

    @ParentCommand private GatewayCommand gateway;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "key needs a word more: key new");
    }

    /** Makes one key. */
    @Command(
            name = "new",
            description = {
                "Makes a key, shows it once, and prints the line for config/shops.yaml that lets it"
                        + " in.",
                "The gateway keeps only the hash, and reads the file when it starts."
            })
    static final class New implements Callable<Integer> {
        @ParentCommand private KeyCommand parent;

        @ArgGroup(multiplicity = "1")
        private Owner owner;

        /** Who sends the key. */
        static final class Owner {
            @Option(
                    names = "--shop",
                    paramLabel = "NAME",
                    required = true,
                    description = "For a shop that sends orders with X-API-Key.")
            private String shop;

            @Option(names = "--admin", required = true, description = "For the API under /api.")
            private boolean admin;
        }

        @Option(
                names = "--name",
                paramLabel = "TEXT",
                description = "Whose key it is, for people (the day it was made).")
        private String name;

        @Override
        public Integer call() {
            GatewayCommand gateway = parent.gateway;
            gateway.logOnlyErrors();
            String shop = owner.admin ? ADMIN : owner.shop;
            KeyMaker.Made made = make(shop, gateway.shell());
            String place = owner.admin ? "admin: keys:" : "shops: " + shop + ": keys:";
            if (gateway.json()) {
                Json.print(
                        gateway.shell(),
                        Json.object()
                                .put("key", made.key())
                                .put("place", place)
                                .put("line", made.line()));
            } else {
                Shell shell = gateway.shell();
                shell.out().println("The key, shown only now: " + made.key());
                shell.out().println("In config/shops.yaml, under " + place);
                shell.out().println("  " + made.line());
            }
            warnOfUnknownShop(gateway);
            return 0;
        }

        private KeyMaker.Made make(String shop, Shell shell) {
            String text = name == null ? Times.day(shell.clock().instant()) : name;
            try {
                return new KeyMaker().make(shop, text);
            } catch (IllegalArgumentException e) {
                throw new StoppedException(e.getMessage());
            }
        }

        private void warnOfUnknownShop(GatewayCommand gateway) {
            Settings settings = gateway.settings();
            if (!owner.admin
                    && ShopsReader.read(settings, Parts.handlers(settings))
                            .shops()
                            .find(owner.shop)
                            .isEmpty()) {
                gateway.shell()
                        .err()
                        .println(
                                "config/shops.yaml has no shop "
                                        + owner.shop
                                        + " yet: add it with the key.");
            }
        }
    }
}
