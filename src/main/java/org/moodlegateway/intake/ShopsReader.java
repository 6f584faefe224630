package org.moodlegateway.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.moodlegateway.catalogue.FileProblem;
import org.moodlegateway.localshop.LocalShopMeaning;
import org.moodlegateway.seat.Handlers;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;
import org.moodlegateway.shop.KindReader;
import org.moodlegateway.shop.Kinds;
import org.moodlegateway.shop.Meaning;
import org.moodlegateway.shop.SampleCheck;
import org.moodlegateway.shop.SilenceCheck;

/** Reads {@code shops.yaml}: every problem has its line, and no problem repeats a secret. */
public final class ShopsReader {
    static final String FILE = "shops.yaml";

    /** Of kinds, beside the file. */
    static final String FOLDER = "shops";

    private final ShopBounds bounds;
    private final BinaryOperator<String> resolve;
    private final Map<String, Meaning> builtIn;

    /**
     * Makes a reader.
     *
     * @param bounds what the settings leave to shops
     * @param resolve follows references: of a key's name and a value, what the value stands for; a
     *     reference that leads nowhere is a {@link SettingsException}
     * @param builtIn by the name of a kind, what needs no jq
     */
    ShopsReader(ShopBounds bounds, BinaryOperator<String> resolve, Map<String, Meaning> builtIn) {
        this.bounds = bounds;
        this.resolve = resolve;
        this.builtIn = Map.copyOf(builtIn);
    }

    /** What a file says. With any problem it is not to be used. */
    public record Read(Shops shops, List<FileProblem> problems) {
        public Read {
            problems = List.copyOf(problems);
        }

        /** The shops, if nothing is wrong. */
        public Shops orRefuse() {
            if (!problems.isEmpty()) {
                throw new SettingsException(
                        String.join("\n", problems.stream().map(FileProblem::toString).toList()));
            }
            return shops;
        }
    }

    /**
     * The file where the settings have it; {@code handlers} know the parameters of frozen bills.
     */
    public static Read read(Settings settings, Handlers handlers) {
        return of(settings, handlers).read(settings.configDirectory().resolve(FILE));
    }

    /** The same, and whether every sample of a kind means what it must. */
    public static Read check(Settings settings, Handlers handlers) {
        Path file = settings.configDirectory().resolve(FILE);
        ShopsReader reader = of(settings, handlers);
        Kinds kinds = reader.kinds(file);
        Read read = reader.read(file, kinds);
        List<FileProblem> problems = new ArrayList<>(read.problems());
        problems.addAll(
                SampleCheck.problems(file.resolveSibling(FOLDER).resolve("samples"), kinds));
        return new Read(read.shops(), problems);
    }

    /** What works, and may cost somebody their access one day. */
    public static List<FileProblem> warnings(Settings settings, Handlers handlers) {
        Path file = settings.configDirectory().resolve(FILE);
        return SilenceCheck.problems(
                file.resolveSibling(FOLDER), of(settings, handlers).kinds(file));
    }

    private static ShopsReader of(Settings settings, Handlers handlers) {
        return new ShopsReader(
                ShopBounds.of(settings),
                settings::resolve,
                Map.of("local_shop", new LocalShopMeaning(handlers)));
    }

    /**
     * Reads the file and the kinds in the folder {@code shops} beside it whole, and says everything
     * that is wrong with it.
     */
    public Read read(Path path) {
        return read(path, kinds(path));
    }

    private Kinds kinds(Path path) {
        return KindReader.read(path.toAbsolutePath().resolveSibling(FOLDER), builtIn);
    }

    private Read read(Path path, Kinds kinds) {
        Read read = new ShopsFile(path, kinds, bounds, resolve).read();
        List<FileProblem> problems = new ArrayList<>(kinds.problems());
        problems.addAll(read.problems());
        return new Read(read.shops(), problems);
    }
}
