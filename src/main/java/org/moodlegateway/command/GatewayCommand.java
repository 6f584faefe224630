package org.moodlegateway.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.moodlegateway.LedgerSettingsReader;
import org.moodlegateway.Parts;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.catalogue.CatalogueReader;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.LedgerException;
import org.moodlegateway.ledger.LedgerSettings;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line as a whole: options that every command has, and what all commands need. */
@Command(
        name = "moodle-gateway",
        description = {
            "Turns shop orders into Moodle enrolments, seat by seat, once each.",
            "Without a command: demo."
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            DoctorCommand.class,
            PlanCommand.class,
            OrdersCommand.class,
            SeatsCommand.class,
            PeopleCommand.class,
            RenewalsCommand.class,
            RenewCommand.class,
            ShopsCommand.class,
            RejectedCommand.class,
            ReplayCommand.class,
            GuardsCommand.class,
            NoticesCommand.class,
            TemplatesCommand.class,
            ReconcileCommand.class,
            AdoptCommand.class,
            ImportCatalogueCommand.class,
            ExportCommand.class,
            EraseCommand.class,
            BackupCommand.class,
            KeyCommand.class,
            SandboxCommand.class
        })
public final class GatewayCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config",
            scope = ScopeType.INHERIT,
            description = "Where the configuration is (${DEFAULT-VALUE}).")
    private Path config;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            defaultValue = "routes",
            scope = ScopeType.INHERIT,
            description = "Where the routes are (${DEFAULT-VALUE}).")
    private Path routes;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON instead of text for people.")
    private boolean json;

    private final Shell shell;

    private GatewayCommand(Shell shell) {
        this.shell = shell;
    }

    /** Runs one command; 0 good, 1 found something wrong, 2 misuse. */
    public static int execute(Shell shell, String... arguments) {
        GatewayCommand gateway = new GatewayCommand(shell);
        int code =
                new CommandLine(gateway)
                        .setOut(shell.out())
                        .setErr(shell.err())
                        .setColorScheme(
                                CommandLine.Help.defaultColorScheme(
                                        shell.colours() ? Ansi.ON : Ansi.OFF))
                        .setExecutionExceptionHandler(
                                (failure, command, parsed) -> gateway.refuse(failure))
                        .setParameterExceptionHandler((misuse, given) -> gateway.refuse(misuse))
                        .execute(arguments);
        shell.out().flush();
        shell.err().flush();
        return code;
    }

    @Override
    public Integer call() {
        return new DemoCommand(this).call();
    }

    private int refuse(Exception failure) {
        shell.err().println(shell.bad("moodle-gateway: ") + Refusal.sentence(failure));
        return 1;
    }

    private int refuse(CommandLine.ParameterException misuse) {
        String command = misuse.getCommandLine().getCommandSpec().qualifiedName();
        shell.err().println(shell.bad("moodle-gateway: ") + Refusal.sentence(misuse));
        shell.err().println("Try: " + command + " --help");
        return 2;
    }

    Shell shell() {
        return shell;
    }

    boolean json() {
        return json;
    }

    Path configDirectory() {
        return config;
    }

    Settings settings() {
        return Settings.read(config, routes, shell.environment());
    }

    ConfigurationCheck check() {
        return new ConfigurationCheck(config, routes, shell.environment());
    }

    Catalogue catalogue(Settings settings) {
        Handlers handlers = Parts.handlers(settings);
        return new CatalogueReader(handlers::check).read(config.resolve("products.yaml"));
    }

    /** Opens the ledger, unless a running gateway has it for itself. */
    Ledger ledger() {
        return unlessInUse(settings(), Ledger::open);
    }

    /** Does something with the ledger; says so if a running gateway has it for itself. */
    <T> T unlessInUse(Settings settings, Function<LedgerSettings, T> work) {
        try {
            return work.apply(LedgerSettingsReader.read(settings));
        } catch (LedgerException e) {
            if (e.getMessage().startsWith("another process uses this ledger")) {
                throw new StoppedException(
                        "another process uses this ledger, and an H2 ledger is for one: ask the"
                                + " running gateway at http://"
                                + settings.text("gateway.host")
                                + ":"
                                + settings.text("gateway.port")
                                + "/api instead, or stop it");
            }
            throw e;
        }
    }

    /**
     * For commands whose answer stands on stdout: only errors are logged, unless asked for more.
     */
    void logOnlyErrors() {
        if (shell.variable("GATEWAY_LOG_LEVEL").isEmpty()
                && System.getProperty("GATEWAY_LOG_LEVEL") == null) {
            Quiet.onlyErrors();
        }
    }
}
