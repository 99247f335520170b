package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Message;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TokensFormatTest {

    private static final TrajectoryFormat TOKENS = new TokensFormat(TokensFormatTest::characters);

    @Test
    void theMaskMarksWhatTheModelWroteInTheTurnsThatAreTrainedOn() {
        List<Message> messages = new ArrayList<>(Trajectories.earlier());
        messages.add(Message.user("6 * 7?"));
        AtifTrajectory trajectory = Trajectories.run(messages, Trajectories.PYTHON, Trajectories.WEATHER)
                .turn("", Trajectories.call(Trajectories.PYTHON, "print(6 * 7)", "42"))
                .turn("It is 42.")
                .answered();

        JsonNode row = row(trajectory);

        assertThat(text(row, false))
                .isEqualTo("[python, get_weather]U Weather in Bonn?/A get_weather {\"city\":\"Bonn\"}/O sunny/A Sunny./"
                        + "U 6 * 7?/A python print(6 * 7)/O 42/A It is 42./");
        assertThat(text(row, true)).isEqualTo("python print(6 * 7)/It is 42./");
        assertThat(row.path("labels")
                        .valueStream()
                        .filter(label -> label.asInt() != -100)
                        .map(label -> Character.toString(label.asInt()))
                        .collect(Collectors.joining()))
                .isEqualTo("python print(6 * 7)/It is 42./");
        assertThat(row.path("attention_mask").size())
                .isEqualTo(row.path("input_ids").size());
        assertThat(row.path("pieces")
                        .valueStream()
                        .filter(piece -> piece.path("trained").asBoolean())
                        .map(piece -> piece.path("text").asString() + " "
                                + piece.path("tokens").asInt()))
                .containsExactly("python print(6 * 7)/ 20", "It is 42./ 10");
    }

    @Test
    void argumentsAreFedAsTheModelSpelledThem() {
        AtifTrajectory trajectory = Trajectories.run("Weather?", Trajectories.WEATHER)
                .turn("", Trajectories.call(Trajectories.WEATHER, "{ \"city\":  \"Bonn\" }", "sunny"))
                .turn("Sunny.")
                .answered();

        assertThat(text(row(trajectory), true)).isEqualTo("get_weather { \"city\":  \"Bonn\" }/Sunny./");
    }

    @Test
    void reasoningIsNotFedAgainAndSoIsALoss() {
        AtifTrajectory trajectory = Trajectories.run("Why?").turn("Hm.", "So.").answered();

        assertThat(TOKENS.of(trajectory, ExportOptions.STRICT).losses())
                .extracting(Loss::kind)
                .containsExactly(Loss.Kind.REASONING);
        assertThat(TOKENS.of(trajectory, new ExportOptions(Set.of(Loss.Kind.REASONING))))
                .isInstanceOf(ExportResult.Rows.class);
    }

    private static JsonNode row(AtifTrajectory trajectory) {
        ExportResult result = TOKENS.of(trajectory, ExportOptions.STRICT);
        assertThat(result).isInstanceOf(ExportResult.Rows.class);
        return ((ExportResult.Rows) result).rows().getFirst();
    }

    private static String text(JsonNode row, boolean trainedOnly) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.path("input_ids").size(); i++) {
            if (!trainedOnly || row.path("loss_mask").path(i).asInt() == 1) {
                text.appendCodePoint(row.path("input_ids").path(i).asInt());
            }
        }
        return text.toString();
    }

    /** A small template whose tokens are characters: a letter for the role, the text, and a stroke at the end. */
    private static List<ConversationTokens.Piece> characters(List<Message> messages, List<ToolSpec> tools) {
        List<ConversationTokens.Piece> pieces = new ArrayList<>();
        pieces.add(piece(-1, false, tools.stream().map(ToolSpec::name).toList().toString()));
        for (int i = 0; i < messages.size(); i++) {
            switch (messages.get(i)) {
                case Message.System m -> pieces.add(piece(i, false, "S " + m.text() + "/"));
                case Message.User m -> pieces.add(piece(i, false, "U " + m.text() + "/"));
                case Message.Assistant m -> {
                    if (!m.text().isEmpty()) {
                        pieces.add(piece(i, false, "A "));
                        pieces.add(piece(i, true, m.text() + "/"));
                    }
                    for (ToolCall call : m.calls()) {
                        pieces.add(piece(i, false, "A "));
                        pieces.add(piece(i, true, call.name() + " " + call.arguments() + "/"));
                    }
                }
                case Message.Observation m -> {
                    for (Passage passage : m.passages()) {
                        pieces.add(piece(i, false, "O " + passage.metadata() + passage.text() + "/"));
                    }
                }
            }
        }
        return pieces;
    }

    private static ConversationTokens.Piece piece(int message, boolean written, String text) {
        return new ConversationTokens.Piece(
                message, written, text.codePoints().boxed().toList(), text);
    }
}
