package io.alltools.trajectories.site;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads a question from a line: {@code question}, {@code answer} (a text, a number or a list of right spellings) and
 * {@code pages}, a folder of HTML files that is given from the file's own folder. Links between pages work where they
 * have a {@code <link rel="canonical">} with an address on the web.
 */
final class QuestionLine {

    /** A task holds its pages, so that it is complete. */
    private static final long MAX_BYTES = 4L << 20;

    private QuestionLine() {}

    record Read(Question question, Site site) {}

    /** @throws IllegalArgumentException that names the field and what was expected */
    static Read read(JsonNode json, Path folder) throws IOException {
        String text = json.path("question").asString("").strip();
        List<String> answers = new ArrayList<>();
        JsonNode answer = json.path("answer");
        if (answer.isArray()) {
            answer.forEach(one -> answers.add(one.asString("").strip()));
        } else {
            answers.add(answer.asString("").strip());
        }
        answers.removeIf(one -> AnswerMatch.words(one).isEmpty());
        String pages = json.path("pages").asString("");
        if (text.isEmpty() || answers.isEmpty() || pages.isEmpty()) {
            throw new IllegalArgumentException("expected \"question\", \"answer\" and \"pages\" that are not blank");
        }
        Path at = folder.resolve(pages);
        if (!Files.isDirectory(at)) {
            throw new IllegalArgumentException("\"pages\" is \"" + pages + "\": expected a folder, looked for " + at);
        }
        return new Read(question(text, answers), new Site("", pages(at)));
    }

    /** What is known of a question that was not generated: it says itself what to search for. */
    static Question question(String text, List<String> answers) {
        return new Question(text, answers, List.of(), List.of(text, answers.getFirst()), "");
    }

    private static Map<String, String> pages(Path folder) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(QuestionLine::isPage).sorted().toList()) {
                bytes += Files.size(file);
                if (bytes > MAX_BYTES) {
                    throw new IllegalArgumentException(
                            "the pages in " + folder + " are too large: expected at most " + MAX_BYTES + " bytes");
                }
                String name = folder.relativize(file).toString().replace('\\', '/');
                try {
                    pages.put(name, Files.readString(file));
                } catch (CharacterCodingException e) {
                    throw new IllegalArgumentException("the page " + file + " is not in UTF-8", e);
                }
            }
        }
        if (pages.isEmpty()) {
            throw new IllegalArgumentException(
                    "there are no pages in " + folder + ": expected files named .html or .htm");
        }
        return pages;
    }

    private static boolean isPage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return (name.endsWith(".html") || name.endsWith(".htm"))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
