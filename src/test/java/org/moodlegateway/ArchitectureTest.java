package org.moodlegateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitReference;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The habits that a compiler doesn't keep: who may know whom, and where time comes from. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {

    private static final String ROOT = "org.moodlegateway";
    private static final String COMMAND = ROOT + ".command..";
    private static final String[] DOMAIN = {
        ROOT + ".order..", ROOT + ".catalogue..", ROOT + ".seat..", ROOT + ".entitlement.."
    };

    private static final JavaClasses GATEWAY =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void the_domain_knows_no_camel_no_http_and_no_sql() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(DOMAIN)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.apache.camel..",
                                "java.net.http..",
                                "org.apache.hc..",
                                "io.vertx..",
                                "java.sql..",
                                "javax.sql..",
                                "org.jdbi..",
                                "com.zaxxer..",
                                "org.flywaydb.."));
    }

    @Test
    void the_domain_looks_back_along_the_flow_only() {
        for (int here = 0; here < DOMAIN.length; here++) {
            var ahead = List.of(DOMAIN).subList(here + 1, DOMAIN.length).toArray(String[]::new);
            check(
                    noClasses()
                            .that()
                            .resideInAPackage(DOMAIN[here])
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(ahead));
        }
    }

    @Test
    void no_two_packages_of_the_domain_need_each_other() {
        check(
                slices().matching(ROOT + ".(order|catalogue|seat|entitlement)..")
                        .should()
                        .beFreeOfCycles());
    }

    @Test
    void every_now_is_asked_of_a_clock() {
        check(noClasses().should().accessTargetWhere(NOW_WITHOUT_A_CLOCK));
    }

    @Test
    void only_main_and_the_commands_make_a_clock() {
        check(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName(Gateway.class.getName())
                        .and()
                        .resideOutsideOfPackage(COMMAND)
                        .should()
                        .accessTargetWhere(MAKES_A_CLOCK));
    }

    @Test
    void a_thing_lives_with_its_capability_and_not_in_a_drawer() {
        check(
                noClasses()
                        .should()
                        .resideInAnyPackage(
                                "..util..",
                                "..utils..",
                                "..common..",
                                "..helper..",
                                "..helpers..",
                                "..model.."));
    }

    @Test
    void only_commands_write_to_stdout() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(COMMAND)
                        .should()
                        .accessField(System.class, "out"));
    }

    @Test
    void log_lines_go_through_slf4j() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("java.util.logging..")
                                        .or(resideInAPackage("org.apache.commons.logging.."))));
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        for (var folder : packages(Path.of("src/main/java"))) {
            Assertions.assertThat(folder.resolve("package-info.java"))
                    .content()
                    .as("a comment of some words above the package's name")
                    .containsPattern(COMMENT_WITH_WORDS);
        }
    }

    private static final Pattern COMMENT_WITH_WORDS =
            Pattern.compile("/\\*\\*(?:(?!\\*/)[\\s\\S])*?\\w+\\W+\\w+[\\s\\S]*?\\*/\\s*package ");

    private static final Set<String> CLOCKLESS =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.util.Calendar.getInstance",
                    "java.util.Date.<init>",
                    "java.util.GregorianCalendar.<init>");

    private static final DescribedPredicate<JavaAccess<?>> NOW_WITHOUT_A_CLOCK =
            describe(
                    "now() without a Clock",
                    access ->
                            (isNow(access) && !takes(Clock.class, access))
                                    || (CLOCKLESS.contains(name(access)) && takesNothing(access)));

    private static final DescribedPredicate<JavaAccess<?>> MAKES_A_CLOCK =
            describe(
                    "a Clock of the system",
                    access ->
                            access.getTargetOwner().isEquivalentTo(Clock.class)
                                    && access.getName().matches("system.*|tick[A-Z].*"));

    private static boolean isNow(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().startsWith("java.time")
                && access.getName().equals("now");
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    private static boolean takes(Class<?> type, JavaAccess<?> access) {
        return parameters(access).stream().anyMatch(parameter -> parameter.isEquivalentTo(type));
    }

    private static boolean takesNothing(JavaAccess<?> access) {
        return parameters(access).isEmpty();
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        if (access instanceof JavaCall<?> call) {
            return call.getTarget().getRawParameterTypes();
        }
        if (access instanceof JavaCodeUnitReference<?> reference) {
            return reference.getTarget().getRawParameterTypes();
        }
        return List.of();
    }

    private static List<Path> packages(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** Some packages are still to be written, which breaks no rule. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(GATEWAY);
    }
}
