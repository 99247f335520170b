package io.alltools.runtime.chat;

import io.alltools.agent.FinishReason;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.TextCompletion;
import io.alltools.agent.TextModel;
import io.alltools.agent.TextRequest;
import io.alltools.agent.TextToken;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import io.alltools.runtime.batch.BatchScheduler;
import io.alltools.runtime.batch.GeneratedToken;
import io.alltools.runtime.batch.Generation;
import io.alltools.runtime.batch.GenerationRequest;
import io.alltools.runtime.sampling.TokenConstraint;
import io.alltools.runtime.scoring.TextTokens;
import io.alltools.runtime.tokenizer.TextDecoder;
import io.alltools.runtime.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A chat model's checkpoint without its template. It ends where a turn would end, too. */
final class GlmTextModel implements TextModel {

    private final Tokenizer tokenizer;
    private final TokenNames names;
    private final PromptBuilder prompts;
    private final BatchScheduler scheduler;
    private final int vocabulary;
    private final TokenConstraint known;
    private final Set<Integer> endIds;
    private final int[] begin;

    /** @param vocab number of the model's logits */
    GlmTextModel(Tokenizer tokenizer, PromptBuilder prompts, BatchScheduler scheduler, int vocab, Set<Integer> endIds) {
        this.tokenizer = tokenizer;
        this.names = new TokenNames(tokenizer);
        this.prompts = prompts;
        this.scheduler = scheduler;
        this.vocabulary = Math.min(tokenizer.size(), vocab);
        this.known = KnownTokens.of(tokenizer.size(), vocab);
        this.endIds = Set.copyOf(endIds);
        this.begin = TextTokens.prefix(tokenizer);
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int[] encode(String text, boolean withBegin) {
        int[] tokens = prompts.spelled(text);
        boolean begun = tokens.length >= begin.length && Arrays.equals(begin, 0, begin.length, tokens, 0, begin.length);
        if (begun || !withBegin) {
            return tokens;
        }
        return IntStream.concat(IntStream.of(begin), IntStream.of(tokens)).toArray();
    }

    @Override
    public int[] encode(List<Message> messages, List<ToolSpec> tools, boolean answer) {
        return prompts.prompt(messages, tools, answer);
    }

    @Override
    public String decode(int[] tokens) {
        requireKnown(tokens, "tokens");
        StringBuilder text = new StringBuilder();
        TextDecoder decoder = new TextDecoder();
        for (int token : tokens) {
            text.append(decoder.append(tokenizer.bytes(token)));
        }
        return text.append(decoder.finish()).toString();
    }

    @Override
    public TextCompletion complete(TextRequest request, Consumer<TextToken> sink) throws InterruptedException {
        requireKnown(request.prompt(), "prompt");
        Continuation continuation = new Continuation(request, sink);
        Generation generation = submit(request);
        try {
            continuation.begin();
            Optional<GeneratedToken> token = generation.next();
            while (token.isPresent() && !continuation.stopped()) {
                continuation.accept(token.get());
                token = generation.next();
            }
        } finally {
            // Without effect on a complete generation; otherwise a stop string or an interrupt ended it.
            generation.cancel();
        }
        return continuation.finish(generation.cachedTokens());
    }

    private Generation submit(TextRequest request) {
        try {
            return scheduler.submit(new GenerationRequest(
                    request.prompt(),
                    request.sampling(),
                    known,
                    request.maxTokens(),
                    endIds,
                    request.logprobs(),
                    request.promptLogprobs(),
                    request.service()));
        } catch (ModelException e) {
            boolean ofPrompt =
                    e.kind() == ModelException.Kind.INVALID_REQUEST && e.field().isEmpty();
            throw ofPrompt ? ModelException.invalid("prompt", e.getMessage()) : e;
        }
    }

    private void requireKnown(int[] tokens, String field) {
        for (int token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw ModelException.invalid(
                        field, "token id " + token + " is outside the vocabulary: expected 0 to " + (vocabulary - 1));
            }
        }
    }

    /** Puts one completion together, token by token. */
    private final class Continuation {

        private final TextRequest request;
        private final Consumer<TextToken> sink;
        private final StopStrings stops;
        private final TextDecoder decoder = new TextDecoder();
        private final List<TextToken> tokens = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private int reportedOfPrompt;
        private int generated;
        private boolean ended;

        Continuation(TextRequest request, Consumer<TextToken> sink) {
            this.request = request;
            this.sink = sink;
            this.stops = new StopStrings(request.stop());
        }

        boolean stopped() {
            return stops.stopped();
        }

        /** The first token of a prompt that is reported; how likely it is nothing says. */
        void begin() {
            if (request.promptLogprobs()) {
                int first = request.prompt()[0];
                reportedOfPrompt = 1;
                tell(new TextToken(first, names.bytes(first), tokenizer.isSpecial(first), "", null, true));
            }
        }

        void accept(GeneratedToken token) {
            boolean ofPrompt = request.promptLogprobs() && reportedOfPrompt < request.prompt().length;
            String piece = "";
            if (ofPrompt) {
                reportedOfPrompt++;
            } else {
                generated++;
                piece = stops.accept(piece(token.id()));
                text.append(piece);
            }
            tell(new TextToken(
                    token.id(),
                    names.bytes(token.id()),
                    tokenizer.isSpecial(token.id()),
                    piece,
                    token.logprob() == null ? null : names.named(token.logprob()),
                    ofPrompt));
        }

        private String piece(int token) {
            ended = endIds.contains(token);
            return tokenizer.isSpecial(token) ? decoder.finish() : decoder.append(tokenizer.bytes(token));
        }

        private void tell(TextToken token) {
            tokens.add(token);
            sink.accept(token);
        }

        TextCompletion finish(int cachedTokens) {
            String rest = stops.accept(decoder.finish()) + stops.finish();
            text.append(rest);
            return new TextCompletion(
                    text.toString(),
                    List.copyOf(tokens),
                    rest,
                    new Usage(request.prompt().length, generated, cachedTokens),
                    ended || stops.stopped() ? FinishReason.STOP : FinishReason.LENGTH);
        }
    }
}
