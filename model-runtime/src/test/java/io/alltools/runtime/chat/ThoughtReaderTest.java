package io.alltools.runtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.ChatDelta;
import io.alltools.agent.ToolCall;
import io.alltools.runtime.grammar.Thinking.Begin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pieces of a stream have their borders anywhere, so each turn is read in all of them. */
class ThoughtReaderTest {

    private static final String NL = "⏎";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // turn | reasoning | answer
                "WITH_TURN|<think>2 + 2?</think>4|2 + 2?|4",
                "WITH_TURN|⏎<think>⏎2 + 2?⏎⏎So 4.⏎</think>⏎⏎It is 4.⏎|2 + 2?⏎⏎So 4.|It is 4.⏎",
                "WITH_TURN|<think></think>4||4",
                "WITH_TURN|<think>⏎⏎</think>⏎⏎4||4",
                "WITH_TURN|<think>a < b, a </ b, </thin, </think </think>yes|a < b, a </ b, </thin, </think|yes",
                "WITH_TURN|<think>it ends here|it ends here|",
                "WITH_TURN|<think>it ends </thi|it ends </thi|",
                "WITH_TURN|<think>a</think>b</think><think>c</think>|a|b</think><think>c</think>",
                "WITH_TURN|The tag <think> opens, </think> closes.||The tag <think> opens, </think> closes.",
                "WITH_TURN|⏎<thinking>no</thinking>||⏎<thinking>no</thinking>",
                "WITH_TURN|⏎<thi||⏎<thi",
                "WITH_TURN|⏎ plain||⏎ plain",
                "WITH_TURN|||",
                "IN_PROMPT|2 + 2?</think>4|2 + 2?|4",
                "IN_PROMPT|⏎2 + 2?⏎</think>⏎4|2 + 2?|4",
                "IN_PROMPT|<think>⏎2 + 2?</think>4|2 + 2?|4",
                "IN_PROMPT|<th is no tag</think>4|<th is no tag|4",
                "IN_PROMPT|it never ends|it never ends|",
                "IN_PROMPT|</think>4||4",
                "NEVER|<think>text</think>4||<think>text</think>4",
            })
    void thoughtsAndAnswerComeApartWhereverThePiecesEnd(Begin begin, String turn, String thoughts, String answer) {
        String text = text(turn);
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                assertRead(
                        begin,
                        thoughts,
                        answer,
                        List.of(text.substring(0, first), text.substring(first, second), text.substring(second)));
            }
        }
        assertRead(
                begin,
                thoughts,
                answer,
                text.chars().mapToObj(Character::toString).toList());
    }

    private static void assertRead(Begin begin, String thoughts, String answer, List<String> pieces) {
        StringBuilder thought = new StringBuilder();
        StringBuilder said = new StringBuilder();
        ThoughtReader reader = new ThoughtReader(begin, thought::append, said::append);
        pieces.forEach(reader::accept);
        reader.finish();
        assertThat(thought.toString()).as("reasoning of %s", pieces).isEqualTo(text(thoughts));
        assertThat(said.toString()).as("answer of %s", pieces).isEqualTo(text(answer));
    }

    @Test
    void reasoningIsToldWhileItIsWritten() {
        List<String> pieces = new ArrayList<>();
        ThoughtReader reader = new ThoughtReader(Begin.IN_PROMPT, pieces::add, answer -> {});
        reader.accept("Let me see");
        assertThat(pieces).containsExactly("Let me see");
        reader.accept(". Then </");
        assertThat(pieces).containsExactly("Let me see", ". Then");
    }

    @Test
    void callsFollowReasoning() {
        List<ChatDelta> deltas = new ArrayList<>();
        GlmOutputParser parser = new GlmOutputParser(List.of("python"), () -> "c", Begin.IN_PROMPT, deltas::add);
        parser.accept("\nI compute it.\n</think>\n\npython\nprint(4)");
        parser.finish(GlmOutputParser.End.CALLS);
        assertThat(parser.reasoning()).isEqualTo("I compute it.");
        assertThat(parser.calls()).containsExactly(new ToolCall("c", "python", "print(4)"));
        assertThat(parser.text()).isEmpty();
        assertThat(deltas.getFirst()).isEqualTo(new ChatDelta.Reasoning("I compute it."));
    }

    @Test
    void anAnswerThatIsCutOffWhileItThinksHasNoText() {
        GlmOutputParser parser = new GlmOutputParser(List.of("python"), () -> "c", Begin.WITH_TURN, delta -> {});
        parser.accept("<think>python\nprint(4)");
        parser.finish(GlmOutputParser.End.CUT_OFF);
        assertThat(parser.reasoning()).isEqualTo("python\nprint(4)");
        assertThat(parser.calls()).isEmpty();
        assertThat(parser.text()).isEmpty();
    }

    private static String text(String cell) {
        return cell == null ? "" : cell.replace(NL, "\n");
    }
}
