package io.alltools.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of a result the model gets at once. What is longer is kept as a whole in the session's folder, under
 * {@code results/}, and the observation says how to read on: with {@code python} where it is there, else with
 * {@link ResultReader}.
 *
 * @param characters of text in one observation
 */
public record ResultLimit(int characters) {

    private static final Logger log = LoggerFactory.getLogger(ResultLimit.class);

    /** Some 5,000 tokens of English. */
    public static final ResultLimit DEFAULT = new ResultLimit(20_000);

    private static final int LEAST = 200;

    static final String FOLDER = "results";

    public ResultLimit {
        if (characters < LEAST) {
            throw new IllegalArgumentException("a limit of " + characters
                    + " characters shows too little of a result: expected " + LEAST + " or more");
        }
    }

    ToolResult applied(ToolResult result, Tool tool, ToolContext context, Set<String> tools) {
        // Its pages fit.
        if (tool instanceof ResultReader || !(result instanceof ToolResult.Ok ok)) {
            return result;
        }
        int length = ok.passages().stream()
                .mapToInt(passage -> passage.text().length())
                .sum();
        if (length <= characters) {
            return result;
        }
        int share = characters / ok.passages().size();
        String notice = notice(ok, context, tools);
        return new ToolResult.Ok(
                ok.passages().stream()
                        .map(passage -> cut(passage, share, notice))
                        .toList(),
                ok.trust());
    }

    private static String notice(ToolResult.Ok result, ToolContext context, Set<String> tools) {
        return kept(result.passages(), context.callId(), context.folder(), tools, true);
    }

    /**
     * Keeps a whole text in the session's folder and says how to read on in it.
     *
     * @param anew whether a file of that name is another call's; otherwise it holds this text, perhaps more of it
     * @return where {@code %d} stands for the character to read on from
     */
    static String kept(List<Passage> passages, String callId, Path folder, Set<String> tools, boolean anew) {
        String name = callId.replaceAll("[^A-Za-z0-9_-]", "_") + ".txt";
        Path file = folder.resolve(FOLDER).resolve(name);
        try {
            if (anew || !Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file,
                        passages.stream()
                                .map(passage -> passage.metadata().isEmpty()
                                        ? passage.text()
                                        : passage.metadata() + "\n" + passage.text())
                                .collect(Collectors.joining("\n\n")));
            }
        } catch (IOException e) {
            log.warn("the whole of a long result could not be kept in {}", file, e);
            return "the rest could not be kept";
        }
        if (tools.contains("python")) {
            return "the whole text is in /mnt/data/" + FOLDER + "/" + name + ", which python can open";
        }
        return tools.contains(ResultReader.NAME)
                ? "read on with " + ResultReader.NAME + "({\"file\": \"" + FOLDER + "/" + name + "\", \"from\": %d})"
                : "the whole text is in " + FOLDER + "/" + name + " in the session's folder";
    }

    private static Passage cut(Passage passage, int share, String notice) {
        String text = passage.text();
        if (text.length() <= share) {
            return passage;
        }
        int end = end(text, share);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text(text.substring(0, end) + "\n[... cut after " + end + " of " + text.length()
                + " characters; " + notice.replace("%d", Integer.toString(end)) + " ...]"));
        passage.content().stream().filter(Part.Image.class::isInstance).forEach(parts::add);
        return passage.with(List.copyOf(parts));
    }

    /** The last place up to {@code end} that does not split a character. */
    static int end(String text, int end) {
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
