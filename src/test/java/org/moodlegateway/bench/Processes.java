package org.moodlegateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moodlegateway.process.JarProcess;

/** What another process has used, from Linux's process table. */
final class Processes {
    private Processes() {}

    /** User and system time. */
    static long cpuMillis(JarProcess process) throws IOException {
        String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    /** Resident now. */
    static long memoryMegabytes(JarProcess process) throws IOException {
        return megabytes(process, "VmRSS");
    }

    /** The most that was resident. */
    static long peakMegabytes(JarProcess process) throws IOException {
        return megabytes(process, "VmHWM");
    }

    private static long megabytes(JarProcess process, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0L);
    }
}
