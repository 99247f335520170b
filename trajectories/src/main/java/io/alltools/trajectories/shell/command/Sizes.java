package io.alltools.trajectories.shell.command;

import java.util.Locale;

/** Sizes as people read and write them. */
final class Sizes {

    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /** As {@code ls -h} and {@code du -h}: rounded up, one decimal below ten. */
    static String human(long bytes) {
        if (bytes < 1024) {
            return Long.toString(bytes);
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        if (Math.ceil(value * 10) < 100) {
            return String.format(Locale.ROOT, "%.1f%c", Math.ceil(value * 10) / 10, UNITS.charAt(unit));
        }
        long whole = (long) Math.ceil(value);
        return whole >= 1024 && unit < UNITS.length() - 1
                ? "1.0" + UNITS.charAt(unit + 1)
                : whole + String.valueOf(UNITS.charAt(unit));
    }

    /** A number with a unit such as {@code 10k} or {@code 1M}. */
    static long bytes(String text) {
        String digits = text.replaceFirst("[A-Za-z]+$", "");
        String unit = text.substring(digits.length()).toUpperCase(Locale.ROOT);
        if (!digits.matches("[0-9]{1,12}")) {
            throw new Options.UsageException("invalid number: '" + text + "'");
        }
        long value = Long.parseLong(digits);
        if (unit.isEmpty() || unit.equals("B")) {
            return unit.isEmpty() ? value : value * 512;
        }
        int power = UNITS.indexOf(unit.charAt(0)) + 1;
        if (power == 0 || power > 4) {
            throw new Options.UsageException("invalid suffix in '" + text + "'");
        }
        return value * (long) Math.pow(unit.length() == 2 && unit.endsWith("B") ? 1000 : 1024, power);
    }

    /** What a file takes on a disk of 4 KiB blocks, in KiB. */
    static long blocks(long bytes) {
        return (bytes + 4095) / 4096 * 4;
    }
}
