package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Checks the configuration without starting anything. */
@Command(
        name = "check",
        description =
                "Checks settings, products, shops, notices, templates, sandbox and routes without"
                        + " starting anything.")
final class CheckCommand implements Callable<Integer> {
    @ParentCommand private GatewayCommand gateway;

    @Override
    public Integer call() {
        gateway.logOnlyErrors();
        ConfigurationCheck check = gateway.check().look();
        if (gateway.json()) {
            print(check);
        } else {
            tell(check);
        }
        return check.mistakes().isEmpty() ? 0 : 1;
    }

    private void print(ConfigurationCheck check) {
        ObjectNode json = Json.object().put("products", check.products());
        ArrayNode beforePayment = json.putArray("beforePayment");
        check.beforePayment().forEach(beforePayment::add);
        ArrayNode problems = json.putArray("problems");
        check.mistakes().forEach(mistake -> problems.add(mistake.json()));
        ArrayNode warnings = json.putArray("warnings");
        check.warnings().forEach(warning -> warnings.add(warning.json()));
        Json.print(gateway.shell(), json);
    }

    private void tell(ConfigurationCheck check) {
        Shell shell = gateway.shell();
        check.mistakes().forEach(mistake -> shell.out().println(shell.bad("✘ ") + mistake));
        check.warnings().forEach(warning -> shell.out().println("! " + warning));
        if (!check.beforePayment().isEmpty()) {
            shell.out()
                    .println(
                            "  Buyers get a support course before they paid with "
                                    + String.join(", ", check.beforePayment())
                                    + "; prepay: false puts it behind the payment.");
        }
        String products = Words.count(check.products(), "good product");
        if (check.mistakes().isEmpty()) {
            shell.out().println(shell.good("✔ ") + products + ", nothing wrong.");
        } else {
            shell.out()
                    .println(
                            products
                                    + ", "
                                    + Words.count(check.mistakes().size(), "problem")
                                    + ".");
        }
    }
}
