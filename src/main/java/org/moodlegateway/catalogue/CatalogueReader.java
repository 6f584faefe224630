package org.moodlegateway.catalogue;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.moodlegateway.order.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code products.yaml}, a list of products under {@code products}. It reads YAML nodes
 * rather than objects, so that every problem has its line.
 */
public final class CatalogueReader {
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private final Function<Product, Optional<Problem>> check;

    /**
     * Makes a reader that asks each product's handler about it.
     *
     * @param check says what is wrong, with a pointer relative to the product such as {@code
     *     /parameters/duration}
     */
    public CatalogueReader(Function<Product, Optional<Problem>> check) {
        this.check = check;
    }

    /**
     * Reads the products that can be bought and everything that is wrong with the others.
     *
     * @throws CatalogueUnreadableException if the file as a whole is no catalogue
     */
    public Catalogue read(Path path) {
        String file = path.toString();
        YamlPlace root = YamlPlace.root(compose(path));
        if (!root.at("products").isList()) {
            throw unreadable(file, 1, "has no list under products:");
        }
        List<ProductEntry> entries =
                root.at("products")
                        .elements()
                        .map(product -> new ProductEntry(file, product))
                        .toList();
        List<CatalogueProblem> problems = new ArrayList<>(strayKeys(file, root));
        return new Catalogue(products(entries, problems), problems);
    }

    private static List<CatalogueProblem> strayKeys(String file, YamlPlace root) {
        try {
            root.refuseOtherKeysThan(Set.of("products"));
            return List.of();
        } catch (YamlPlace.RefusedException e) {
            Problem problem = new Problem(e.code(), e.place().pointer(), e.getMessage());
            return List.of(new CatalogueProblem(file, e.place().line(), "", problem));
        }
    }

    private List<Product> products(List<ProductEntry> entries, List<CatalogueProblem> problems) {
        Map<String, Long> uses =
                entries.stream().collect(groupingBy(ProductEntry::code, counting()));
        List<Product> products = new ArrayList<>();
        for (ProductEntry entry : entries) {
            if (uses.get(entry.code()) > 1 && !entry.code().isEmpty()) {
                entry.refuseAsRepeated();
            }
            entry.product(check).ifPresent(products::add);
            problems.addAll(entry.problems());
        }
        return products;
    }

    private static Node compose(Path path) {
        String file = path.toString();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        try {
            return new Yaml(options).compose(new StringReader(Files.readString(path)));
        } catch (NoSuchFileException e) {
            throw unreadable(file, 1, "does not exist");
        } catch (CharacterCodingException e) {
            throw unreadable(file, 1, "is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file, 1, "can't be read");
        } catch (MarkedYAMLException e) {
            throw unreadable(file, line(e), "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw unreadable(file, 1, "is not YAML");
        }
    }

    private static int line(MarkedYAMLException e) {
        return e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
    }

    private static CatalogueUnreadableException unreadable(String file, int line, String message) {
        Problem problem = new Problem("catalogue-unreadable", "", "the file " + message);
        return new CatalogueUnreadableException(new CatalogueProblem(file, line, "", problem));
    }
}
