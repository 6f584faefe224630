package org.moodlegateway.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moodlegateway.catalogue.Catalogue;
import org.moodlegateway.ledger.Ledger;
import org.moodlegateway.ledger.OrderView;
import org.moodlegateway.ledger.Views;
import org.moodlegateway.notice.Feedback;
import org.moodlegateway.notice.Feedback.LineTexts;
import org.moodlegateway.notice.Letter;
import org.moodlegateway.notice.Letters;
import org.moodlegateway.notice.NoticeFiles;
import org.moodlegateway.orders.DifferenceView;
import org.moodlegateway.renewal.ReplacementView;
import org.moodlegateway.renewal.ReplacementViews;
import org.moodlegateway.settings.Settings;

/** One order, and what is to be said of each of its lines. */
final class OrderPage {
    private final GatewayCommand gateway;

    OrderPage(GatewayCommand gateway) {
        this.gateway = gateway;
    }

    void print(OrderName name) {
        Settings settings = gateway.settings();
        NoticeFiles files = new NoticeFiles(settings);
        files.orRefuse();
        Catalogue catalogue = gateway.catalogue(settings);
        OrderView order;
        List<LineTexts> lines;
        List<DifferenceView> differences;
        List<ReplacementView> replacements;
        try (Ledger ledger = gateway.ledger()) {
            order = name.find(new Views(ledger, settings.zone("gateway.time-zone")));
            Feedback feedback = new Feedback(Letters.of(settings, ledger, files, catalogue::name));
            lines = feedback.of(order);
            differences = feedback.differences(order);
            replacements = new ReplacementViews(ledger).of(order.shop(), order.id());
        }
        if (gateway.json()) {
            ObjectNode json = Lists.json(order);
            ArrayNode differing = json.putArray("differences");
            differences.forEach(one -> differing.add(Lists.json(one)));
            ArrayNode replaces = json.putArray("replaces");
            replacements.forEach(one -> replaces.add(json(one)));
            ArrayNode texts = json.putArray("lines");
            lines.forEach(line -> texts.add(json(line)));
            Json.print(gateway.shell(), json);
        } else {
            print(order, differences, replacements, lines);
        }
    }

    private static ObjectNode json(LineTexts line) {
        ObjectNode json = Json.object();
        json.put("line", line.line()).put("product", line.product()).put("outcome", line.outcome());
        ObjectNode texts = json.putObject("texts");
        texts.set("public", json(line.forEverybody()));
        texts.set("private", json(line.forBuyer()));
        texts.set("salesadmin", json(line.forSales()));
        return json;
    }

    private static ObjectNode json(Letter letter) {
        return Json.object().put("subject", letter.subject()).put("text", letter.text());
    }

    private static ObjectNode json(ReplacementView replacement) {
        ObjectNode json = Json.object();
        json.put("line", replacement.line().isEmpty() ? null : replacement.line())
                .put("what", replacement.what())
                .put("state", replacement.state())
                .put("reason", replacement.reason().isEmpty() ? null : replacement.reason());
        ArrayNode seats = json.putArray("seats");
        replacement.seats().forEach(seats::add);
        return json;
    }

    private void print(
            OrderView order,
            List<DifferenceView> differences,
            List<ReplacementView> replacements,
            List<LineTexts> lines) {
        Shell shell = gateway.shell();
        shell.out().println(shell.heading(order.shop() + "/" + order.id() + "  " + order.state()));
        shell.out().println("Seats: " + order.sold() + ", in Moodle: " + order.delivered());
        order.unused()
                .forEach(
                        answer -> shell.out().println(shell.bad("! ") + answer.hint(order.shop())));
        differences.forEach(this::print);
        replacements.forEach(this::print);
        for (LineTexts line : lines) {
            shell.out().println();
            shell.out()
                    .println(
                            shell.heading(
                                    "Line "
                                            + line.line()
                                            + ", "
                                            + line.product()
                                            + ": "
                                            + line.outcome()));
            print("For everybody", line.forEverybody());
            print("For the buyer", line.forBuyer());
            print("For sales", line.forSales());
        }
    }

    private void print(DifferenceView difference) {
        Shell shell = gateway.shell();
        shell.out().println();
        shell.out()
                .println(
                        shell.heading("Line " + difference.line() + ": " + difference.code())
                                + "  "
                                + String.join(", ", difference.seats()));
        if (!difference.named().isEmpty()) {
            shell.out().println("The order has: " + String.join(", ", difference.named()));
        }
        if (!difference.sits().isEmpty()) {
            shell.out().println("The seats have: " + String.join(", ", difference.sits()));
        }
        shell.out().println("To do: " + difference.hint());
    }

    private void print(ReplacementView replacement) {
        String line =
                replacement.line().isEmpty() ? "Its subscription" : "Line " + replacement.line();
        String why = replacement.reason().isEmpty() ? "" : ", " + replacement.reason();
        String ended =
                replacement.seats().isEmpty()
                        ? ""
                        : ", ended " + String.join(", ", replacement.seats());
        gateway.shell()
                .out()
                .println(
                        line
                                + " replaces "
                                + replacement.what()
                                + ": "
                                + replacement.state()
                                + why
                                + ended);
    }

    private void print(String heading, Letter letter) {
        gateway.shell().out().println();
        gateway.shell().out().println("--- " + heading + " ---");
        Lists.print(gateway.shell(), letter);
    }
}
