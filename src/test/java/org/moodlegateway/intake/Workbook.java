package org.moodlegateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook as Excel writes it, for tests: its last sheet holds the rows that were added. */
public final class Workbook {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String MAIN =
            "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private static final String RELATIONS =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String TYPE =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private final List<String> texts = new ArrayList<>();
    private final StringBuilder rows = new StringBuilder();
    private final Map<String, String> parts = new LinkedHashMap<>();
    private int number;
    private String workbookProperties = "";

    /** A cell as it stands in the file. */
    public record Raw(String attributes, String content) {}

    /** A number that is shown as a date with a time. */
    public static Raw date(String serial) {
        return new Raw(" s=\"1\"", "<v>" + serial + "</v>");
    }

    /** A date without a time. */
    public static Raw day(String serial) {
        return new Raw(" s=\"2\"", "<v>" + serial + "</v>");
    }

    public static Raw formula(String formula, String type, String value) {
        return new Raw(type, "<f>" + formula + "</f><v>" + value + "</v>");
    }

    /** Texts, numbers, booleans and what is made above; null for a cell that isn't there. */
    public Workbook row(Object... cells) {
        number++;
        rows.append("<row r=\"").append(number).append("\">");
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                rows.append(cell("ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(i) + "" + number, cells[i]));
            }
        }
        rows.append("</row>");
        return this;
    }

    Workbook skip(int many) {
        number += many;
        return this;
    }

    Workbook since1904() {
        workbookProperties = "<workbookPr date1904=\"1\"/>";
        return this;
    }

    /** Puts or replaces a part of the file. */
    Workbook part(String name, String content) {
        parts.put(name, content);
        return this;
    }

    private String cell(String place, Object cell) {
        if (cell instanceof Raw raw) {
            return "<c r=\"" + place + "\"" + raw.attributes + ">" + raw.content + "</c>";
        }
        if (cell instanceof Number) {
            return "<c r=\"" + place + "\"><v>" + cell + "</v></c>";
        }
        if (cell instanceof Boolean flag) {
            return "<c r=\"" + place + "\" t=\"b\"><v>" + (flag ? 1 : 0) + "</v></c>";
        }
        texts.add(cell.toString());
        return "<c r=\"" + place + "\" t=\"s\"><v>" + (texts.size() - 1) + "</v></c>";
    }

    public byte[] bytes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "[Content_Types].xml",
                HEAD
                        + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + override("/xl/workbook.xml", "sheet.main+xml")
                        + override("/xl/worksheets/sheet1.xml", "worksheet+xml")
                        + override("/xl/worksheets/sheet2.xml", "worksheet+xml")
                        + override("/xl/sharedStrings.xml", "sharedStrings+xml")
                        + override("/xl/styles.xml", "styles+xml")
                        + "</Types>");
        all.put(
                "xl/workbook.xml",
                HEAD
                        + ("<workbook " + MAIN + " xmlns:r=\"" + RELATIONS + "\">")
                        + workbookProperties
                        + "<sheets><sheet name=\"Lists\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
                        + "<sheet name=\"Orders\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>");
        all.put(
                "xl/_rels/workbook.xml.rels",
                HEAD
                        + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                        + relation("rId1", "worksheet", "worksheets/sheet1.xml")
                        + relation("rId2", "worksheet", "worksheets/sheet2.xml")
                        + relation("rId3", "sharedStrings", "sharedStrings.xml")
                        + relation("rId4", "styles", "styles.xml")
                        + "</Relationships>");
        all.put("xl/worksheets/sheet1.xml", sheet("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>"));
        all.put("xl/worksheets/sheet2.xml", sheet(rows.toString()));
        StringBuilder strings = new StringBuilder(HEAD + "<sst " + MAIN + ">");
        texts.forEach(
                text ->
                        strings.append("<si><t xml:space=\"preserve\">")
                                .append(text.replace("&", "&amp;").replace("<", "&lt;"))
                                .append("</t></si>"));
        all.put("xl/sharedStrings.xml", strings + "</sst>");
        all.put(
                "xl/styles.xml",
                HEAD
                        + ("<styleSheet " + MAIN + ">")
                        + "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm\"/></numFmts>"
                        + "<cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/></cellXfs>"
                        + "</styleSheet>");
        all.putAll(parts);
        return zip(all);
    }

    private static String sheet(String rows) {
        return HEAD + "<worksheet " + MAIN + "><sheetData>" + rows + "</sheetData></worksheet>";
    }

    private static String override(String part, String type) {
        return "<Override PartName=\"" + part + "\" ContentType=\"" + TYPE + type + "\"/>";
    }

    private static String relation(String id, String type, String target) {
        return "<Relationship Id=\""
                + id
                + "\" Type=\""
                + RELATIONS
                + "/"
                + type
                + "\" Target=\""
                + target
                + "\"/>";
    }

    private static byte[] zip(Map<String, String> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
