package io.alltools.runtime.grammar;

import io.alltools.agent.Json;
import io.alltools.runtime.grammar.GrammarException.Kind;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a text may be, for one vocabulary. It remembers the states that were met, so that requests with the same grammar
 * share them. Safe for use from several threads.
 *
 * <pre>{@code
 * Grammar grammar = Grammar.ofSchema(schema, vocabulary, GrammarOptions.STRICT);
 * GrammarMatcher matcher = grammar.matcher(endTokens);
 * }</pre>
 */
public final class Grammar {

    private final Machine machine;
    private final List<String> ignored;

    Grammar(Machine machine, List<String> ignored) {
        this.machine = machine;
        this.ignored = ignored;
    }

    /**
     * JSON that satisfies a schema, compact or indented, with members in any order.
     *
     * @param schema an object or a boolean
     * @throws GrammarException when it is no schema, can't be enforced, can't be satisfied or exceeds the limits
     */
    public static Grammar ofSchema(JsonNode schema, Vocabulary vocabulary, GrammarOptions options) {
        requireSize(schema, options.limits());
        Expressions expressions =
                new Expressions(JsonText.COMMON.expressions, options.limits().expressions());
        SchemaProblems problems = new SchemaProblems(options.ignoreUnsupported());
        ValueShape shape = shape(schema, expressions, problems, options);
        return new Grammar(new Machine(expressions, vocabulary, options.limits(), shape), problems.ignored());
    }

    static ValueShape shape(JsonNode schema, Expressions expressions, SchemaProblems problems, GrammarOptions options) {
        SchemaForms forms = new SchemaForms(new SchemaDocument(schema), expressions, problems, options.limits());
        return new SchemaShapes(forms, expressions).of(forms.root());
    }

    /** A JSON object that satisfies a schema, whatever types the schema allows. */
    static ValueShape objectShape(
            JsonNode schema, Expressions expressions, SchemaProblems problems, GrammarOptions options) {
        requireSize(schema, options.limits());
        SchemaDocument document = new SchemaDocument(schema);
        SchemaForms forms = new SchemaForms(document, expressions, problems, options.limits());
        Conjunction object = Conjunction.of(document.number(Json.object().put("type", "object"), "#"), false);
        return new SchemaShapes(forms, expressions).of(forms.root().and(object));
    }

    /**
     * Text that a regular expression of ECMA-262 matches from begin to end.
     *
     * @throws GrammarException when it is none, matches nothing, or looks around in a way that no automaton can
     */
    public static Grammar ofRegex(String pattern, Vocabulary vocabulary, GrammarOptions options) {
        requireSize(pattern.length(), options.limits());
        Expressions expressions =
                new Expressions(JsonText.COMMON.expressions, options.limits().expressions());
        expressions.until(System.nanoTime() + options.limits().compileTime().toNanos());
        Expr text = regex(pattern, expressions);
        return new Grammar(new Machine(expressions, vocabulary, options.limits(), Rule.lexeme(text)), List.of());
    }

    static Expr regex(String pattern, Expressions expressions) {
        Expr text;
        try {
            text = new RegexCompiler(expressions, CharCoding.utf8(expressions)).whole(pattern);
        } catch (IllegalArgumentException e) {
            throw new GrammarException(
                    Kind.INVALID, "", "", "\"" + pattern + "\" is no regular expression: " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            throw new GrammarException(
                    Kind.UNSUPPORTED, "", "", "the regular expression \"" + pattern + "\" uses " + e.getMessage());
        }
        if (!expressions.inhabited(text)) {
            throw new GrammarException(
                    Kind.UNSATISFIABLE, "", "", "no text matches the regular expression \"" + pattern + "\"");
        }
        return text;
    }

    private static void requireSize(JsonNode schema, GrammarLimits limits) {
        int length;
        try {
            length = schema.toString().length();
        } catch (JacksonException e) {
            throw GrammarException.limit("more values inside each other than can be written");
        }
        requireSize(length, limits);
    }

    private static void requireSize(int length, GrammarLimits limits) {
        if (length > limits.schemaBytes()) {
            throw GrammarException.limit(length + " characters, at most " + limits.schemaBytes() + " are read");
        }
    }

    /** Keywords that are not enforced, each with its path; empty unless the options allow that. */
    public List<String> ignored() {
        return ignored;
    }

    /** Roughly the memory that its states take, in KiB. */
    int kilobytes() {
        synchronized (machine) {
            return machine.kilobytes();
        }
    }

    /**
     * A new place at the begin of a text.
     *
     * @param ends tokens that may come where the text may end
     */
    public GrammarMatcher matcher(Set<Integer> ends) {
        return new GrammarMatcher(machine, ends);
    }
}
