package org.moodlegateway.intake;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.moodlegateway.order.OrderRejectedException;

/**
 * Unpacks a workbook once, keeping nothing, before it is read: a small file may hold more than fits
 * into memory, or name a cell or a text for which memory would have to be found.
 */
final class WorkbookMeasure {
    /** So many times the largest file; spreadsheets pack to a tenth. */
    private static final int ALL = 16;

    /** Texts are kept in memory, so there may be fewer of them. */
    private static final int TEXTS = 4;

    /** Excel's last column is XFD. */
    private static final Pattern CELL = Pattern.compile("\\$?[A-Za-z]{0,3}\\$?[0-9]{1,7}");

    private final XMLInputFactory xml = new InputFactoryImpl();
    private final long most;
    private final long mostTexts;
    private long unpacked;
    private long texts;
    private long textCharacters;
    private long highestText = -1;

    private WorkbookMeasure(FileLimits limits) {
        most = (long) ALL * limits.bytes();
        mostTexts = (long) TEXTS * limits.bytes();
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /**
     * Refuses what is too large unpacked, and what leads out of itself.
     *
     * @throws IOException if it is no archive
     */
    static void check(byte[] file, FileLimits limits) throws IOException {
        WorkbookMeasure measure = new WorkbookMeasure(limits);
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                try (InputStream part = zip.getInputStream(entry)) {
                    measure.part(part);
                }
            }
        }
        if (measure.highestText >= measure.texts) {
            throw refused("xlsx-unreadable", "the workbook names a text that it doesn't have");
        }
    }

    private void part(InputStream part) throws IOException {
        Counted counted = new Counted(part, most - unpacked);
        cells(counted);
        counted.transferTo(OutputStream.nullOutputStream());
        unpacked += counted.bytes;
    }

    /** Where it is no XML, or broken, who reads it will come no further either. */
    private void cells(InputStream part) {
        try {
            XMLStreamReader reader = xml.createXMLStreamReader(part);
            boolean inText = false;
            boolean isText = false;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    inText = inText && !reader.getLocalName().equals("si");
                } else if (inText && event == XMLStreamConstants.CHARACTERS) {
                    text(reader.getTextLength());
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    String element = reader.getLocalName();
                    if (element.equals("si")) {
                        inText = true;
                        texts++;
                    } else if (element.equals("c")) {
                        isText = "s".equals(reader.getAttributeValue(null, "t"));
                        cell(reader.getAttributeValue(null, "r"));
                    } else if (isText && element.equals("v")) {
                        isText = false;
                        highestText = Math.max(highestText, number(reader.getElementText()));
                    }
                }
            }
        } catch (OrderRejectedException e) {
            throw e;
        } catch (Exception e) {
            // an image, say; not all that the parser throws is declared
        }
    }

    private void text(int characters) {
        textCharacters += characters;
        if (textCharacters > mostTexts) {
            throw tooLarge();
        }
    }

    private static void cell(String reference) {
        if (reference != null && !CELL.matcher(reference).matches()) {
            throw refused("xlsx-unreadable", "the workbook names a cell that can't be");
        }
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    }

    private static OrderRejectedException refused(String code, String message) {
        return new OrderRejectedException(code, "", message);
    }

    private static OrderRejectedException tooLarge() {
        return refused("file-too-large", "the workbook is too large once it is unpacked");
    }

    private static final class Counted extends FilterInputStream {
        private final long most;
        private long bytes;

        Counted(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int many = super.read(buffer, offset, length);
            count(Math.max(many, 0));
            return many;
        }

        private void count(int many) {
            bytes += many;
            if (bytes > most) {
                throw tooLarge();
            }
        }
    }
}
