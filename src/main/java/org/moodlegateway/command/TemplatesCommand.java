package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.notice.Letter;
import org.moodlegateway.notice.Letters;
import org.moodlegateway.notice.NoticeFiles;
import org.moodlegateway.notice.Preview;
import org.moodlegateway.notice.Templates;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what people would be written. */
@Command(
        name = "templates",
        description = "Shows what people would be written.",
        subcommands = TemplatesCommand.PreviewCommand.class)
final class TemplatesCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Override
    public Integer call() {
        Templates.NAMES.forEach(gateway.shell().out()::println);
        return 0;
    }

    /** Fills in one template and prints it. */
    @Command(
            name = "preview",
            description = {
                "Fills in a template, and prints subject and text; sends nothing.",
                "Without --order, of an invented order."
            })
    static final class PreviewCommand implements Callable<Integer> {
        @ParentCommand private TemplatesCommand templates;

        @Parameters(index = "0", paramLabel = "NAME", description = "Such as feedback-private.")
        private String name;

        @Option(
                names = "--language",
                paramLabel = "LANGUAGE",
                description = "Such as fr (notice.language).")
        private String language;

        @Option(names = "--order", paramLabel = "SHOP/ID", description = "An order of the ledger.")
        private String order;

        @Override
        public Integer call() {
            GatewayCommand gateway = templates.gateway;
            gateway.logOnlyErrors();
            Settings settings = gateway.settings();
            if (!Templates.NAMES.contains(name)) {
                throw new StoppedException(
                        "there is no template "
                                + name
                                + ", but: "
                                + String.join(", ", Templates.NAMES));
            }
            NoticeFiles files = new NoticeFiles(settings);
            files.orRefuse();
            String tongue = language == null ? settings.text("notice.language") : language;
            List<Letter> letters =
                    order == null
                            ? List.of(
                                    new Preview(files, settings.zone("gateway.time-zone"))
                                            .ofSample(name, tongue))
                            : ofOrder(gateway, settings, files, tongue);
            print(gateway, letters);
            return 0;
        }

        private List<Letter> ofOrder(
                GatewayCommand gateway, Settings settings, NoticeFiles files, String tongue) {
            Catalogue catalogue = gateway.catalogue(settings);
            try (Ledger ledger = gateway.ledger()) {
                OrderView view =
                        OrderName.of(order)
                                .find(new Views(ledger, settings.zone("gateway.time-zone")));
                Letters letters = Letters.of(settings, ledger, files, catalogue::name);
                return Preview.ofOrder(letters, name, tongue, view);
            }
        }

        private static void print(GatewayCommand gateway, List<Letter> letters) {
            if (gateway.json()) {
                ArrayNode list = Json.array();
                letters.forEach(
                        letter ->
                                list.add(
                                        Json.object()
                                                .put("subject", letter.subject())
                                                .put("text", letter.text())));
                Json.print(gateway.shell(), list);
                return;
            }
            letters.forEach(letter -> Lists.print(gateway.shell(), letter));
        }
    }
}
