package io.alltools.tools.browser;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Writes the part of a page that a model gets to see:
 *
 * <pre>
 * TITLE: The page
 * DATE: 2026-03-14
 *
 * Text with 【12†a link†other.example】 and 【13†one on the same site】.
 *
 * 【14†next page】
 * Visible: 0% - 23%
 * </pre>
 */
final class PageView {

    /** Outside text that looks like a number of ours; the brackets alone are common in Chinese. */
    private static final Pattern FORGED = Pattern.compile("【(?=[^】\\n]{0,200}†)");

    private PageView() {}

    /** Shows {@code page} from character {@code from} on and numbers what it leads to in {@code session}. */
    static String show(Page page, int from, int characters, BrowserSession session) {
        StringBuilder out = new StringBuilder("TITLE: " + line(page.title()));
        if (page.date() != null) {
            out.append("\nDATE: ").append(page.date());
        }
        out.append("\n\n");
        String text = page.text();
        if (text.isBlank()) {
            return out.append("[this page has no readable text]").toString();
        }
        int start = Math.clamp(from, 0, text.length());
        int end = end(text, start, characters);
        int at = start;
        for (Link link : page.links()) {
            if (link.start() < at || link.end() > end) {
                continue;
            }
            String label = line(text.substring(link.start(), link.end()));
            OptionalInt id = session.number(new BrowserSession.Place(link.target(), label, 0));
            if (id.isPresent()) {
                out.append(plain(text.substring(at, link.start())));
                out.append("【").append(id.getAsInt()).append('†').append(label);
                String host = link.target().getHost();
                if (host != null && !host.equals(page.url().getHost())) {
                    out.append('†').append(host);
                }
                out.append('】');
                at = link.end();
            }
        }
        out.append(plain(text.substring(at, end).stripTrailing()));
        if (start > 0 || end < text.length()) {
            out.append("\n\n");
            OptionalInt next = end < text.length()
                    ? session.number(new BrowserSession.Place(page.url(), page.title(), end))
                    : OptionalInt.empty();
            next.ifPresent(id -> out.append("【").append(id).append("†next page】\n"));
            out.append("Visible: %d%% - %d%%".formatted(percent(start, text), percent(end, text)));
        }
        return out.toString();
    }

    /** Where a part ends: at a line's or a word's end near the limit, never inside a character. */
    private static int end(String text, int start, int characters) {
        if (text.length() - start <= characters) {
            return text.length();
        }
        int limit = start + characters;
        int earliest = start + characters * 4 / 5;
        int line = text.lastIndexOf('\n', limit - 1);
        if (line >= earliest) {
            return line + 1;
        }
        int word = text.lastIndexOf(' ', limit - 1);
        if (word >= earliest) {
            return word + 1;
        }
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }

    /** One line that can't be mistaken for the heading of a hit. */
    static String line(String text) {
        return text.replaceAll("\\s+", " ")
                .replace('【', '[')
                .replace('】', ']')
                .replace('†', ' ')
                .strip();
    }

    private static String plain(String text) {
        return FORGED.matcher(text).replaceAll("[");
    }

    private static int percent(int at, String text) {
        return (int) (100L * at / text.length());
    }
}
