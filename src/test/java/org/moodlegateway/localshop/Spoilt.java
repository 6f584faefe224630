package org.moodlegateway.localshop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes with a few things wrong. */
final class Spoilt {
    private static final String[] PIECES = {
        "a:",
        "O:8:\"stdClass\":",
        "R:1;",
        "r:2;",
        "s:",
        "{",
        "}",
        ";",
        "\"",
        ":",
        "9999999",
        "-1",
        "N;",
        "C:3:\"Foo\":0:{}",
        "\0",
        "i:0;",
        "\u00e9"
    };

    private Spoilt() {}

    static byte[] one(byte[] good, Random random) {
        byte[] bytes = good;
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(20));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(6)) {
            case 0 -> {
                out.write(random.nextInt(256));
                out.write(bytes, at + 1, bytes.length - at - 1);
            }
            case 1 -> out.write(bytes, end, bytes.length - end);
            case 2 -> {
                // that was the end
            }
            case 3 -> {
                out.write(bytes, at, end - at);
                out.write(bytes, at, bytes.length - at);
            }
            case 4 -> {
                out.write('0' + random.nextInt(10));
                out.write(bytes, at, bytes.length - at);
            }
            default -> {
                byte[] piece =
                        PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
                out.write(piece, 0, piece.length);
                out.write(bytes, at, bytes.length - at);
            }
        }
        return out.toByteArray();
    }
}
