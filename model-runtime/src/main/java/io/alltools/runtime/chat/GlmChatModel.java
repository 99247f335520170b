package io.alltools.runtime.chat;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.TextModel;
import io.alltools.agent.TokenLogprob;
import io.alltools.agent.TokenTrace;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import io.alltools.runtime.LoadListener;
import io.alltools.runtime.Loaded;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.batch.BatchMetrics;
import io.alltools.runtime.batch.BatchOptions;
import io.alltools.runtime.batch.BatchScheduler;
import io.alltools.runtime.batch.GeneratedToken;
import io.alltools.runtime.batch.Generation;
import io.alltools.runtime.batch.GenerationRequest;
import io.alltools.runtime.checkpoint.CheckpointException;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.grammar.GrammarLimits;
import io.alltools.runtime.grammar.Thinking;
import io.alltools.runtime.grammar.TurnGrammars;
import io.alltools.runtime.grammar.TurnTokens;
import io.alltools.runtime.grammar.Vocabulary;
import io.alltools.runtime.graph.ImportOptions;
import io.alltools.runtime.tokenizer.TextDecoder;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** A GLM-4 checkpoint that chats, in this process. */
public final class GlmChatModel implements ChatModel, AutoCloseable {

    private static final String SEPARATOR = "<|assistant|>";
    private static final String OBSERVATION = "<|observation|>";
    private static final List<String> ENDS = List.of("<|user|>", OBSERVATION, "<|endoftext|>");

    private final String name;
    private final Tokenizer tokenizer;
    private final TokenNames names;
    private final PromptBuilder prompts;
    private final BatchScheduler scheduler;
    private final int contextLength;
    private final Thinking thinking;
    private final TurnGrammars grammars;
    private final Set<Integer> endIds;
    private final int separatorId;
    private final int observationId;
    private final GlmTextModel text;
    private final Loaded loaded;

    GlmChatModel(
            String name,
            Tokenizer tokenizer,
            ChatTemplate template,
            DecoderSession decoder,
            BatchOptions batch,
            Loaded loaded) {
        Path folder = loaded.checkpoint();
        this.loaded = loaded;
        this.name = name;
        this.tokenizer = tokenizer;
        this.names = new TokenNames(tokenizer);
        this.prompts = new PromptBuilder(template, tokenizer);
        this.contextLength = decoder.capacity();
        this.separatorId = required(SEPARATOR, folder);
        this.observationId = required(OBSERVATION, folder);
        this.endIds = new HashSet<>(decoder.config().eosIds());
        ENDS.forEach(end -> endIds.add(required(end, folder)));
        List<Integer> answerEnds =
                endIds.stream().filter(id -> id != observationId).sorted().toList();
        this.thinking = prompts.thinking();
        this.grammars = new TurnGrammars(
                Vocabulary.of(
                        tokenizer, Math.min(tokenizer.size(), decoder.config().vocab())),
                new TurnTokens(answerEnds, observationId, separatorId),
                thinking,
                GrammarLimits.DEFAULT);
        this.scheduler = new BatchScheduler(decoder, batch);
        this.text =
                new GlmTextModel(tokenizer, prompts, scheduler, decoder.config().vocab(), endIds);
    }

