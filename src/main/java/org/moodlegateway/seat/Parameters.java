package org.moodlegateway.seat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.moodlegateway.catalogue.Product;
import org.moodlegateway.order.Line;
import org.moodlegateway.order.OrderRejectedException;

/**
 * The parameters of one product, with those of one line over them, whatever their spelling. In what
 * order they were written makes no difference, not even to which problem is told first.
 */
final class Parameters {

    /** One parameter as it was written. */
    record Given(String spelling, String value, String pointer) {
        @Override
        public String toString() {
            return spelling + "=" + value;
        }
    }

    private final String product;
    private final String pointer;
    private final Set<Parameter> known;
    private final Map<Parameter, Given> given = new EnumMap<>(Parameter.class);

    private Parameters(Product product, String pointer, Set<Parameter> known) {
        this.product = product.code();
        this.pointer = pointer;
        this.known = known;
    }

    /** As the catalogue has them; pointers are relative to the product. */
    static Parameters of(Product product, Set<Parameter> known) {
        Parameters parameters = new Parameters(product, "/parameters", known);
        parameters.override(product.parameters(), name -> "/parameters/" + name);
        return parameters;
    }

    /** As a line of an order has them; {@code linePointer} is where that line stands. */
    static Parameters of(Product product, Line line, String linePointer, Set<Parameter> known) {
        Parameters parameters = new Parameters(product, linePointer + "/product", known);
        parameters.override(product.parameters(), name -> linePointer + "/product");
        parameters.override(line.parameters(), name -> linePointer + "/parameters");
        return parameters;
    }

    private void override(Map<String, String> texts, UnaryOperator<String> pointers) {
        Map<Parameter, Given> above = new EnumMap<>(Parameter.class);
        new TreeMap<>(texts)
                .forEach((name, value) -> add(above, new Given(name, value, pointers.apply(name))));
        refuseTwoCourses(above);
        if (above.keySet().stream().anyMatch(Parameter.COURSE::contains)) {
            given.keySet().removeAll(Parameter.COURSE);
        }
        given.putAll(above);
    }

    private void add(Map<Parameter, Given> parameters, Given one) {
        Parameter parameter =
                Parameter.spelled(one.spelling())
                        .filter(known::contains)
                        .orElseThrow(() -> refused(one, "parameter-unknown", "is not known"));
        Given other = parameters.putIfAbsent(parameter, one);
        if (other != null && !other.value().equals(one.value())) {
            throw refused(one, "parameter-conflict", "contradicts " + other);
        }
    }

    private void refuseTwoCourses(Map<Parameter, Given> parameters) {
        if (parameters.keySet().containsAll(Parameter.COURSE)) {
            throw refused(
                    parameters.get(Parameter.COURSE_ID_NUMBER),
                    "parameter-conflict",
                    "names the course that " + parameters.get(Parameter.COURSE_NAME) + " names");
        }
    }

    Optional<Given> find(Parameter parameter) {
        return Optional.ofNullable(given.get(parameter));
    }

    /** The value as written, empty if not given. */
    String text(Parameter parameter) {
        return find(parameter).map(Given::value).orElse("");
    }

    boolean flag(Parameter parameter) {
        String text = text(parameter);
        if (!Set.of("", "true", "false").contains(text)) {
            throw refused(given.get(parameter), "parameter-invalid", "is neither true nor false");
        }
        return text.equals("true");
    }

    /** The value as a whole number; refuses one out of these bounds. */
    int wholeNumber(Given number, int least, int most) {
        if (!number.value().matches("[0-9]+")) {
            throw invalid(number, "is not a whole number");
        }
        long value = number.value().length() > 9 ? Long.MAX_VALUE : Long.parseLong(number.value());
        if (value < least || value > most) {
            throw invalid(number, "is not from " + least + " to " + most);
        }
        return (int) value;
    }

    /** For a parameter that can't be what it should be. */
    OrderRejectedException invalid(Given parameter, String why) {
        return refused(parameter, "parameter-invalid", why);
    }

    OrderRejectedException refused(Given parameter, String code, String why) {
        return new OrderRejectedException(
                code, parameter.pointer(), "product " + product + ": " + parameter + " " + why);
    }

    /** For something that no single parameter is to blame for. */
    OrderRejectedException refused(String code, String why) {
        return refusedAt(pointer, code, why);
    }

    /** For something outside the parameters. */
    OrderRejectedException refusedAt(String elsewhere, String code, String why) {
        return new OrderRejectedException(code, elsewhere, "product " + product + ": " + why);
    }
}
