package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.ModelException;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns as GLM-4 writes them, with its special tokens spelled out. */
class TurnGrammarsTest {

    private static final ToolSpec WEATHER = ToolSpec.function("get_weather", "", Json.parseObject("""
            {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1}},
             "required": ["city"], "additionalProperties": false}"""));
    private static final ToolSpec TIME = ToolSpec.function("get_time", "", Json.parseObject("{}"));
    private static final ToolSpec PYTHON = ToolSpec.builtIn("python", "", "code");
    private static final ToolSpec BROWSER = ToolSpec.builtIn("simple_browser", "", "command");
    private static final List<ToolSpec> TOOLS = List.of(WEATHER, TIME, PYTHON, BROWSER);
    private static final Pattern SPECIAL = Pattern.compile("<\\|[a-z]+\\|>");
    private static final String CALL = "get_weather\n{\"city\": \"Paris\"}";

    @TempDir
    static Path folder;

    static Tokenizer tokenizer;
    static TurnGrammars grammars;
    static TurnGrammars thinking;
    static TurnGrammars maybeThinking;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizers.open(EmbeddedModel.unpack(folder), folder.resolve("native"));
        grammars = grammars(Thinking.Begin.NEVER);
        thinking = grammars(Thinking.Begin.IN_PROMPT);
        maybeThinking = grammars(Thinking.Begin.WITH_TURN);
    }

    private static TurnGrammars grammars(Thinking.Begin begin) {
        return new TurnGrammars(
                Vocabulary.of(tokenizer, tokenizer.size()),
                new TurnTokens(
                        List.of(special("<|user|>"), special("<|endoftext|>")),
                        special("<|observation|>"),
                        special("<|assistant|>")),
                new Thinking(begin, Thinking.AS_TEXT, Thinking.AS_TEXT),
                GrammarLimits.DEFAULT);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nIt is sunny.<|user|>",
                "It is sunny.<|endoftext|>",
                "\n<|user|>",
                "\npython is a language\nand a snake<|user|>",
                CALL + "<|observation|>",
                "\n" + CALL + "<|observation|>",
                "get_weather\n{\"days\":3,\"city\":\"北京\"}<|observation|>",
                CALL + "<|assistant|>get_time\n{}<|observation|>",
                "\nI look it up.<|assistant|>" + CALL + "<|observation|>",
                "python\nprint('<b>')\n\n# any text {[\"<|observation|>",
                "simple_browser\nsearch(\"capital, (of) X\", recency_days=30)<|observation|>",
                "simple_browser\nsearch(\"say \\\"x\\\"\")<|observation|>",
                "simple_browser\nmclick([0, 1,2])<|observation|>",
                "simple_browser\nopen_url(\"https://example.org/a?b=c\")<|observation|>",
            })
    void theModelAnswersOrCallsAsItLikes(String turn) {
        assertThat(accepts(TOOLS, Constraints.DEFAULT, turn)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get_weather\n{\"city\": 3}<|observation|>",
                "get_weather\n{}<|observation|>",
                "get_weather\n{\"city\": \"x\", \"unit\": \"c\"}<|observation|>",
                "get_weather\n{\"city\": \"x\", \"days\": 0}<|observation|>",
                "get_weather\n{\"city\": \"x\"<|observation|>",
                "get_weather\n{\"city\": \"x\"}<|user|>",
                "\nget_weather\nsunny<|user|>",
                "\nIt is sunny.<|observation|>",
                "get_wind\n{}<|observation|>",
                "\nanswer<|assistant|>answer<|user|>",
                "\nanswer<|assistant|><|user|>",
                CALL + "<|assistant|>\nanswer<|user|>",
                "simple_browser\nsearch(capital)<|observation|>",
                "simple_browser\nmclick([])<|observation|>",
                "simple_browser\nclick([1])<|observation|>",
                "simple_browser\nsearch(\"a\")\nsearch(\"b\")<|observation|>",
                "<|system|>",
            })
    void aTurnThatCouldNotBeServedCanNotBeWritten(String turn) {
        assertThat(accepts(TOOLS, Constraints.DEFAULT, turn)).isFalse();
    }

    @Test
    void noneAnswersOnly() {
        Constraints none = Constraints.DEFAULT.withToolChoice(ToolChoice.NONE);
        assertThat(accepts(TOOLS, none, "\nIt is sunny.<|user|>")).isTrue();
        assertThat(accepts(TOOLS, none, CALL + "<|observation|>")).isFalse();
        assertThat(accepts(TOOLS, none, CALL + "<|user|>")).isFalse();
    }

    @Test
    void requiredCallsOnly() {
        Constraints required = Constraints.DEFAULT.withToolChoice(ToolChoice.REQUIRED);
        assertThat(accepts(TOOLS, required, "\nIt is sunny.<|user|>")).isFalse();
        assertThat(accepts(TOOLS, required, CALL + "<|observation|>")).isTrue();
        assertThat(accepts(TOOLS, required, "get_time\n{}<|assistant|>" + CALL + "<|observation|>"))
                .isTrue();
    }

    @Test
    void aNamedToolIsTheOnlyOne() {
        Constraints named = Constraints.DEFAULT.withToolChoice(new ToolChoice.Named("get_time"));
        assertThat(accepts(TOOLS, named, "get_time\n{\"zone\": [null]}<|observation|>"))
                .isTrue();
        assertThat(accepts(TOOLS, named, CALL + "<|observation|>")).isFalse();
        assertThatThrownBy(() ->
                        grammars.turn(TOOLS, Constraints.DEFAULT.withToolChoice(new ToolChoice.Named("get_wind"))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("get_wind")
                .hasMessageContaining("get_weather, get_time");
    }

    @Test
    void oneCallWhereParallelCallsAreOff() {
        Constraints single = new Constraints(ToolChoice.AUTO, false, false, AnswerFormat.TEXT);
        assertThat(accepts(TOOLS, single, CALL + "<|observation|>")).isTrue();
        assertThat(accepts(TOOLS, single, CALL + "<|assistant|>get_time\n{}<|observation|>"))
                .isFalse();
        assertThat(accepts(TOOLS, single, "\nI look.<|assistant|>" + CALL + "<|observation|>"))
                .isTrue();
    }

    @Test
    void anAnswerOfAFormatKeepsToIt() {
        Constraints json = Constraints.DEFAULT.withFormat(new AnswerFormat.JsonSchema(
                Json.parseObject("{\"type\": \"array\", \"items\": {\"type\": \"integer\"}}"), true));
        assertThat(accepts(List.of(), json, "\n[1, 2]<|user|>")).isTrue();
        assertThat(accepts(List.of(), json, "[]<|endoftext|>")).isTrue();
        assertThat(accepts(List.of(), json, "\n[1, \"2\"]<|user|>")).isFalse();
        assertThat(accepts(TOOLS, json, CALL + "<|observation|>")).isTrue();
        assertThat(accepts(
                        List.of(), Constraints.DEFAULT.withFormat(AnswerFormat.JSON_OBJECT), "\n{\"a\": [{}]}<|user|>"))
                .isTrue();
        assertThat(accepts(List.of(), Constraints.DEFAULT.withFormat(AnswerFormat.JSON_OBJECT), "\n[]<|user|>"))
                .isFalse();
        Constraints regex = Constraints.DEFAULT.withFormat(new AnswerFormat.Regex("yes|no"));
        assertThat(accepts(List.of(), regex, "\nyes<|user|>")).isTrue();
        assertThat(accepts(List.of(), regex, "\nmaybe<|user|>")).isFalse();
    }

    @Test
    void whatCanNotBeEnforcedIsAnErrorForStrictToolsAndLeftToTheCallForOthers() {
        ToolSpec unique = ToolSpec.function("tag", "", Json.parseObject("""
                {"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": true}}}"""));
        assertThat(accepts(List.of(unique), Constraints.DEFAULT, "tag\n{\"tags\": [1, 1]}<|observation|>"))
                .isTrue();
        Constraints strict = new Constraints(ToolChoice.AUTO, true, true, AnswerFormat.TEXT);
        assertThatThrownBy(() -> grammars.turn(List.of(unique), strict))
                .isInstanceOf(ModelException.class)
                .hasMessage("the parameters of the tool \"tag\": the keyword \"uniqueItems\" at #/properties/tags"
                        + " can't be enforced: items are not compared with each other");
        ToolSpec broken = ToolSpec.function("broken", "", Json.parseObject("{\"type\": \"strange\"}"));
        assertThat(accepts(List.of(broken), Constraints.DEFAULT, "broken\n{\"a\": 1}<|observation|>"))
                .isTrue();
        assertThat(accepts(List.of(broken), Constraints.DEFAULT, "broken\n[]<|observation|>"))
                .isFalse();
    }

    @Test
    void namesThatBeginAlikeAreToldApart() {
        List<ToolSpec> tools = List.of(
                ToolSpec.function("get", "", Json.parseObject("{\"properties\": {\"a\": {\"type\": \"null\"}}}")),
                TIME);
        assertThat(accepts(tools, Constraints.DEFAULT, "get\n{\"a\": null}<|observation|>"))
                .isTrue();
        assertThat(accepts(tools, Constraints.DEFAULT, "get_time\n{\"a\": 1}<|observation|>"))
                .isTrue();
        assertThat(accepts(tools, Constraints.DEFAULT, "get\n{\"a\": 1}<|observation|>"))
                .isFalse();
    }

    @Test
    void aNameThatMustComeIsForcedAsTheTokenizerWritesIt() {
        GrammarMatcher turn =
                grammars.turn(List.of(WEATHER), new Constraints(ToolChoice.REQUIRED, false, true, AnswerFormat.TEXT));
        // The optional line break leaves a choice at first.
        int[] begin = tokenizer.encode("get");
        for (int token : begin) {
            turn.accept(token);
        }
        int[] forced = turn.forced();
        int[] whole = tokenizer.encode("get_weather\n{");
        assertThat(forced).isNotEmpty();
        assertThat(java.util.Arrays.copyOfRange(whole, begin.length, begin.length + forced.length))
                .isEqualTo(forced);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I need the weather. {\"a\": [1\n</think>\n\n" + CALL + "<|observation|>",
                "</think>" + CALL + "<|observation|>",
                "get_weather\nis a tool, </thin, </ think></think>\n" + CALL + "<|assistant|>" + CALL
                        + "<|observation|>",
            })
    void reasoningIsFreeAndWhatFollowsIsNot(String turn) {
        Constraints required = Constraints.DEFAULT.withToolChoice(ToolChoice.REQUIRED);
        assertThat(accepts(thinking, TOOLS, required, turn)).isTrue();
        assertThat(accepts(thinking, TOOLS, required, turn.replace("\"city\"", "\"town\"")))
                .isFalse();
        assertThat(accepts(maybeThinking, TOOLS, required, "<think>" + turn)).isTrue();
        assertThat(accepts(maybeThinking, TOOLS, required, turn)).isFalse();
        assertThat(accepts(grammars, TOOLS, required, "<think>" + turn)).isFalse();
    }

    @Test
    void aModelThatMayThinkNeedNot() {
        Constraints json = Constraints.DEFAULT.withFormat(AnswerFormat.JSON_OBJECT);
        assertThat(accepts(maybeThinking, TOOLS, json, "\n{}<|user|>")).isTrue();
        assertThat(accepts(maybeThinking, TOOLS, json, "<think>An object.</think>\n\n{}<|user|>"))
                .isTrue();
        assertThat(accepts(maybeThinking, TOOLS, json, "An object.</think>\n\n{}<|user|>"))
                .isFalse();
    }

    @Test
    void aTurnThatBeganToThinkHasToEndThat() {
        assertThat(accepts(thinking, List.of(), Constraints.DEFAULT, "hm</think>\n\nHello<|user|>"))
                .isTrue();
        assertThat(accepts(thinking, List.of(), Constraints.DEFAULT, "Hello<|user|>"))
                .isFalse();
    }

    private static boolean accepts(List<ToolSpec> tools, Constraints constraints, String text) {
        return accepts(grammars, tools, constraints, text);
    }

    private static boolean accepts(TurnGrammars grammars, List<ToolSpec> tools, Constraints constraints, String text) {
        GrammarMatcher turn = grammars.turn(tools, constraints);
        Matcher specials = SPECIAL.matcher(text);
        int from = 0;
        while (specials.find()) {
            for (int token : tokenizer.encode(text.substring(from, specials.start()))) {
                if (!accepts(turn, token)) {
                    return false;
                }
            }
            if (!accepts(turn, special(specials.group()))) {
                return false;
            }
            from = specials.end();
        }
        return turn.mayEnd();
    }

    private static boolean accepts(GrammarMatcher turn, int token) {
        if ((turn.allowed()[token >> 6] >>> token & 1) == 0) {
            return false;
        }
        turn.accept(token);
        return true;
    }

    private static int special(String spelling) {
        return tokenizer.special(spelling).orElseThrow();
    }
}