    /**
     * Opens a HuggingFace checkpoint folder; the first time its weights are imported into the cache.
     *
     * @throws CheckpointException when the folder can't be used
     * @throws io.alltools.agent.ModelException when the device, the context or the memory is not to be had
     */
    public static GlmChatModel open(Path folder, RuntimeOptions options) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return open(folder, name, options, LoadListener.silent());
    }

    /** As {@link #open(Path, RuntimeOptions)}, under another name and with news of how it goes. */
    public static GlmChatModel open(Path folder, String name, RuntimeOptions options, LoadListener listener) {
        return GlmLoading.open(folder, name, options, null, listener);
    }

    /**
     * As {@link #open(Path, String, RuntimeOptions, LoadListener)}, in a form that is given.
     *
     * @throws IllegalArgumentException when the device takes another one
     */
    public static GlmChatModel open(
            Path folder, String name, RuntimeOptions options, ImportOptions form, LoadListener listener) {
        return GlmLoading.open(folder, name, options, form, listener);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public int promptTokens(ChatRequest request) {
        return prompts.prompt(request.messages(), request.tools()).length;
    }

    @Override
    public Optional<TextModel> text() {
        return Optional.of(text);
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        int[] prompt = prompts.prompt(request.messages(), request.tools());
        StopStrings stops = new StopStrings(request.stop());
        Turn turn = new Turn(request, sink, stops);
        Generation generation = scheduler.submit(new GenerationRequest(
                prompt,
                request.sampling(),
                grammars.turn(request.tools(), request.constraints()),
                request.maxTokens(),
                endIds,
                request.tokenIds() ? Math.max(request.logprobs(), 0) : request.logprobs(),
                request.service()));
        try {
            Optional<GeneratedToken> token = generation.next();
            while (token.isPresent() && !stops.stopped()) {
                turn.accept(token.get());
                token = generation.next();
            }
        } finally {
            // Without effect on a complete generation; otherwise a stop string or an interrupt ended it.
            generation.cancel();
        }
        return turn.finish(prompt, generation.cachedTokens());
    }

    /** How the requests on this model go. */
    public BatchMetrics metrics() {
        return scheduler.metrics();
    }

    /** What it is and how it was loaded. */
    public Loaded loaded() {
        return loaded;
    }

    /** Ends the work on all requests and frees the model's memory. */
    @Override
    public void close() {
        scheduler.close();
        tokenizer.close();
    }

    private int required(String special, Path folder) {
        return tokenizer
                .special(special)
                .orElseThrow(() -> new CheckpointException(
                        folder.resolve("tokenizer.json"),
                        "has no special token \"" + special + "\"; this is not the tokenizer of a GLM-4 chat model"));
    }

    /** Puts one turn together, token by token. */
    private final class Turn {

        private final StopStrings stops;
        private final Consumer<ChatDelta> sink;
        private final StringBuilder said = new StringBuilder();
        private final GlmOutputParser parser;
        private final TextDecoder decoder = new TextDecoder();
        private GlmOutputParser.End end = GlmOutputParser.End.CUT_OFF;
        private final List<TokenLogprob> logprobs = new ArrayList<>();
        private final List<Integer> completion = new ArrayList<>();
        private final boolean tokenIds;

        Turn(ChatRequest request, Consumer<ChatDelta> sink, StopStrings stops) {
            this.stops = stops;
            this.sink = sink;
            this.tokenIds = request.tokenIds();
            this.parser = new GlmOutputParser(
                    request.tools().stream().map(ToolSpec::name).toList(),
                    () -> "call_" + UUID.randomUUID().toString().replace("-", ""),
                    thinking.begin(),
                    this::forward);
        }

        void accept(GeneratedToken generated) {
            int token = generated.id();
            completion.add(token);
            if (generated.logprob() != null) {
                TokenLogprob logprob = names.named(generated.logprob());
                logprobs.add(logprob);
                // In front of the piece that it is part of.
                sink.accept(new ChatDelta.Token(logprob));
            }
            if (!tokenizer.isSpecial(token)) {
                parser.accept(decoder.append(tokenizer.bytes(token)));
                return;
            }
            parser.accept(decoder.finish());
            if (token == separatorId) {
                parser.separator();
            } else if (endIds.contains(token)) {
                end = token == observationId ? GlmOutputParser.End.CALLS : GlmOutputParser.End.ANSWER;
            } else {
                parser.accept(new String(tokenizer.bytes(token), StandardCharsets.UTF_8));
            }
        }

        AssistantTurn finish(int[] prompt, int cachedTokens) {
            parser.accept(decoder.finish());
            parser.finish(end);
            emit(stops.finish());
            boolean cutOff = end == GlmOutputParser.End.CUT_OFF && !stops.stopped();
            FinishReason reason = cutOff
                    ? FinishReason.LENGTH
                    : parser.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
            return new AssistantTurn(
                    said.toString(),
                    parser.reasoning(),
                    parser.calls(),
                    new Usage(prompt.length, completion.size(), cachedTokens),
                    reason,
                    List.copyOf(logprobs),
                    tokenIds ? trace(prompt) : null);
        }

        private TokenTrace trace(int[] prompt) {
            return new TokenTrace(
                    Arrays.stream(prompt).boxed().toList(),
                    completion,
                    logprobs.stream().map(TokenLogprob::logprob).toList());
        }

        /** Stop strings count in the answer only, not in a tool's arguments. */
        private void forward(ChatDelta delta) {
            switch (delta) {
                case ChatDelta.Text t -> emit(stops.accept(t.text()));
                case ChatDelta.Reasoning r -> sink.accept(r);
                case ChatDelta.CallStarted c -> sink.accept(c);
                case ChatDelta.CallArguments a -> sink.accept(a);
                case ChatDelta.Token t -> sink.accept(t);
            }
        }

        private void emit(String piece) {
            if (!piece.isEmpty()) {
                said.append(piece);
                sink.accept(new ChatDelta.Text(piece));
            }
        }
    }
}
