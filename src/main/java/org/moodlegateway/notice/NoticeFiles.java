package org.moodlegateway.notice;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.moodlegateway.settings.FileStamps;
import org.moodlegateway.settings.Settings;
import org.moodlegateway.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code notices.yaml} and the templates in force. Changed ones are taken up together by swap, if
 * nothing is wrong with them; else they change nothing, and are reported once.
 */
public final class NoticeFiles {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeFiles.class);

    private final Path config;
    private final ZoneId zone;
    private volatile Read read;
    private volatile FileStamps seen;

    /** What the files say. With any problem it is not to be used. */
    private record Read(NoticeTable table, Templates templates, List<NoticeProblem> problems) {}

    /** Reads them for the first time, for better or worse. */
    public NoticeFiles(Settings settings) {
        this.config = settings.configDirectory();
        this.zone = settings.zone("gateway.time-zone");
        this.seen = stamps();
        this.read = read();
    }

    /** What is wrong with the files as they were read. */
    public List<NoticeProblem> problems() {
        return read.problems;
    }

    /** Refuses to go on with files that can't be used. */
    public void orRefuse() {
        if (!problems().isEmpty()) {
            throw new SettingsException(
                    String.join("\n", problems().stream().map(NoticeProblem::toString).toList()));
        }
    }

    NoticeTable table() {
        return read.table;
    }

    Templates templates() {
        return read.templates;
    }

    /** Takes up the files if they changed and can be used. */
    public synchronized void look() {
        FileStamps now = stamps();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        Read changed = read();
        if (changed.problems.isEmpty()) {
            read = changed;
            LOG.info("Notices and templates taken up");
        } else {
            LOG.error(
                    "Changed notices or templates are not taken up, the old ones stay in force: {}",
                    changed.problems.get(0));
        }
    }

    private Read read() {
        List<NoticeProblem> problems = new ArrayList<>();
        NoticeTable table = NoticeTable.read(config.resolve(NoticeTable.FILE), problems::add);
        Templates templates =
                new TemplatesReader(
                                config.resolve(TemplatesReader.FOLDER),
                                language -> Samples.model(new Dates(language, zone)),
                                problems::add)
                        .read();
        return new Read(table, templates, List.copyOf(problems));
    }

    private FileStamps stamps() {
        return FileStamps.of(
                config.resolve(NoticeTable.FILE), config.resolve(TemplatesReader.FOLDER));
    }
}
