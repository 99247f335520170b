package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolResult;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a format can't hold is named, refused, and left out only where that was allowed. */
class LossTest {

    private static final TrajectoryFormat LLAMA =
            TrajectoryFormats.find("llamafactory").orElseThrow();

    @Test
    void aTrajectoryThatAFormatHoldsWholeIsWrittenWithoutAnyPermission() {
        assertThat(TrajectoryFormats.find("glm4").orElseThrow().of(Trajectories.research(), ExportOptions.STRICT))
                .isInstanceOfSatisfying(ExportResult.Rows.class, rows -> {
                    assertThat(rows.rows()).hasSize(1);
                    assertThat(rows.losses()).isEmpty();
                });
    }

    @Test
    void theRefusalNamesEachStepAndOnlyWhatWasNotAllowed() {
        ExportResult result = LLAMA.of(Trajectories.research(), new ExportOptions(Set.of(Loss.Kind.TEXT_BESIDE_CALLS)));

        assertThat(result)
                .isEqualTo(new ExportResult.Refused(List.of(new Loss(
                        Loss.Kind.PASSAGE_METADATA,
                        3,
                        "step 3: the result of the call call_1 has 1 passage(s) with metadata [browser_result]"))));
    }

    @Test
    void parallelCallsBecomeTurnsThatFollowOneAnother() {
        AtifTrajectory trajectory = Trajectories.run("Both?", Trajectories.PYTHON)
                .turn(
                        "",
                        Trajectories.call(Trajectories.PYTHON, "1", "one"),
                        Trajectories.call(Trajectories.PYTHON, "2", "two"))
                .turn("1 and 2")
                .answered();

        assertThat(refused(LLAMA, trajectory)).containsExactly("step 2 has 2 calls in one turn");
        assertThat(row(LLAMA, trajectory, Loss.Kind.PARALLEL_CALLS)
                        .path("conversations")
                        .valueStream()
                        .map(turn -> turn.path("from").asString() + " "
                                + turn.path("value").asString()))
                .containsExactly(
                        "human Both?",
                        "function_call {\"name\":\"python\",\"arguments\":{\"code\":\"1\"}}",
                        "observation one",
                        "function_call {\"name\":\"python\",\"arguments\":{\"code\":\"2\"}}",
                        "observation two",
                        "gpt 1 and 2");
    }

    @Test
    void whatWasSaidBeforeIsNotTrainedOnWhereAFormatCanSaySoAndALossWhereNot() {
        List<Message> messages = new ArrayList<>(Trajectories.earlier());
        messages.add(Message.user("Thanks!"));
        AtifTrajectory trajectory = Trajectories.run(messages, Trajectories.WEATHER)
                .turn("You're welcome.")
                .answered();

        assertThat(row(TrajectoryFormats.find("openai").orElseThrow(), trajectory)
                        .path("messages")
                        .valueStream()
                        .filter(message -> message.path("role").asString().equals("assistant"))
                        .map(message -> message.path("weight").asInt()))
                .containsExactly(0, 0, 1);
        assertThat(refused(LLAMA, trajectory))
                .containsExactly(
                        "step 2 is not to be trained on, and would be", "step 3 is not to be trained on, and would be");
    }

    @Test
    void aFailedCallIsALossWithItsKind() {
        AtifTrajectory trajectory = Trajectories.run("Go", Trajectories.PYTHON)
                .turn("", Trajectories.failed(Trajectories.PYTHON, "x", ToolResult.Kind.TIMEOUT, "too long"))
                .turn("No.")
                .answered();

        assertThat(refused(LLAMA, trajectory)).containsExactly("step 2: the call call_1 of python failed (timeout)");
        assertThat(row(LLAMA, trajectory, Loss.Kind.TOOL_FAILURE)
                        .at("/conversations/2/value")
                        .asString())
                .isEqualTo("Error: too long");
    }

