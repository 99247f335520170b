package io.alltools.trajectories.preference;

import io.alltools.agent.ChatModel;
import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.Json;
import io.alltools.agent.Sampling;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TrajectoryText;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.Conversation;
import io.alltools.trajectories.export.PreferenceFormat;
import io.alltools.trajectories.ngram.Hashing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Self-Contrast: preference pairs without feedback. The fine-tuned model answers each prompt many times; the answers
 * that mean least the same as the target, by their embeddings, are rejected and the target is chosen.
 *
 * <p>Defaults are those of the paper's code: 32 answers at temperature 1 and top-p 1 of up to 2,048 tokens; the same
 * answer twice and empty ones are left out; of the 75 % least similar, 16 are drawn. A prompt with fewer has as many
 * pairs as it has.
 *
 * <p>Source: Liu et al. 2024, "Extensive Self-Contrast Enables Feedback-Free Language Model Alignment" (arXiv
 * 2404.00604); THUDM/Self-Contrast at 3132904, README.md, src/inference.py and src/construct_synthetic_data.py.
 *
 * @param samples answers of a prompt
 * @param share of the answers, the least similar ones, that may be rejected
 * @param maxSimilarity answers above this cosine are never rejected; 1 for no such bound
 * @param negatives the most pairs of a prompt
 */
public record SelfContrast(
        int samples,
        double share,
        double maxSimilarity,
        int negatives,
        double temperature,
        double topP,
        int maxTokens,
        long seed) {

    public static final SelfContrast DEFAULT = new SelfContrast(32, 0.75, 1, 16, 1, 1, 2048, 0);

    public SelfContrast {
        if (samples < 1 || negatives < 1) {
            throw new IllegalArgumentException(
                    samples + " samples and " + negatives + " negatives are out of range: expected 1 or more of each");
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is out of range: expected above 0 and at most 1");
        }
        if (!(maxSimilarity >= -1 && maxSimilarity <= 1)) {
            throw new IllegalArgumentException(
                    "the highest similarity " + maxSimilarity + " is out of range: expected -1 to 1");
        }
    }

    /** What the recorded answers depend on, for {@link WorkLog#open}; what only chooses among them is not in it. */
    public ObjectNode settings(ChatModel model, EmbeddingModel embeddings) {
        return Json.object()
                .put("method", "self-contrast")
                .put("model", model.name())
                .put("embeddings", embeddings.name())
                .put("samples", samples)
                .put("temperature", temperature)
                .put("top_p", topP)
                .put("max_tokens", maxTokens)
                .put("seed", seed);
    }

    /**
     * Asks the models about each record that the log does not have yet. Records that do not end with the agent's words
     * have no target and are logged as skipped.
     *
     * @param targets trajectories of supervised fine-tuning: the last words are the target, what is before them the
     *     prompt
     */
    public void ask(
            Trajectories targets,
            ChatModel model,
            EmbeddingModel embeddings,
            WorkLog log,
            int concurrency,
            IntConsumer progress)
            throws IOException, InterruptedException {
        ModelWork.run(targets, log, concurrency, record -> answers(record, model, embeddings), progress);
    }

    private ObjectNode answers(AtifTrajectory record, ChatModel model, EmbeddingModel embeddings)
            throws InterruptedException {
        if (Answers.last(record) < 0) {
            return Json.object().put("skipped", "it does not end with the agent's words");
        }
        Conversation prompt = Answers.prompt(record);
        SequencedSet<String> answers = new LinkedHashSet<>();
        for (int i = 0; i < samples; i++) {
            Sampling sampling = new Sampling(temperature, 0, topP, Answers.seed(seed, record, i));
            answers.add(Answers.ask(model, prompt.messages(), prompt.tools(), sampling, maxTokens)
                    .strip());
        }
        answers.remove("");
        ObjectNode row = Json.object();
        row.set("trajectory", Json.MAPPER.valueToTree(record));
        row.putArray("answers");
        if (!answers.isEmpty()) {
            List<String> texts = new ArrayList<>(answers);
            texts.add(TrajectoryText.answer(record));
            List<float[]> vectors =
                    embeddings.embed(EmbeddingModel.Purpose.PLAIN, texts).vectors();
            for (int i = 0; i < answers.size(); i++) {
                row.withArray("answers")
                        .addObject()
                        .put("text", texts.get(i))
                        .put("similarity", cosine(vectors.get(i), vectors.getLast()));
            }
        }
        return row;
    }

    /** The dot product, because vectors have length 1. */
    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** How many prompts there were and what became of them. */
    public record Report(int prompts, int skipped, int withoutPair, int pairs) {}

    /** Makes pairs of what the log holds; asks no model. */
    public Report pairs(WorkLog log, Pairs sink) throws IOException {
        int[] counts = new int[4];
        log.forEach(row -> {
            counts[0]++;
            List<PreferenceFormat.Pair> pairs = row.has("skipped") ? List.of() : pairs(row);
            counts[1] += row.has("skipped") ? 1 : 0;
            counts[2] += !row.has("skipped") && pairs.isEmpty() ? 1 : 0;
            counts[3] += pairs.size();
            for (PreferenceFormat.Pair pair : pairs) {
                sink.add(pair);
            }
        });
        return new Report(counts[0], counts[1], counts[2], counts[3]);
    }

    private record Answer(int number, String text, double similarity) {}

    private List<PreferenceFormat.Pair> pairs(ObjectNode row) {
        AtifTrajectory target = Json.MAPPER.treeToValue(row.path("trajectory"), AtifTrajectory.class);
        String chosen = TrajectoryText.answer(target).strip();
        List<Answer> answers = new ArrayList<>();
        for (JsonNode answer : row.path("answers")) {
            answers.add(new Answer(
                    answers.size(),
                    answer.path("text").asString(),
                    answer.path("similarity").asDouble()));
        }
        // The share is of all that were asked for; the most similar one is never rejected.
        int most = Math.min((int) (samples * share), answers.size() - 1);
        long draw = Answers.seed(seed, target, -1);
        return answers.stream()
                .sorted(Comparator.comparingDouble(Answer::similarity))
                .limit(Math.max(0, most))
                .filter(answer -> answer.similarity() <= maxSimilarity)
                .filter(answer -> !answer.text().equals(chosen))
                .sorted(Comparator.comparingLong(answer -> Hashing.mixed(draw + answer.number())))
                .limit(negatives)
                .sorted(Comparator.comparingInt(Answer::number))
                .map(answer -> new PreferenceFormat.Pair(target, Answers.with(target, answer.text())))
                .toList();
    }
}
