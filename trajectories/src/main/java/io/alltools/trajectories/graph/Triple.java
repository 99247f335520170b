package io.alltools.trajectories.graph;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a triples file, normalised: names without their namespace, as Freebase writes them ({@code m.02mjmr},
 * {@code people.person.profession}).
 *
 * @param object an entity's or type's id, or a literal in quotes with its escapes
 */
record Triple(String subject, String predicate, String object) {

    static final String NAME = "type.object.name";
    static final String TYPE = "type.object.type";
    static final String RANGE = "type.property.expected_type";

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern DATE = Pattern.compile("\\d{4}(-\\d{2}(-\\d{2}(T[\\d:.+Z-]+)?)?)?");

    /** A tab-separated line or one of N-Triples, which ends in a full stop; null for an empty line or a comment. */
    static @Nullable Triple parse(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return null;
        }
        String[] fields = text.indexOf('\t') >= 0 ? text.split("\t+", 3) : text.split("\\s+", 3);
        if (fields.length < 3) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\": expected subject, predicate and object,"
                    + " separated by tabs or as N-Triples");
        }
        String object = fields[2].strip();
        if (object.endsWith(".") && (object.endsWith(">.") || object.endsWith(" .") || object.endsWith("\t."))) {
            object = object.substring(0, object.length() - 1).strip();
        }
        if (object.isEmpty()) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\" has no object");
        }
        return new Triple(local(fields[0].strip()), local(fields[1].strip()), local(object));
    }

    /** As a tab-separated line, which {@link #parse} reads back. */
    String line() {
        return subject + "\t" + predicate + "\t" + object;
    }

    boolean leadsToEntity() {
        return !describes() && object.matches("[a-z]\\.\\w+");
    }

    /** It says what something is called, of what type it is or what a relation leads to. */
    boolean describes() {
        return predicate.equals(NAME) || predicate.equals(TYPE) || predicate.equals(RANGE);
    }

    void addTo(TripleStore.Builder graph) {
        switch (predicate) {
            case NAME -> {
                if (!object.matches("(?s)\".*\"@(?!en\\b).*")) {
                    graph.name(subject, literalText());
                }
            }
            case TYPE -> graph.type(subject, object);
            case RANGE -> graph.range(subject, object);
            default -> {
                if (leadsToEntity()) {
                    graph.relation(subject, predicate, object);
                } else {
                    graph.attribute(subject, predicate, literal());
                }
            }
        }
    }

    static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\"";
    }

    private Literal literal() {
        String text = literalText();
        // A language or the type string says that digits are but text.
        if (!object.matches("(?s)\".*\"(@.*|\\^\\^.*string>?)")) {
            // A year is a date where its type says so, and a number otherwise.
            boolean dated = object.matches("(?s).*\\^\\^.*(date|dateTime|gYear|gYearMonth)>?");
            if (DATE.matcher(text).matches() && (dated || text.length() > 4)) {
                return new Literal.Date(text);
            }
            if (NUMBER.matcher(text).matches()) {
                return new Literal.Number(new BigDecimal(text).stripTrailingZeros());
            }
        }
        return new Literal.Text(text);
    }

    /** What stands between the quotes, without escapes; the whole object where there are none. */
    private String literalText() {
        if (!object.startsWith("\"")) {
            return object;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < object.length() && object.charAt(i) != '"'; i++) {
            char c = object.charAt(i);
            if (c != '\\' || i + 1 == object.length()) {
                text.append(c);
                continue;
            }
            char escaped = object.charAt(++i);
            int digits = escaped == 'u' ? 4 : escaped == 'U' ? 8 : 0;
            if (digits > 0) {
                text.appendCodePoint(codePoint(i + 1, digits));
                i += digits;
            } else {
                text.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> escaped;
                        });
            }
        }
        return text.toString();
    }

    private int codePoint(int from, int digits) {
        String hex = object.substring(Math.min(from, object.length()), Math.min(from + digits, object.length()));
        if (hex.matches("[0-9a-fA-F]{" + digits + "}")) {
            long value = Long.parseLong(hex, 16);
            if (value <= Character.MAX_CODE_POINT) {
                return (int) value;
            }
        }
        throw new IllegalArgumentException("the escape \\" + (digits == 4 ? "u" : "U") + hex + " in "
                + shortened(object) + ": expected " + digits + " hexadecimal digits of a character");
    }

    /** An IRI's last part: Freebase's names have no slash. */
    private static String local(String term) {
        if (term.startsWith("<") && term.endsWith(">")) {
            String iri = term.substring(1, term.length() - 1);
            return iri.substring(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1);
        }
        return term;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
