package io.alltools.trajectories.shell.command;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as {@code date} reads and writes them; the machine's zone is UTC. */
final class Dates {

    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern SLASHES = Pattern.compile("(\\d{4})/(\\d{1,2})/(\\d{1,2})");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?");
    private static final Pattern OFFSET =
            Pattern.compile("([+-]?)(\\d{1,6})?(second|sec|minute|min|hour|day|week|fortnight|month|year)s?");

    private Dates() {}

    static ZonedDateTime at(long milliseconds) {
        return Instant.ofEpochMilli(milliseconds).atZone(ZoneOffset.UTC);
    }

    static String format(String format, ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char d = format.charAt(++i);
            boolean unpadded = d == '-' && i + 1 < format.length();
            if (unpadded || d == '_' && i + 1 < format.length()) {
                String text = directive(format.charAt(++i), time);
                String bare = text.replaceFirst("^0+(?=.)", "");
                out.append(unpadded ? bare : " ".repeat(text.length() - bare.length()) + bare);
            } else {
                out.append(directive(d, time));
            }
        }
        return out.toString();
    }

    private static String directive(char d, ZonedDateTime t) {
        return switch (d) {
            case 'Y' -> pad(t.getYear(), 4);
            case 'C' -> pad(t.getYear() / 100, 2);
            case 'y' -> pad(t.getYear() % 100, 2);
            case 'm' -> pad(t.getMonthValue(), 2);
            case 'd' -> pad(t.getDayOfMonth(), 2);
            case 'e' -> String.format(Locale.ROOT, "%2d", t.getDayOfMonth());
            case 'H' -> pad(t.getHour(), 2);
            case 'I' -> pad((t.getHour() + 11) % 12 + 1, 2);
            case 'M' -> pad(t.getMinute(), 2);
            case 'S' -> pad(t.getSecond(), 2);
            case 'N' -> pad(t.getNano(), 9);
            case 'p' -> t.getHour() < 12 ? "AM" : "PM";
            case 'j' -> pad(t.getDayOfYear(), 3);
            case 'u' -> Integer.toString(t.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(t.getDayOfWeek().getValue() % 7);
            case 'V' -> pad(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'G' -> pad(t.get(IsoFields.WEEK_BASED_YEAR), 4);
            case 'U' -> pad((t.getDayOfYear() + 6 - t.getDayOfWeek().getValue() % 7) / 7, 2);
            case 'a' -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 's' -> Long.toString(t.toEpochSecond());
            case 'F' -> format("%Y-%m-%d", t);
            case 'D' -> format("%m/%d/%y", t);
            case 'T' -> format("%H:%M:%S", t);
            case 'R' -> format("%H:%M", t);
            case 'c' -> format("%a %b %e %H:%M:%S %Y", t);
            case 'x' -> format("%m/%d/%y", t);
            case 'X' -> format("%H:%M:%S", t);
            case 'r' -> format("%I:%M:%S %p", t);
            case 'z' -> "+0000";
            case 'Z' -> "UTC";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + d;
        };
    }

    private static String pad(int value, int width) {
        String digits = Integer.toString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Reads a time such as {@code 2024-05-01 12:00}, {@code yesterday}, {@code 3 days ago} or {@code @86400}. */
    static Optional<ZonedDateTime> parse(String text, long now) {
        ZonedDateTime time = at(now);
        String clean = text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("(?<=\\d)t(?=\\d)", " ")
                .replaceFirst("\\s*(?:z|utc|gmt|\\+00:?00)$", "");
        if (clean.matches("@-?\\d{1,12}")) {
            return Optional.of(
                    Instant.ofEpochSecond(Long.parseLong(clean.substring(1))).atZone(ZoneOffset.UTC));
        }
        try {
            boolean dated = false;
            boolean timed = false;
            String[] words = clean.replaceAll("([+-])\\s+(?=\\d)", "$1").split("[\\s,]+", -1);
            for (int i = 0; i < words.length; i++) {
                String word = words[i];
                Matcher m;
                if (word.isEmpty() || word.equals("now") || word.equals("today") || word.equals("at")) {
                    continue;
                }
                if ((m = DATE.matcher(word)).matches() || (m = SLASHES.matcher(word)).matches()) {
                    time = time.with(LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3))));
                    dated = true;
                } else if (word.matches("\\d{8}")) {
                    time = time.with(LocalDate.of(
                            number(word.substring(0, 4)), number(word.substring(4, 6)), number(word.substring(6))));
                    dated = true;
                } else if ((m = TIME.matcher(word)).matches()) {
                    time = time.with(LocalTime.of(
                            number(m.group(1)), number(m.group(2)), m.group(3) == null ? 0 : number(m.group(3))));
                    timed = true;
                } else if (word.equals("yesterday")) {
                    time = time.minusDays(1);
                } else if (word.equals("tomorrow")) {
                    time = time.plusDays(1);
                } else if (word.equals("midnight")) {
                    time = time.with(LocalTime.MIDNIGHT);
                    timed = true;
                } else if (month(word) > 0) {
                    // "May 1 2024" and "1 May 2024".
                    int month = month(word);
                    boolean dayFirst = i > 0 && words[i - 1].matches("\\d{1,2}");
                    int day = number(
                            dayFirst
                                    ? words[i - 1]
                                    : i + 1 < words.length && words[i + 1].matches("\\d{1,2}") ? words[++i] : "1");
                    int year = i + 1 < words.length && words[i + 1].matches("\\d{4}")
                            ? number(words[++i])
                            : time.getYear();
                    time = time.with(LocalDate.of(year, month, day));
                    dated = true;
                } else if (word.matches("\\d{1,2}") && i + 1 < words.length && month(words[i + 1]) > 0) {
                    continue;
                } else if (day(word).isPresent()) {
                    time = time.with(TemporalAdjusters.nextOrSame(day(word).get()));
                } else {
                    String amount = word;
                    if (word.matches("[+-]?\\d{1,6}") && i + 1 < words.length) {
                        amount = word + words[++i];
                    } else if ((word.equals("next") || word.equals("last")) && i + 1 < words.length) {
                        amount = (word.equals("next") ? "1" : "-1") + words[++i];
                    }
                    m = OFFSET.matcher(amount);
                    if (!m.matches()) {
                        return Optional.empty();
                    }
                    long count = m.group(2) == null ? 1 : Long.parseLong(m.group(2));
                    boolean ago = i + 1 < words.length && words[i + 1].equals("ago");
                    i += ago ? 1 : 0;
                    count = m.group(1).equals("-") != ago ? -count : count;
                    time = plus(time, count, m.group(3));
                }
            }
            return Optional.of(dated && !timed ? time.with(LocalTime.MIDNIGHT) : timed ? time.withNano(0) : time);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime plus(ZonedDateTime time, long count, String unit) {
        return switch (unit) {
            case "second", "sec" -> time.plusSeconds(count);
            case "minute", "min" -> time.plusMinutes(count);
            case "hour" -> time.plusHours(count);
            case "day" -> time.plusDays(count);
            case "week" -> time.plusWeeks(count);
            case "fortnight" -> time.plusWeeks(2 * count);
            case "month" -> time.plus(count, ChronoUnit.MONTHS);
            default -> time.plusYears(count);
        };
    }

    private static int month(String word) {
        int at = "jan feb mar apr may jun jul aug sep oct nov dec"
                .indexOf(word.length() >= 3 ? word.substring(0, 3) : "?");
        boolean letters = word.matches("[a-z]{3,9}");
        return at >= 0 && letters && !word.startsWith("second") ? at / 4 + 1 : 0;
    }

    private static Optional<DayOfWeek> day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (word.equals(name) || word.equals(name.substring(0, 3))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
