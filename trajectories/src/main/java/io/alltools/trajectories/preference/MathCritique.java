package io.alltools.trajectories.preference;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model as a critic: it compares an answer with a reference, reasons, and ends with a score from 1 to 10. A text that
 * does not end so is asked for again.
 *
 * <p>The bands of scores are those of MathUserEval's judge: 1 to 2 wrong, 3 to 4 poor, 5 to 6 middling, 7 to 8 near the
 * reference, 9 to 10 better than it. Source: Xu et al. 2024, "ChatGLM-Math: Improving Math Problem-Solving in Large
 * Language Models with a Self-Critique Pipeline" (arXiv 2404.02893); THUDM/ChatGLM-Math at e91a91b, judge.py.
 *
 * @param attempts how often a text without a score is asked for again at most, 1 or more in all
 */
public record MathCritique(int attempts, double temperature, int maxTokens) {

    /** Three attempts as judge.py has it; the first at temperature 0, the others with chance so that they differ. */
    public static final MathCritique DEFAULT = new MathCritique(3, 0.7, 1024);

    static final String INSTRUCTION = """
            You are a strict and fair judge of answers to problems. You get a problem, a reference answer that is right, \
            and an answer to judge. Work in this order:
            1. Compare the answer with the reference. Say which of its steps are right, which are wrong, and why.
            2. Give a score from 1 to 10, a whole number, by these rules:
            1 or 2: it is not about the problem, or wrong in essence, or its result is wrong and so is its method.
            3 or 4: its result is wrong or missing, though parts of its method are right.
            5 or 6: its result is right in the main, but steps are wrong or important ones are missing.
            7 or 8: its result is right and its steps are as good as the reference; the reference itself gets 8.
            9 or 10: it is right and clearly better than the reference.
            Reason first. The last line must be exactly: Score: N""";

    private static final Pattern SCORE =
            Pattern.compile("\\**Score\\**\\s*[:：]\\s*\\**\\s*(10|[1-9])\\s*\\**(?:\\s*/\\s*10)?\\s*\\**\\.?");

    public MathCritique {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts " + attempts + " are out of range: expected 1 or more");
        }
    }

    /**
     * @param score 1 to 10
     * @param reasoning what the critic said before it
     */
    public record Critique(int score, String reasoning) {}

    /** Empty when the critic came to no score in any attempt. */
    public Optional<Critique> of(ChatModel critic, String problem, String reference, String answer, long seed)
            throws InterruptedException {
        List<Message> messages = List.of(
                Message.system(INSTRUCTION),
                Message.user("[Problem]\n" + problem + "\n\n[Reference answer]\n" + reference
                        + "\n\n[Answer to judge]\n" + answer + "\n\n[End of the answer]"));
        for (int attempt = 0; attempt < attempts; attempt++) {
            Sampling sampling = new Sampling(attempt == 0 ? 0 : temperature, 0, 1, seed + attempt);
            Optional<Critique> critique = parse(Answers.ask(critic, messages, List.of(), sampling, maxTokens));
            if (critique.isPresent()) {
                return critique;
            }
        }
        return Optional.empty();
    }

    /** Reasoning, and then a last line with nothing but the score. */
    static Optional<Critique> parse(String text) {
        String whole = text.strip();
        int line = whole.lastIndexOf('\n');
        Matcher score = SCORE.matcher(whole.substring(line + 1).strip());
        String reasoning = line < 0 ? "" : whole.substring(0, line).strip();
        return reasoning.isEmpty() || !score.matches()
                ? Optional.empty()
                : Optional.of(new Critique(Integer.parseInt(score.group(1)), reasoning));
    }
}
