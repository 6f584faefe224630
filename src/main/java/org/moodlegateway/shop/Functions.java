package org.moodlegateway.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/**
 * The functions that a mapping may call: jq's own, each counted in {@link Steps}, and these.
 *
 * <ul>
 *   <li>{@code text}: a text or number as text without white space around, digit for digit; {@code
 *       true} as {@code "true"}; {@code null} if there is none, for {@code false} and for lists and
 *       objects
 *   <li>{@code whole}: a whole number, from a number or a text; {@code null} if it is none
 *   <li>{@code to_instant(zone)}, {@code to_instant(zone; pattern)}: see {@link Instants}
 *   <li>{@code seat_fields(patterns)}: see {@link SeatKeys}
 *   <li>{@code seat_answers(how)}: see {@link SeatAnswers}
 *   <li>{@code unescaped}: a text without HTML's entities, see {@link HtmlEntities}
 *   <li>{@code product_in(products)}: see {@link ProductKeys}
 *   <li>{@code is_in(list)}: whether this text or number is in the list, as text
 * </ul>
 *
 * What reaches out of the message is not there: the environment, the clock, other files.
 */
final class Functions {
    static final Version VERSION = Versions.JQ_1_6;

    private static final Set<String> OUTSIDE = Set.of("env", "now", "input_line_number", "debug");

    private Functions() {}

    /** A scope that holds them all; shared, never changed after. */
    static Scope scope() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance()
                .listFunctions(VERSION, scope)
                .forEach((name, function) -> add(scope, name, function));
        OUTSIDE.forEach(name -> scope.addFunction(name, 0, Functions::nothing));
        add(scope, "text", Scalars::text);
        add(scope, "whole", Scalars::whole);
        add(scope, "to_instant", (value, zone) -> Instants.read(value, zone));
        scope.addFunction("to_instant", 2, counted(Functions::patterned));
        add(scope, "seat_fields", SeatKeys::fields);
        add(scope, "seat_answers", SeatAnswers::read);
        add(scope, "unescaped", HtmlEntities::decoded);
        add(scope, "product_in", ProductKeys::product);
        add(scope, "is_in", Scalars::isIn);
        return scope;
    }

    private static void add(Scope scope, String name, Function function) {
        String bare = name.split("/", 2)[0];
        if (!OUTSIDE.contains(bare) && !bare.startsWith("debug")) {
            scope.addFunction(name, counted(function));
        }
    }

    private static Function counted(Function function) {
        return (scope, arguments, input, path, output, version) -> {
            Steps.count();
            PathOutput counting =
                    (value, at) -> {
                        Steps.count();
                        output.emit(value, at);
                    };
            function.apply(scope, arguments, input, path, counting, version);
        };
    }

    private static void add(Scope scope, String name, UnaryOperator<JsonNode> function) {
        scope.addFunction(
                name,
                0,
                counted(
                        (at, arguments, input, path, output, version) ->
                                output.emit(function.apply(input), null)));
    }

    private static void add(
            Scope scope, String name, BiFunction<JsonNode, JsonNode, JsonNode> function) {
        scope.addFunction(
                name,
                1,
                counted(
                        (at, arguments, input, path, output, version) ->
                                arguments
                                        .get(0)
                                        .apply(
                                                at,
                                                input,
                                                argument ->
                                                        output.emit(
                                                                function.apply(input, argument),
                                                                null))));
    }

    private static void patterned(
            Scope scope,
            List<Expression> arguments,
            JsonNode input,
            Path path,
            PathOutput output,
            Version version)
            throws JsonQueryException {
        arguments
                .get(0)
                .apply(
                        scope,
                        input,
                        zone ->
                                arguments
                                        .get(1)
                                        .apply(
                                                scope,
                                                input,
                                                pattern ->
                                                        output.emit(
                                                                Instants.read(input, zone, pattern),
                                                                null)));
    }

    private static void nothing(
            Scope scope,
            List<Expression> arguments,
            JsonNode input,
            Path path,
            PathOutput output,
            Version version)
            throws JsonQueryException {
        output.emit(NullNode.getInstance(), null);
    }
}
