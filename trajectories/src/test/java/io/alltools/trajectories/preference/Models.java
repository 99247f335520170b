package io.alltools.trajectories.preference;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.Embeddings;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Usage;
import io.alltools.trajectories.ngram.NgramHasher;
import io.alltools.trajectories.ngram.Unit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Small models that really answer and embed, by rule. */
final class Models {

    private Models() {}

    /** Says what a function makes of the request, and counts. */
    static final class Chat implements ChatModel {

        final AtomicInteger calls = new AtomicInteger();
        private final String name;
        private final Function<ChatRequest, String> answers;

        Chat(String name, Function<ChatRequest, String> answers) {
            this.name = name;
            this.answers = answers;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int contextLength() {
            return 4096;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return request.messages().size();
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            calls.incrementAndGet();
            return new AssistantTurn(answers.apply(request), "", List.of(), Usage.NONE, FinishReason.STOP);
        }
    }

    /** Bags of words: texts with the same words have a cosine of 1, those without a common one of about 0. */
    static final class WordVectors implements EmbeddingModel {

        private final NgramHasher words = new NgramHasher(Unit.WORD, 1);

        @Override
        public String name() {
            return "words";
        }

        @Override
        public int dimensions() {
            return 512;
        }

        @Override
        public int maxTokens() {
            return 512;
        }

        @Override
        public Embeddings embed(Purpose purpose, List<String> texts) {
            return new Embeddings(texts.stream().map(this::vector).toList(), 0);
        }

        private float[] vector(String text) {
            float[] vector = new float[512];
            for (long word : words.of(text).hashes()) {
                vector[(int) (word & 511)]++;
            }
            double length = 0;
            for (float value : vector) {
                length += value * value;
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(Math.max(length, 1e-9));
            }
            return vector;
        }

        @Override
        public void close() {}
    }
}
