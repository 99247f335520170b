package io.alltools.runtime.grammar;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Grammars of GLM-4's turns: an answer, or calls of tools that exist with arguments that fit. Requests with the same
 * tools and constraints share a grammar, so that its masks are computed once. Safe for use from several threads.
 *
 * <p>A turn is {@code [\n] text <|user|>}, or calls {@code [\n] NAME \n content} with {@code <|assistant|>} between
 * them and {@code <|observation|>} behind the last; an answer may also stand before the calls. A text whose first line
 * is the name of a tool would be read as a call, so it is none. Reasoning may come before all that, as {@link Thinking}
 * says; nothing is demanded of it but an end.
 */
public final class TurnGrammars {

    private static final Logger log = LoggerFactory.getLogger(TurnGrammars.class);

    /** What the grammars that are kept may take together; the one used last is kept in any case. */
    private static final int KEPT_KILOBYTES = 128 * 1024;

    private static final String QUOTED = "\"(?:[^\"\\\\\\n]|\\\\[^\\n])*\"";
    /** The three commands of GLM-4's own prompt; nobody reads more than ten pages at once. */
    private static final String BROWSER = "search\\(" + QUOTED + "(?:, ?recency_days ?= ?[0-9]{1,5})?\\)"
            + "|mclick\\(\\[[0-9]{1,3}(?:, ?[0-9]{1,3}){0,9}\\]\\)"
            + "|open_url\\(" + QUOTED + "\\)";

    private final Vocabulary vocabulary;
    private final TurnTokens tokens;
    private final Thinking thinking;
    private final GrammarLimits limits;
    private final Map<Key, Grammar> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Two requests with equal keys have the same grammar. */
    private record Key(List<String> tools, Constraints constraints) {}

    /** Of turns without reasoning. */
    public TurnGrammars(Vocabulary vocabulary, TurnTokens tokens, GrammarLimits limits) {
        this(vocabulary, tokens, Thinking.NEVER, limits);
    }

    public TurnGrammars(Vocabulary vocabulary, TurnTokens tokens, Thinking thinking, GrammarLimits limits) {
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        this.thinking = thinking;
        this.limits = limits;
    }

    /**
     * A place at the begin of a turn.
     *
     * @throws ModelException when the constraints contradict, or a schema or expression can't be enforced
     */
    public GrammarMatcher turn(List<ToolSpec> tools, Constraints constraints) {
        Key key = new Key(tools.stream().map(TurnGrammars::text).toList(), constraints);
        synchronized (kept) {
            Grammar known = kept.get(key);
            if (known != null) {
                return known.matcher(Set.of());
            }
        }
        Grammar grammar = new Compilation(tools, constraints).grammar();
        synchronized (kept) {
            kept.put(key, grammar);
            letGo();
        }
        return grammar.matcher(Set.of());
    }

    /** Grammars grow while they are used, so all are counted anew. */
    private void letGo() {
        int kilobytes = kept.values().stream().mapToInt(Grammar::kilobytes).sum();
        Iterator<Grammar> eldest = kept.values().iterator();
        while (kilobytes > KEPT_KILOBYTES && kept.size() > 1) {
            kilobytes -= eldest.next().kilobytes();
            eldest.remove();
        }
    }

    private static String text(ToolSpec tool) {
        return tool.kind() + " " + tool.name() + " " + tool.parameters();
    }

    /** Makes one grammar. */
    private final class Compilation {

        private final Expressions expressions = new Expressions(JsonText.COMMON.expressions, limits.expressions());
        private final CharCoding utf8 = CharCoding.utf8(expressions);
        private final Expr anyText = expressions.star(utf8.any());
        private final Expr newline = literal("\n");
        private final List<ToolSpec> tools;
        private final Constraints constraints;

        /** Each schema has the time for itself; without this, many that need it all would need many times as much. */
        private final long deadline = System.nanoTime() + limits.compileTime().toNanos();

        Compilation(List<ToolSpec> tools, Constraints constraints) {
            this.tools = tools;
            this.constraints = constraints;
        }

        Grammar grammar() {
            expressions.until(System.nanoTime() + limits.compileTime().toNanos());
            try {
                return new Grammar(new Machine(expressions, vocabulary, limits, wholeTurn()), List.of());
            } catch (GrammarException e) {
                throw ModelException.invalid(
                        constraints.format() instanceof AnswerFormat.Text ? "tools" : "response_format",
                        e.getMessage());
            }
        }

        private Rule wholeTurn() {
            return switch (thinking.begin()) {
                case NEVER -> turn();
                case WITH_TURN ->
                    Rule.choice(List.of(turn(), Rule.sequence(tag(thinking.open(), "<think>"), thoughts(), turn())));
                case IN_PROMPT -> Rule.sequence(thoughts(), turn());
            };
        }

        /** Any text up to its end; the turn's own line break may follow another one. */
        private Rule thoughts() {
            Expr blank = expressions.optional(newline);
            if (thinking.close() != Thinking.AS_TEXT) {
                return Rule.sequence(Rule.lexeme(anyText), tag(thinking.close(), ""), Rule.lexeme(blank));
            }
            Expr end = literal("</think>");
            Expr open = expressions.not(expressions.concat(anyText, expressions.concat(end, anyText)));
            return Rule.lexeme(expressions.concat(expressions.and(anyText, open), expressions.concat(end, blank)));
        }

        private Rule tag(int token, String text) {
            return token == Thinking.AS_TEXT ? Rule.lexeme(literal(text)) : Rule.special(List.of(token));
        }

