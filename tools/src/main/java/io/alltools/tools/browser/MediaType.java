package io.alltools.tools.browser;

import io.alltools.tools.document.TextCharset;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Content-Type.
 *
 * @param name in lower case without parameters, such as {@code text/html}
 * @param charset the one that is named, where it exists
 */
record MediaType(String name, Optional<Charset> charset) {

    static final MediaType HTML = new MediaType("text/html", Optional.empty());

    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?([^\\s;\"']+)", Pattern.CASE_INSENSITIVE);

    static MediaType parse(String header) {
        Matcher matcher = CHARSET.matcher(header);
        return new MediaType(
                header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
                matcher.find() ? TextCharset.named(matcher.group(1)) : Optional.empty());
    }

    boolean isHtml() {
        return name.equals("text/html") || name.equals("application/xhtml+xml");
    }

    boolean isPdf() {
        return name.equals("application/pdf") || name.equals("application/x-pdf");
    }

    boolean isJson() {
        return name.equals("application/json") || name.endsWith("+json");
    }

    boolean isXml() {
        return name.equals("application/xml")
                || name.equals("text/xml")
                || name.endsWith("+xml") && !isHtml() && !name.startsWith("image/");
    }

    /** Whether it is text, or a form of text that we make readable. */
    boolean isReadable() {
        return name.startsWith("text/") || isHtml() || isPdf() || isJson() || isXml();
    }
}
