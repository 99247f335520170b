package io.alltools.trajectories.preference;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Json;
import io.alltools.agent.Sampling;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TrajectoryText;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.Conversation;
import io.alltools.trajectories.export.PreferenceFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * ChatGLM-Math's self-critique: the model answers each problem several times, a critic scores the answers against the
 * reference, and the scores make a set for rejective fine-tuning (the good answers, each once) and preference pairs
 * (the best against the worst answer).
 *
 * <p>The threshold of good answers, 7, and that of bad ones, 4, are the bands of MathUserEval's judge: 7 is near the
 * reference, 4 does not meet the need. Source: see {@link MathCritique}.
 *
 * @param samples answers of a problem
 * @param good the lowest score of an answer that is learnt or chosen
 * @param bad the highest score of one that is rejected
 * @param gap how much the scores of a pair differ at least
 * @param mostAnswers the most answers of a problem in the fine-tuning set, the best first
 */
public record SelfCritique(
        MathCritique critique,
        int samples,
        int good,
        int bad,
        int gap,
        int mostAnswers,
        double temperature,
        double topP,
        int maxTokens,
        long seed) {

    public static final SelfCritique DEFAULT = new SelfCritique(MathCritique.DEFAULT, 8, 7, 4, 3, 4, 1, 1, 2048, 0);

    public SelfCritique {
        if (samples < 1 || mostAnswers < 1) {
            throw new IllegalArgumentException(samples + " samples and at most " + mostAnswers
                    + " answers are out of range: expected 1 or more of each");
        }
        if (good < 1 || good > 10 || bad < 1 || bad >= good || gap < 1) {
            throw new IllegalArgumentException("good from " + good + ", bad up to " + bad + " and a gap of " + gap
                    + " are out of range: expected 1 to 10, bad below good and a gap of 1 or more");
        }
    }

    /** What the recorded answers and scores depend on, for {@link WorkLog#open}. */
    public ObjectNode settings(ChatModel model, ChatModel critic) {
        return Json.object()
                .put("method", "self-critique")
                .put("model", model.name())
                .put("critic", critic.name())
                .put("samples", samples)
                .put("temperature", temperature)
                .put("top_p", topP)
                .put("max_tokens", maxTokens)
                .put("critique_attempts", critique.attempts())
                .put("critique_temperature", critique.temperature())
                .put("critique_max_tokens", critique.maxTokens())
                .put("seed", seed);
    }

    /**
     * Asks the models about each record that the log does not have yet. The reference is {@code extra.gold}, else the
     * record's last words; without either, or when the record does not end with the agent's words, it is logged as
     * skipped.
     */
    public void ask(
            Trajectories problems,
            ChatModel model,
            ChatModel critic,
            WorkLog log,
            int concurrency,
            IntConsumer progress)
            throws IOException, InterruptedException {
        ModelWork.run(problems, log, concurrency, record -> answers(record, model, critic), progress);
    }

    private ObjectNode answers(AtifTrajectory record, ChatModel model, ChatModel critic) throws InterruptedException {
        String reference = reference(record);
        if (Answers.last(record) < 0 || reference.isBlank()) {
            return Json.object().put("skipped", "it has no reference, or does not end with the agent's words");
        }
        Conversation prompt = Answers.prompt(record);
        String problem = TrajectoryText.instruction(record);
        SequencedSet<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < samples; i++) {
            Sampling sampling = new Sampling(temperature, 0, topP, Answers.seed(seed, record, i));
            texts.add(Answers.ask(model, prompt.messages(), prompt.tools(), sampling, maxTokens)
                    .strip());
        }
        texts.remove("");
        ObjectNode row = Json.object();
        row.set("trajectory", Json.MAPPER.valueToTree(record));
        row.putArray("answers");
        for (String text : texts) {
            ObjectNode answer = row.withArray("answers").addObject().put("text", text);
            Optional<MathCritique.Critique> judged =
                    critique.of(critic, problem, reference, text, Answers.seed(seed, record, -1));
            judged.ifPresent(found -> answer.put("score", found.score()).put("critique", found.reasoning()));
        }
        return row;
    }

    private static String reference(AtifTrajectory record) {
        String gold = record.extra()
                .path("gold")
                .valueStream()
                .map(text -> text.asString(""))
                .collect(Collectors.joining("\n"));
        return gold.isBlank() ? TrajectoryText.answer(record) : gold;
    }

    /** @param score 0 where the critic came to none */
    private record Answer(String text, int score, String critique) {}

    /**
     * How many problems and answers there were and what became of them.
     *
     * @param unscored answers of which the critic came to no score
     */
    public record Report(int problems, int skipped, int answers, int unscored, int written) {}

    /**
     * The set for rejective fine-tuning, made of what the log holds: trajectories with {@code extra.reward} (score −
     * 1)/9 and {@code extra.critique}. Answers that differ in case or spacing only are one; signs such as a minus make
     * another one.
     */
    public Report fineTuningSet(WorkLog log, Trajectories.Sink sink) throws IOException {
        return over(log, (problem, answers) -> {
            Set<String> seen = new HashSet<>();
            int written = 0;
            for (Answer answer : answers) {
                if (answer.score() >= good
                        && written < mostAnswers
                        && seen.add(answer.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))) {
                    sink.add(scored(problem, answer));
                    written++;
                }
            }
            return written;
        });
    }

    /** One pair for each problem with a good and a bad answer: the best and the worst. Made of what the log holds. */
    public Report pairs(WorkLog log, Pairs sink) throws IOException {
        return over(log, (problem, answers) -> {
            List<Answer> scored =
                    answers.stream().filter(answer -> answer.score() > 0).toList();
            if (scored.size() < 2) {
                return 0;
            }
            Answer best = scored.getFirst();
            Answer worst = scored.getLast();
            if (best.score() < good || worst.score() > bad || best.score() - worst.score() < gap) {
                return 0;
            }
            sink.add(new PreferenceFormat.Pair(scored(problem, best), scored(problem, worst)));
            return 1;
        });
    }

    private static AtifTrajectory scored(AtifTrajectory problem, Answer answer) {
        AtifTrajectory answered = Answers.with(problem, answer.text());
        ObjectNode extra = answered.extra().deepCopy();
        extra.put("reward", (answer.score() - 1) / 9.0);
        extra.putObject("critique").put("score", answer.score()).put("text", answer.critique());
        return answered.withExtra(extra);
    }

    private interface Choice {
        /** @return how many it wrote */
        int of(AtifTrajectory problem, List<Answer> answers) throws IOException;
    }

    /** The answers come by falling score, of equal score in the order in which they were given. */
    private static Report over(WorkLog log, Choice choice) throws IOException {
        int[] counts = new int[5];
        log.forEach(row -> {
            counts[0]++;
            if (row.has("skipped")) {
                counts[1]++;
                return;
            }
            List<Answer> answers = new ArrayList<>();
            for (JsonNode answer : row.path("answers")) {
                int score = answer.path("score").asInt(0);
                counts[2]++;
                counts[3] += score == 0 ? 1 : 0;
                answers.add(new Answer(
                        answer.path("text").asString(),
                        score,
                        answer.path("critique").asString("")));
            }
            answers.sort(Comparator.comparingInt(Answer::score).reversed());
            counts[4] += choice.of(Json.MAPPER.treeToValue(row.path("trajectory"), AtifTrajectory.class), answers);
        });
        return new Report(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}
