package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gopher's heuristics for the quality of text and against repetition (Rae et al. 2021, appendix A.1.1 and table A1),
 * over what the model is to learn: its thoughts and words together, without programs in fences, arguments and
 * observations.
 *
 * <p>Gopher drops documents of fewer than 50 words. An agent's answer may rightly be "42", so fewer words are kept and
 * not judged here: shares of so little text mean nothing. The rules on the length of words and on English stop words
 * are not asked of scripts that put no space between words.
 *
 * @param repetition the repetition rules are multiplied by it: 1 for the paper's, more for more lenient ones
 */
public record QualityFilter(
        int judgedFrom,
        int maxWords,
        double minWordLength,
        double maxWordLength,
        double maxSymbols,
        double maxBullets,
        double maxEllipses,
        double minAlphabetic,
        int minStopWords,
        double repetition)
        implements RecordStage {

    private static final String GOPHER = "Gopher (Rae et al. 2021), appendix A.1.1";
    private static final String REPETITION = "Gopher (Rae et al. 2021), table A1";

    public static final StageKind KIND = new StageKind(
            "quality",
            "Drops what Gopher's heuristics call bad text: odd words, symbols, lists, ellipses and repetition.",
            List.of(
                    StageOption.integer(
                            "judged-from",
                            50,
                            "texts of fewer words are kept and not judged, as an answer may be short",
                            GOPHER + ": the fewest words of a document"),
                    StageOption.integer("max-words", 100_000, "the most words", GOPHER),
                    StageOption.number("min-word-length", 3, "the least mean length of words", GOPHER),
                    StageOption.number("max-word-length", 10, "the greatest mean length of words", GOPHER),
                    StageOption.number("max-symbols", 0.1, "the most hashes, or ellipses, to a word", GOPHER),
                    StageOption.number("max-bullets", 0.9, "the share of lines that may begin with a bullet", GOPHER),
                    StageOption.number("max-ellipses", 0.3, "the share of lines that may end in an ellipsis", GOPHER),
                    StageOption.number("min-alphabetic", 0.8, "the share of words with a letter", GOPHER),
                    StageOption.integer(
                            "min-stop-words",
                            2,
                            "so many different ones of: the be to of and that have with; 0 where it is not English",
                            GOPHER),
                    StageOption.number(
                            "repetition",
                            1,
                            "the bounds of the repetition rules are multiplied by it",
                            REPETITION + ", has the bounds themselves")),
            settings -> new QualityFilter(
                    settings.integer("judged-from"),
                    settings.integer("max-words"),
                    settings.number("min-word-length"),
                    settings.number("max-word-length"),
                    settings.number("max-symbols"),
                    settings.number("max-bullets"),
                    settings.number("max-ellipses"),
                    settings.number("min-alphabetic"),
                    settings.integer("min-stop-words"),
                    settings.number("repetition")));

    private static final double LINES = 0.30;
    private static final double LINE_CHARS = 0.20;
    private static final double PARAGRAPHS = 0.30;
    private static final double PARAGRAPH_CHARS = 0.20;

    /** From two words on. */
    private static final double[] TOP_SEQUENCES = {0.20, 0.18, 0.16};

    /** From five words on. */
    private static final double[] DUPLICATE_SEQUENCES = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

    public QualityFilter {
        if (judgedFrom < 1 || maxWords < judgedFrom) {
            throw new IllegalArgumentException("judged-from is " + judgedFrom + " and max-words is " + maxWords
                    + "; expected 1 or more, and no more of the first than of the second");
        }
        if (!(repetition > 0)) {
            throw new IllegalArgumentException("repetition is " + repetition + "; expected more than 0");
        }
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        Prose prose = new Prose(Texts.learned(trajectory).collect(Collectors.joining("\n\n")));
        String problem = prose.wordCount() < judgedFrom ? "" : problem(prose);
        return problem.isEmpty() ? new Verdict.Kept(trajectory) : new Verdict.Dropped(problem);
    }

    private String problem(Prose prose) {
        if (prose.wordCount() > maxWords) {
            return "too_many_words";
        }
        if (!prose.isUnspaced()) {
            double length = prose.meanWordLength();
            if (length < minWordLength || length > maxWordLength) {
                return "word_length";
            }
            if (prose.stopWords() < minStopWords) {
                return "stop_words";
            }
        }
        if (prose.hashesPerWord() > maxSymbols || prose.ellipsesPerWord() > maxSymbols) {
            return "symbols";
        }
        if (prose.bulletLines() > maxBullets) {
            return "bullet_lines";
        }
        if (prose.ellipsisLines() > maxEllipses) {
            return "ellipsis_lines";
        }
        if (prose.alphabeticWords() < minAlphabetic) {
            return "alphabetic_words";
        }
        return repetitionProblem(prose);
    }

    private String repetitionProblem(Prose prose) {
        Prose.Duplicates lines = prose.duplicateLines();
        if (lines.share() > LINES * repetition || lines.chars() > LINE_CHARS * repetition) {
            return "duplicate_lines";
        }
        Prose.Duplicates paragraphs = prose.duplicateParagraphs();
        if (paragraphs.share() > PARAGRAPHS * repetition || paragraphs.chars() > PARAGRAPH_CHARS * repetition) {
            return "duplicate_paragraphs";
        }
        for (int i = 0; i < TOP_SEQUENCES.length; i++) {
            if (prose.topSequence(i + 2) > TOP_SEQUENCES[i] * repetition) {
                return "top_sequence";
            }
        }
        for (int i = 0; i < DUPLICATE_SEQUENCES.length; i++) {
            if (prose.duplicateSequences(i + 5) > DUPLICATE_SEQUENCES[i] * repetition) {
                return "duplicate_sequences";
            }
        }
        return "";
    }
}