    @Test
    void aRunThatCameToNoAnswerIsRefusedAndWhatFollowsTheAgentsLastTurnIsLeftOut() {
        AtifTrajectory trajectory = Trajectories.run("Go", Trajectories.PYTHON)
                .turn("", Trajectories.call(Trajectories.PYTHON, "x", "1"))
                .ended(new Outcome(Outcome.Kind.BUDGET_EXHAUSTED, "1 step"));

        assertThat(refused(LLAMA, trajectory))
                .containsExactly(
                        "the run came to no answer but ended as budget_exhausted",
                        "step 2 ends without a turn of the agent's after it");
        assertThat(row(LLAMA, trajectory, Loss.Kind.INCOMPLETE_RUN, Loss.Kind.TRAILING_TURN)
                        .path("conversations")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void aRunOfWhichNothingIsToBeLearnedHasNoRow() {
        AtifTrajectory trajectory = Trajectories.run("Go").brokenTurn("I am").unfinished();
        TrajectoryFormat glm4 = TrajectoryFormats.find("glm4").orElseThrow();

        assertThat(refused(glm4, trajectory)).contains("no turn is left that is to be trained on");
        assertThat(glm4.of(trajectory, ExportOptions.lenient()))
                .isInstanceOfSatisfying(
                        ExportResult.Rows.class, rows -> assertThat(rows.rows()).isEmpty());
    }

    @Test
    void onlyImagesThatOpenAiCanFetchAreHeldByItsFormat() {
        TrajectoryFormat openAi = TrajectoryFormats.find("openai").orElseThrow();
        AtifTrajectory fetched = Trajectories.run(List.of(Trajectories.image("What?", "https://example.org/a.png")))
                .turn("A cat.")
                .answered();
        AtifTrajectory local = Trajectories.run(List.of(Trajectories.image("What?", "uploads/a.png")))
                .turn("A cat.")
                .answered();

        assertThat(row(openAi, fetched)
                        .at("/messages/0/content/1/image_url/url")
                        .asString())
                .isEqualTo("https://example.org/a.png");
        assertThat(refused(openAi, local)).containsExactly("step 1 holds 1 image(s)");
        assertThat(row(openAi, local, Loss.Kind.IMAGES)
                        .at("/messages/0/content")
                        .asString())
                .isEqualTo("What?");
    }

    @Test
    void aTextThatSpellsAFormatsMarkIsAmbiguous() {
        AtifTrajectory trajectory =
                Trajectories.run("Go").turn("So:\nAction: none").answered();

        assertThat(refused(TrajectoryFormats.find("agentinstruct").orElseThrow(), trajectory))
                .singleElement()
                .asString()
                .startsWith("step 2 has a line that begins like one of the format's own");
    }

    @Test
    void passagesKeepTheirMetadataInGlm4AndAreOneTextElsewhere() {
        AtifTrajectory trajectory = Trajectories.run("Read", Trajectories.BROWSER)
                .turn(
                        "",
                        Trajectories.call(
                                Trajectories.BROWSER,
                                "mclick([0, 1])",
                                new Passage("quote_result [7†source]", Part.text("one")),
                                new Passage("quote_result [8†source]", Part.text("two"))))
                .turn("Read.")
                .answered();

        ObjectNode glm4 = row(TrajectoryFormats.find("glm4").orElseThrow(), trajectory);
        assertThat(glm4.at("/messages/3/metadata").asString()).isEqualTo("quote_result [7†source]");
        assertThat(glm4.at("/messages/4/content").asString()).isEqualTo("two");
        assertThat(row(LLAMA, trajectory, Loss.Kind.PASSAGE_METADATA)
                        .at("/conversations/2/value")
                        .asString())
                .isEqualTo("one\ntwo");
    }

    @Test
    void eachKindIsFoundByItsName() {
        for (Loss.Kind kind : Loss.Kind.values()) {
            assertThat(Loss.Kind.find(kind.id())).contains(kind);
            assertThat(kind.effect()).isNotBlank();
        }
        assertThat(Loss.Kind.find("everything")).isEmpty();
    }

    private static List<String> refused(TrajectoryFormat format, AtifTrajectory trajectory) {
        ExportResult result = format.of(trajectory, ExportOptions.STRICT);
        assertThat(result).isInstanceOf(ExportResult.Refused.class);
        return result.losses().stream().map(Loss::message).toList();
    }

    private static ObjectNode row(TrajectoryFormat format, AtifTrajectory trajectory, Loss.Kind... allowed) {
        ExportResult result = format.of(trajectory, new ExportOptions(Set.of(allowed)));
        assertThat(result).isInstanceOf(ExportResult.Rows.class);
        assertThat(((ExportResult.Rows) result).rows()).hasSize(1);
        return ((ExportResult.Rows) result).rows().getFirst();
    }
}
