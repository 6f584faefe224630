package org.moodlegateway.localshop;

import java.util.List;

/** Writes, for a person, what imported items mean here and what they meant in local_shop. */
public final class ImportReport {
    private static final String FOR_ALL =
            """
            "Here" is what the gateway does, which is what local_shop's documentation says; "there" is what
            local_shop's own code did. What holds for all items that enrol people:

            - Start. Here: the day of purchase. There: when the order was processed, and never before the
              course itself (notbeforecourse=true says so here).
            - End. Here: a duration counts whether or not the item is renewable. There: only if it is.
            - Roles. Here: an unknown role is refused. There: it became student, or the order failed.
            - Bills carry the parameters that held when they were made, and these overrule the catalogue's.
            """;

    private ImportReport() {}

    public static String of(List<ImportedItem> items) {
        long taken = items.stream().filter(item -> item.product().isPresent()).count();
        StringBuilder report = new StringBuilder();
        report.append("Catalogue of Moodle's own shop: ")
                .append(items.size())
                .append(items.size() == 1 ? " item, " : " items, ")
                .append(taken)
                .append(taken == 1 ? " product\n\n" : " products\n\n");
        report.append(FOR_ALL);
        items.forEach(item -> append(report, item));
        ignored(report, items);
        return report.toString();
    }

    private static void append(StringBuilder report, ImportedItem item) {
        report.append('\n').append(item.code()).append("  ").append(item.title());
        report.append("  (item ").append(item.id());
        report.append(", catalogue ").append(item.catalog()).append(")\n");
        if (item.product().isEmpty()) {
            report.append("  Left out: ").append(item.leftOut()).append(".\n");
        }
        item.product()
                .ifPresent(
                        product ->
                                report.append("  ").append(ItemMeaning.of(product)).append(".\n"));
        for (ImportedItem.Remark remark : item.remarks()) {
            report.append("- ").append(remark.about()).append('\n');
            report.append("  Here:  ").append(remark.here()).append(".\n");
            report.append("  There: ").append(remark.there()).append(".\n");
        }
    }

    private static void ignored(StringBuilder report, List<ImportedItem> items) {
        List<ImportedItem> nothing = items.stream().filter(ImportedItem::sellsNothing).toList();
        if (!nothing.isEmpty()) {
            report.append("\nFor the shop's products in shops.yaml:\n");
            nothing.forEach(
                    item -> report.append("  \"").append(item.code()).append("\": ignore\n"));
        }
    }
}
