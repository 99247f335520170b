package io.alltools.tools.browser;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page as a model reads it.
 *
 * @param url where it came from, after redirects
 * @param date when it was published, where it says so
 * @param text readable text in the manner of Markdown: headings begin with {@code #}, list items with {@code -}
 * @param links where the text links to, in the order of the text; they do not overlap
 */
public record Page(URI url, String title, @Nullable LocalDate date, String text, List<Link> links) {

    public Page(URI url, String title, String text) {
        this(url, title, null, text, List.of());
    }

    public Page {
        links = List.copyOf(links);
    }
}
