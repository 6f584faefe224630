package org.moodlegateway.catalogue;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moodlegateway.order.Problem;

/** The products that can be bought, and those that can't because something is wrong with them. */
public final class Catalogue {
    private final List<Product> products;
    private final List<CatalogueProblem> problems;
    private final Map<String, Product> byCode;

    /** Takes products in file order; none of them may have a problem, or share its code. */
    public Catalogue(Collection<Product> products, Collection<CatalogueProblem> problems) {
        this.products = List.copyOf(products);
        this.problems = List.copyOf(problems);
        this.byCode = this.products.stream().collect(toUnmodifiableMap(Product::code, identity()));
    }

    public static Catalogue of(Product... products) {
        return new Catalogue(List.of(products), List.of());
    }

    /** The product, if it can be bought. Codes are compared case-sensitively. */
    public Optional<Product> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** Why a product that stands in the file can't be bought; its sentence names the product. */
    public Optional<Problem> problem(String code) {
        return problems.stream()
                .filter(problem -> problem.product().equals(code))
                .map(CatalogueProblem::problem)
                .findFirst();
    }

    /** The code that comes nearest to one that isn't here; empty if none comes near. */
    public Optional<String> nearest(String code) {
        return NearestCode.of(code, products.stream().map(Product::code).toList());
    }

    /** A product's name for people of a language, else in English, else its code. */
    public String name(String code, String language) {
        Map<String, String> names = find(code).map(Product::names).orElse(Map.of());
        return names.getOrDefault(language, names.getOrDefault("en", code));
    }

    public List<Product> products() {
        return products;
    }

    /** Everything that is wrong, in file order. */
    public List<CatalogueProblem> problems() {
        return problems;
    }
}