        private Rule turn() {
            return switch (constraints.toolChoice()) {
                case ToolChoice.Auto auto -> tools.isEmpty() ? answer() : answerOrCalls(tools);
                case ToolChoice.None none -> answer();
                case ToolChoice.Required required -> calls(someTools(tools));
                case ToolChoice.Named named ->
                    calls(someTools(tools.stream()
                            .filter(tool -> tool.name().equals(named.name()))
                            .toList()));
                case ToolChoice.Allowed allowed -> {
                    List<ToolSpec> callable = someTools(tools.stream()
                            .filter(tool -> allowed.names().contains(tool.name()))
                            .toList());
                    yield allowed.required() ? calls(callable) : answerOrCalls(callable);
                }
            };
        }

        private List<ToolSpec> someTools(List<ToolSpec> some) {
            if (some.isEmpty()) {
                throw ModelException.invalid(
                        "tool_choice",
                        "the tool choice is " + constraints.toolChoice() + ", but the tools are "
                                + tools.stream().map(ToolSpec::name).toList());
            }
            return some;
        }

        private Rule answer() {
            return Rule.sequence(body(), Rule.special(tokens.answerEnds()));
        }

        private Rule answerOrCalls(List<ToolSpec> callable) {
            Rule calls = calls(callable);
            return Rule.choice(List.of(
                    calls,
                    Rule.sequence(
                            body(),
                            Rule.choice(List.of(
                                    Rule.special(tokens.answerEnds()),
                                    Rule.sequence(Rule.special(List.of(tokens.separator())), calls))))));
        }

        private Rule calls(List<ToolSpec> callable) {
            List<Rule> each = new ArrayList<>();
            for (ToolSpec tool : callable) {
                Expr head = expressions.concat(expressions.optional(newline), literal(tool.name() + "\n"));
                each.add(Rule.sequence(Rule.lexeme(head), content(tool)));
            }
            Rule call = Rule.choice(each);
            Rule calls = constraints.parallelCalls()
                    ? Rule.separated(call, Rule.special(List.of(tokens.separator())))
                    : call;
            return Rule.sequence(calls, Rule.special(List.of(tokens.observation())));
        }

        private Rule content(ToolSpec tool) {
            return switch (tool.kind()) {
                case FUNCTION -> arguments(tool);
                case BUILT_IN ->
                    tool.name().equals("simple_browser")
                            ? Rule.lexeme(Grammar.regex(BROWSER, expressions))
                            : Rule.lexeme(anyText);
            };
        }

        /** A schema that can't be enforced is an error for strict tools; else the call itself checks the arguments. */
        private Rule arguments(ToolSpec tool) {
            if (System.nanoTime() > deadline) {
                throw ModelException.invalid(
                        "tools",
                        "the schemas of the tools are too complex together: those before \"" + tool.name()
                                + "\" took all of the " + limits.compileTime().toMillis() + " ms that there are");
            }
            GrammarOptions options = new GrammarOptions(!constraints.strictTools(), limits);
            SchemaProblems problems = new SchemaProblems(options.ignoreUnsupported());
            try {
                Rule rule = Grammar.objectShape(tool.parameters(), expressions, problems, options);
                if (!problems.ignored().isEmpty()) {
                    log.info(
                            "arguments of {}: not enforced while they are generated: {}",
                            tool.name(),
                            problems.ignored());
                }
                return rule;
            } catch (GrammarException e) {
                String problem = "the parameters of the tool \"" + tool.name() + "\": " + e.getMessage();
                if (constraints.strictTools()) {
                    throw ModelException.invalid("tools", problem);
                }
                log.warn("{}; any JSON object is let through", problem);
                return Grammar.objectShape(Json.object(), expressions, problems, options);
            }
        }

        /** The line break that GLM-4 begins an answer with, and the answer. */
        private Rule body() {
            return switch (constraints.format()) {
                case AnswerFormat.Text text -> Rule.lexeme(text());
                case AnswerFormat.JsonObject json ->
                    onNewLine(schema(Json.object().put("type", "object"), true));
                case AnswerFormat.JsonSchema json -> onNewLine(schema(json.schema(), json.strict()));
                case AnswerFormat.Regex regex -> onNewLine(Rule.lexeme(Grammar.regex(regex.pattern(), expressions)));
            };
        }

        private Rule onNewLine(Rule rule) {
            return Rule.sequence(Rule.lexeme(expressions.optional(newline)), rule);
        }

        private Rule schema(JsonNode schema, boolean strict) {
            GrammarOptions options = new GrammarOptions(!strict, limits);
            SchemaProblems problems = new SchemaProblems(options.ignoreUnsupported());
            Rule rule = Grammar.shape(schema, expressions, problems, options);
            if (!problems.ignored().isEmpty()) {
                log.info("answer format: not enforced: {}", problems.ignored());
            }
            return rule;
        }

        private Expr text() {
            if (tools.isEmpty()) {
                return anyText;
            }
            List<byte[]> names = tools.stream()
                    .map(tool -> tool.name().getBytes(StandardCharsets.UTF_8))
                    .toList();
            Expr line = expressions.concat(newline, anyText);
            Expr named = expressions.oneOf(names, java.util.Collections.nCopies(names.size(), line));
            Expr readAsCall = expressions.concat(expressions.optional(newline), named);
            return expressions.and(anyText, expressions.not(readAsCall));
        }

        private Expr literal(String text) {
            return expressions.literal(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
