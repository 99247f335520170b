package io.alltools.trajectories.generation;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Message;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Usage;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Says what an expert does as a model would: a thought, then calls, and an answer in the end. For one episode. */
final class OracleModel implements ChatModel {

    /** Above what any episode comes to: nothing is left out of its conversation. */
    private static final int CONTEXT = 1 << 24;

    private final Expert expert;
    private final RolloutForm form;
    private int calls;

    OracleModel(Expert expert, RolloutForm form) {
        this.expert = expert;
        this.form = form;
    }

    @Override
    public String name() {
        return Actor.ORACLE;
    }

    @Override
    public int contextLength() {
        return CONTEXT;
    }

    /** An expert reads no tokens. */
    @Override
    public int promptTokens(ChatRequest request) {
        return 0;
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
        return switch (expert.next(observations(request.messages()))) {
            case Move.Act act -> turn(act.thought(), "", named(act.calls()), FinishReason.TOOL_CALLS);
            case Move.Answer answer -> turn(answer.thought(), answer.text(), List.of(), FinishReason.STOP);
        };
    }

    /** What its last calls were answered, in the order of the calls. */
    private static List<Message.Observation> observations(List<Message> messages) {
        List<ToolCall> made = List.of();
        Map<String, Message.Observation> answers = new HashMap<>();
        for (Message message : messages) {
            switch (message) {
                case Message.Assistant said -> made = said.calls();
                case Message.Observation observation -> answers.put(observation.callId(), observation);
                case Message.System ignored -> {}
                case Message.User ignored -> {}
            }
        }
        return made.stream()
                .map(call -> Objects.requireNonNull(answers.get(call.id()), "a call was not answered"))
                .toList();
    }

    private List<ToolCall> named(List<Move.Call> moves) {
        List<ToolCall> named = new ArrayList<>(moves.size());
        for (Move.Call move : moves) {
            calls++;
            named.add(new ToolCall("call_" + calls, move.name(), move.arguments()));
        }
        return List.copyOf(named);
    }

    private AssistantTurn turn(String thought, String text, List<ToolCall> calls, FinishReason reason) {
        return switch (form) {
            // A user is told the answer only.
            case NATIVE -> new AssistantTurn(calls.isEmpty() ? text : thought, "", calls, Usage.NONE, reason);
            case REACT -> new AssistantTurn(text, thought, calls, Usage.NONE, reason);
        };
    }
}
