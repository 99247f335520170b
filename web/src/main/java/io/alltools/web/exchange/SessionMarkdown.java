package io.alltools.web.exchange;

import io.alltools.agent.Citation;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RecordedStep;
import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation as people read it: questions, reasoning, calls with their results, answers with their sources. Takes
 * the runs of a branch one after another.
 */
public final class SessionMarkdown {

    private static final Pattern CITED = Pattern.compile("【(\\d{1,9})†[^】]*】");
    private static final Pattern TICKS = Pattern.compile("`{3,}");
    private static final int QUOTE_CHARACTERS = 300;

    /** What was observed on the branch so far: an answer may cite what an earlier one found. */
    private final List<Message> observed = new ArrayList<>();

    private StringBuilder out = new StringBuilder();
    private int turn;

    /** The beginning of the document. */
    public String head(String title, int turns) {
        return "# " + escaped(title.isEmpty() ? "Conversation" : title) + "\n\n*" + turns
                + (turns == 1 ? " question" : " questions")
                + ". Files that were attached or made are not in this export.*\n";
    }

    /** The branch's next run, by its events. */
    public String turn(List<JournalEntry> entries) {
        out = new StringBuilder();
        turn++;
        RecordedRun run = RecordedRun.of(entries);
        run.messages().stream().filter(Message.Observation.class::isInstance).forEach(observed::add);
        write(run);
        return out.toString();
    }

    private void write(RecordedRun run) {
        out.append("\n## ")
                .append(turn)
                .append(". Question\n\n")
                .append(run.started().input().strip())
                .append("\n");
        out.append("\n### Answer\n\n*")
                .append(escaped(run.started().model()))
                .append(", ")
                .append(run.startedAt().toString(), 0, 10)
                .append("*\n");
        for (RecordedStep step : run.steps()) {
            write(step);
        }
        RunEvent.RunFinished finished = run.finished();
        if (finished == null) {
            out.append("\n*The record ends here.*\n");
        } else if (finished.outcome().kind() != Outcome.Kind.ANSWERED) {
            out.append("\n*").append(ending(finished.outcome())).append("*\n");
        }
    }

    private void write(RecordedStep step) {
        if (!step.reasoning().isBlank()) {
            out.append("\n> *Reasoning*\n>\n");
            step.reasoning()
                    .strip()
                    .lines()
                    .forEach(line -> out.append("> ").append(line).append("\n"));
        }
        if (!step.text().isBlank()) {
            out.append("\n").append(cited(step.text().strip())).append("\n");
        }
        for (ToolCall call : step.calls()) {
            String language = call.name().equals("python") ? "python" : "";
            out.append("\n**Call of ").append(escaped(call.name())).append("**\n\n");
            fenced(step.executing().getOrDefault(call.id(), call.arguments()), language);
            step.resultOf(call.id()).ifPresent(result -> write(result.result()));
        }
    }

    private void write(ToolResult result) {
        switch (result) {
            case ToolResult.Failed failed -> {
                out.append("\n*It failed:*\n\n");
                fenced(failed.message(), "text");
            }
            case ToolResult.Ok ok -> {
                for (Passage passage : ok.passages()) {
                    out.append("\n*Result");
                    if (passage.source() != null) {
                        out.append(" from ")
                                .append(link(
                                        passage.source().title(),
                                        passage.source().url()));
                    }
                    out.append(":*\n\n");
                    fenced(passage.text(), "text");
                    for (Part part : passage.content()) {
                        if (part instanceof Part.Image image) {
                            String uri = image.uri().startsWith("data:") ? "an image" : image.uri();
                            out.append("\n*Image: ").append(escaped(uri)).append("*\n");
                        }
                    }
                }
            }
        }
    }

    /** Citations become footnotes: their numbers begin anew with each conversation, footnotes are of the document. */
    private String cited(String text) {
        List<Citation> citations = Citation.in(text, observed);
        StringBuilder notes = new StringBuilder();
        for (Citation citation : citations) {
            String quote = citation.quote().strip().replaceAll("\\s+", " ");
            notes.append("\n[^")
                    .append(turn)
                    .append("-")
                    .append(citation.number())
                    .append("]: ")
                    .append(link(citation.source().title(), citation.source().url()))
                    .append(quote.isEmpty() ? "" : " — “" + escaped(shortened(quote)) + "”");
        }
        Matcher matcher = CITED.matcher(text);
        String marked = matcher.replaceAll(found -> {
            int number = Integer.parseInt(found.group(1));
            boolean known = citations.stream().anyMatch(citation -> citation.number() == number);
            return Matcher.quoteReplacement(known ? "[^" + turn + "-" + number + "]" : found.group());
        });
        return notes.isEmpty() ? marked : marked + "\n" + notes;
    }

    private static String shortened(String text) {
        if (text.length() <= QUOTE_CHARACTERS) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(QUOTE_CHARACTERS - 1)) ? QUOTE_CHARACTERS - 1 : QUOTE_CHARACTERS;
        return text.substring(0, end) + "…";
    }

    private static String ending(Outcome outcome) {
        String detail = outcome.detail().isEmpty() ? "" : ": " + escaped(outcome.detail());
        return switch (outcome.kind()) {
            case ANSWERED -> "Answered";
            case BUDGET_EXHAUSTED -> "The budget was used up" + detail;
            case CANCELLED -> "Stopped";
            case REFUSED -> "Refused" + detail;
            case FAILED -> "Failed" + detail;
            case NEEDS_INPUT -> "It waits for input" + detail;
        };
    }

    /** With a fence that is longer than any in the text. */
    private void fenced(String text, String language) {
        int longest = TICKS.matcher(text)
                .results()
                .mapToInt(found -> found.end() - found.start())
                .max()
                .orElse(2);
        String fence = "`".repeat(longest + 1);
        out.append(fence)
                .append(language)
                .append("\n")
                .append(text)
                .append(text.endsWith("\n") ? "" : "\n")
                .append(fence)
                .append("\n");
    }

    private static String link(String title, String url) {
        String target = url.replaceAll("[\\s<>]", "");
        return "[" + escaped(title.isBlank() ? target : title) + "](<" + target + ">)";
    }

    /** Text on one line that means nothing to Markdown. */
    private static String escaped(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("[\\\\`*_\\[\\]<>#|]", "\\\\$0");
    }
}
