package org.moodlegateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.moodlegateway.Parts;
import org.moodlegateway.command.Refusal.StoppedException;
import org.moodlegateway.intake.Shop;
import org.moodlegateway.intake.ShopsReader;
import org.moodlegateway.localshop.CatalogueImport;
import org.moodlegateway.localshop.ImportReport;
import org.moodlegateway.localshop.ImportedItem;
import org.moodlegateway.localshop.LocalShopSource;
import org.moodlegateway.localshop.ProductsYaml;
import org.moodlegateway.localshop.ShopDatabase;
import org.moodlegateway.settings.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes products of the catalogue of Moodle's own shop. */
@Command(
        name = "import-catalogue",
        description = {
            "Makes a products.yaml of the catalogue of Moodle's own shop, local_shop, and prints it;"
                    + " changes nothing.",
            "A report says what each item means here, and what local_shop's own code did with it."
        })
final class ImportCatalogueCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @ArgGroup(multiplicity = "1")
    private From from;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the report goes (stderr).")
    private Path report;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "Of the names of the items, such as fr (notice.language).")
    private String language;

    /** Where the catalogue is. */
    private static final class From {
        @Option(
                names = "--shop",
                paramLabel = "NAME",
                description = "A shop of shops.yaml; its database is asked.")
        private String shop;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                description =
                        "Rows of the table local_shop_catalogitem as JSON: a list, or an object that"
                                + " has it under the table's name.")
        private Path file;
    }

    @Override
    public Integer call() throws IOException {
        gateway.logOnlyErrors();
        Settings settings = gateway.settings();
        Iterable<? extends JsonNode> rows =
                from.file != null
                        ? rows(from.file)
                        : new LocalShopSource(database(settings)).catalogItems();
        String tongue = language == null ? settings.text("notice.language") : language;
        List<ImportedItem> items = new CatalogueImport(Parts.handlers(settings), tongue).of(rows);
        tell(items);
        return items.stream().anyMatch(ImportedItem::isMissed) ? 1 : 0;
    }

    private void tell(List<ImportedItem> items) throws IOException {
        Shell shell = gateway.shell();
        if (gateway.json()) {
            ObjectNode json = Json.object().put("products", ProductsYaml.of(items));
            ArrayNode list = json.putArray("items");
            items.forEach(item -> list.add(item.json()));
            Json.print(shell, json);
        } else {
            shell.out().print(ProductsYaml.of(items));
        }
        if (report != null) {
            Files.writeString(report, ImportReport.of(items));
        } else if (!gateway.json()) {
            shell.err().print(ImportReport.of(items));
        }
    }

    private static JsonNode rows(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
            JsonNode rows = json.isArray() ? json : json.path("local_shop_catalogitem");
            if (!rows.isArray()) {
                throw new StoppedException(file + " has no list of catalogue items");
            }
            return rows;
        } catch (NoSuchFileException e) {
            throw new StoppedException("there is no file " + file);
        } catch (JsonProcessingException e) {
            throw new StoppedException(file + " is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    private ShopDatabase database(Settings settings) {
        return ShopsReader.read(settings, Parts.handlers(settings))
                .orRefuse()
                .find(from.shop)
                .flatMap(Shop::database)
                .orElseThrow(
                        () ->
                                new StoppedException(
                                        "the shop "
                                                + from.shop
                                                + " has no database in config/shops.yaml"));
    }
}
