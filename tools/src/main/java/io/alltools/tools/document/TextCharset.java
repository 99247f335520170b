package io.alltools.tools.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Decodes a page whose charset is told by a byte order mark, the header, a meta tag or nobody, and not always truly:
 * what is told holds where the bytes agree with it, else the bytes themselves are asked.
 */
public final class TextCharset {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Pattern META = Pattern.compile(
            "<(?:meta|\\?xml)[^>]{0,500}?(?:charset|encoding)\\s*=\\s*[\"']?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);

    /** Where HTML wants its charset is 1,024 bytes; not everybody keeps to that. */
    private static final int META_BYTES = 8 << 10;

    /** Of characters beyond ASCII, so many may be broken before we stop believing what we were told. */
    private static final double TOLERATED = 0.02;

    private TextCharset() {}

    /** The charset with this name; empty where there is none, which leaves it to the bytes themselves. */
    public static Optional<Charset> named(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    public static String decode(byte[] body, Optional<Charset> header) {
        if (starts(body, 0xEF, 0xBB, 0xBF)) {
            return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
        }
        if (starts(body, 0xFE, 0xFF)) {
            return new String(body, 2, body.length - 2, StandardCharsets.UTF_16BE);
        }
        if (starts(body, 0xFF, 0xFE)) {
            return new String(body, 2, body.length - 2, StandardCharsets.UTF_16LE);
        }
        List<Charset> told = new ArrayList<>();
        header.ifPresent(told::add);
        meta(body).ifPresent(told::add);
        for (Charset charset : told) {
            Charset meant = meant(charset);
            // Servers say Latin-1 for whatever they serve; UTF-8 is hardly ever valid by chance.
            if (meant.equals(WINDOWS_1252) && isUtf8(body)) {
                return new String(body, StandardCharsets.UTF_8);
            }
            String text = new String(body, meant);
            if (broken(text) <= TOLERATED) {
                return text;
            }
        }
        if (isUtf8(body)) {
            return new String(body, StandardCharsets.UTF_8);
        }
        Charset charset = detected(body).orElse(told.isEmpty() ? WINDOWS_1252 : meant(told.getFirst()));
        return new String(body, charset);
    }

    private static Optional<Charset> meta(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, META_BYTES), StandardCharsets.ISO_8859_1);
        Matcher matcher = META.matcher(start);
        // A page that can be read this far is not in UTF-16, whatever it says (HTML standard, 13.2.3.2).
        return matcher.find()
                ? named(matcher.group(1))
                        .map(c -> c.name().toUpperCase(Locale.ROOT).startsWith("UTF-16") ? StandardCharsets.UTF_8 : c)
                : Optional.empty();
    }

    /** What browsers take a name for (WHATWG Encoding): the larger sibling of a small charset. */
    private static Charset meant(Charset charset) {
        return switch (charset.name().toUpperCase(Locale.ROOT)) {
            case "ISO-8859-1", "US-ASCII" -> WINDOWS_1252;
            case "GB2312", "GBK", "X-MSWIN-936" -> GB18030;
            default -> charset;
        };
    }

    private static Optional<Charset> detected(byte[] body) {
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(body, 0, Math.min(body.length, 64 << 10));
        detector.dataEnd();
        String name = detector.getDetectedCharset();
        return name == null ? Optional.empty() : named(name).map(TextCharset::meant);
    }

    /** The share of replacement characters among all that are not ASCII. */
    private static double broken(String text) {
        long beyond = text.chars().filter(c -> c >= 0x80).count();
        long broken = text.chars().filter(c -> c == 0xFFFD).count();
        return beyond == 0 ? 0 : (double) broken / beyond;
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            // The question was whether this happens.
            return false;
        }
    }

    private static boolean starts(byte[] body, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (body.length <= i || (body[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
