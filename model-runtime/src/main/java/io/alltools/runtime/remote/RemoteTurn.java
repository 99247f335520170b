package io.alltools.runtime.remote;

import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice;
import com.openai.models.chat.completions.ChatCompletionTokenLogprob;
import com.openai.models.completions.CompletionUsage;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Message;
import io.alltools.agent.TokenLogprob;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.Usage;
import io.alltools.runtime.chat.ThoughtReader;
import io.alltools.runtime.grammar.Thinking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts one turn together, chunk by chunk. */
final class RemoteTurn {

    /** Under which names endpoints stream reasoning; the API has none. */
    private static final List<String> REASONING = List.of("reasoning_content", "reasoning");

    private final ChatRequest request;
    private final Consumer<ChatDelta> sink;
    private final RemoteErrors errors;
    private final ThoughtReader thoughts;
    private final WrittenCalls written;
    private final StreamedCalls calls;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private Choice.@Nullable FinishReason finish;
    private @Nullable Usage usage;

    RemoteTurn(ChatRequest request, Consumer<ChatDelta> sink, RemoteErrors errors) {
        this.request = request;
        this.sink = sink;
        this.errors = errors;
        boolean callsAreWelcome = request.constraints().format() instanceof AnswerFormat.Text
                && !(request.constraints().toolChoice() instanceof ToolChoice.None);
        this.written = new WrittenCalls(callsAreWelcome ? request.tools() : List.of(), this::say);
        this.thoughts = new ThoughtReader(Thinking.Begin.WITH_TURN, this::think, written::accept);
        this.calls = new StreamedCalls(request.tools(), callIds(request.messages()), sink);
    }

    /** Whether the endpoint said why the turn ended; its token counts may still follow. */
    boolean finished() {
        return finish != null;
    }

    /** @return whether the chunk brought the turn on */
    boolean accept(ChatCompletionChunk chunk) {
        chunk._usage().asKnown().flatMap(RemoteTurn::usage).ifPresent(found -> usage = found);
        Optional<List<Choice>> choices = chunk._choices().asKnown();
        if (choices.isEmpty() && usage == null) {
            throw errors.broken("sent a piece that is no chunk of a chat completion: it has no \"choices\"");
        }
        boolean news = false;
        for (Choice choice : choices.orElse(List.of())) {
            if (choice._index().asKnown().orElse(0L) == 0) {
                accept(choice);
                news = true;
            }
        }
        return news;
    }

    private void accept(Choice choice) {
        choice._delta().asKnown().ifPresent(delta -> {
            REASONING.stream()
                    .flatMap(name -> Values.string(delta._additionalProperties().get(name)).stream())
                    .filter(piece -> !piece.isEmpty())
                    .findFirst()
                    .ifPresent(this::think);
            delta._content().asString().ifPresent(thoughts::accept);
            delta._refusal().asString().ifPresent(thoughts::accept);
            delta._toolCalls().asKnown().ifPresent(pieces -> {
                if (!pieces.isEmpty()) {
                    thoughts.finish();
                    written.release();
                    pieces.forEach(calls::accept);
                }
            });
        });
        choice._logprobs()
                .asKnown()
                .flatMap(found -> found._content().asKnown())
                .ifPresent(found -> found.forEach(token -> logprobs.add(named(token))));
        choice._finishReason().asKnown().ifPresent(reason -> finish = reason);
    }

    /** @throws io.alltools.agent.ModelException when the endpoint ended it without a reason, or filtered it */
    AssistantTurn finish(int estimatedPrompt) {
        Choice.FinishReason reason = finish;
        if (reason == null) {
            throw errors.broken("ended its answer without a finish reason: it was cut off on the way");
        }
        if (reason.value() == Choice.FinishReason.Value.CONTENT_FILTER) {
            throw errors.broken("held the answer back by its content filter");
        }
        thoughts.finish();
        boolean cutOff = reason.value() == Choice.FinishReason.Value.LENGTH;
        if (cutOff) {
            written.release();
        } else {
            written.finish().forEach(call -> calls.add(call.name(), call.arguments()));
        }
        if (!calls.complete() && !cutOff) {
            throw errors.broken("sent a tool call without a name");
        }
        List<ToolCall> made = calls.finish();
        FinishReason finished =
                cutOff ? FinishReason.LENGTH : made.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        return new AssistantTurn(
                text.toString(),
                reasoning.toString(),
                made,
                usage == null ? estimated(estimatedPrompt, made) : usage,
                finished,
                request.logprobs() == ChatRequest.NO_LOGPROBS ? List.of() : List.copyOf(logprobs));
    }

    /** What the endpoint counted; null when it did not say. */
    @Nullable
    Usage reported() {
        return usage;
    }

    /** A budget has to be kept with endpoints that count nothing as well. */
    private Usage estimated(int prompt, List<ToolCall> made) {
        int completion = PromptEstimate.of(text.toString()) + PromptEstimate.of(reasoning.toString());
        for (ToolCall call : made) {
            completion += PromptEstimate.of(call.name()) + PromptEstimate.of(call.arguments());
        }
        return new Usage(prompt, completion, 0);
    }

    private void say(String piece) {
        text.append(piece);
        sink.accept(new ChatDelta.Text(piece));
    }

    private void think(String piece) {
        reasoning.append(piece);
        sink.accept(new ChatDelta.Reasoning(piece));
    }

    private static Optional<Usage> usage(CompletionUsage reported) {
        Optional<Long> prompt = reported._promptTokens().asKnown();
        if (prompt.isEmpty()) {
            return Optional.empty();
        }
        long cached = reported._promptTokensDetails()
                .asKnown()
                .flatMap(details -> details._cachedTokens().asKnown())
                .orElse(0L);
        return Optional.of(new Usage(
                tokens(prompt.get()),
                tokens(reported._completionTokens().asKnown().orElse(0L)),
                tokens(cached)));
    }

    private static int tokens(long count) {
        return Math.clamp(count, 0, Integer.MAX_VALUE / 4);
    }

    private static TokenLogprob named(ChatCompletionTokenLogprob token) {
        String text = token._token().asString().orElse("");
        List<TokenLogprob.Alternative> top = new ArrayList<>();
        for (var other : token._topLogprobs().asKnown().orElse(List.of())) {
            String alternative = other._token().asString().orElse("");
            top.add(new TokenLogprob.Alternative(
                    alternative,
                    bytes(alternative, other._bytes().asKnown()),
                    other._logprob().asKnown().orElse(Double.NEGATIVE_INFINITY)));
        }
        return new TokenLogprob(
                text,
                bytes(text, token._bytes().asKnown()),
                token._logprob().asKnown().orElse(Double.NEGATIVE_INFINITY),
                List.copyOf(top));
    }

    private static List<Integer> bytes(String text, Optional<List<Long>> given) {
        if (given.isPresent()) {
            return given.get().stream().map(Long::intValue).toList();
        }
        List<Integer> bytes = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(Byte.toUnsignedInt(b));
        }
        return List.copyOf(bytes);
    }

    private static Set<String> callIds(List<Message> messages) {
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            if (message instanceof Message.Assistant assistant) {
                assistant.calls().forEach(call -> ids.add(call.id()));
            }
        }
        return ids;
    }
}
