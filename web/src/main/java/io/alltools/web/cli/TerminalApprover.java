package io.alltools.web.cli;

import io.alltools.agent.ApprovalRequest;
import io.alltools.agent.Approver;
import io.alltools.agent.Decision;
import io.alltools.agent.Toolbox;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asks who sits at the terminal whether a call may run. */
final class TerminalApprover implements Approver {

    private final PrintStream err;
    private final Lines lines;

    TerminalApprover(Terminal terminal, Lines lines) {
        this.err = terminal.err();
        this.lines = lines;
    }

    @Override
    public Decision decide(ApprovalRequest request) throws InterruptedException {
        try {
            return ask(request);
        } catch (TimeoutException e) {
            err.println();
            return Decision.EXPIRED;
        } catch (IOException e) {
            return Decision.denied("nobody could be asked: " + e.getMessage());
        }
    }

    private Decision ask(ApprovalRequest request) throws InterruptedException, IOException, TimeoutException {
        err.println("alltools: may " + visible(request.call().name()) + " be called? " + visible(request.reason()));
        for (String line : request.call().arguments().split("\n", -1)) {
            err.println("    " + visible(line));
        }
        while (true) {
            Optional<String> answer = read("y to allow it, n to deny it, e to change its arguments: ", request);
            if (answer.isEmpty()) {
                return Decision.denied("nobody is there to ask");
            }
            switch (answer.get().strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return Decision.APPROVED;
                }
                case "n", "no" -> {
                    return Decision.denied("the user said no");
                }
                case "e", "edit" -> {
                    Optional<String> arguments = read("arguments, on one line: ", request);
                    Optional<String> problem = arguments.flatMap(text -> Toolbox.problemWith(request.tool(), text));
                    if (problem.isPresent()) {
                        err.println("alltools: the arguments " + visible(problem.get()));
                    } else if (arguments.isPresent()) {
                        return new Decision.Approved(arguments.get());
                    }
                }
                case String other -> {
                    // Asked again: silence and typing errors allow nothing.
                }
            }
        }
    }

    private Optional<String> read(String question, ApprovalRequest request)
            throws InterruptedException, IOException, TimeoutException {
        err.print(question);
        err.flush();
        Duration left = Duration.between(Instant.now(), request.expiresAt());
        return lines.next(left.isNegative() ? Duration.ZERO : left);
    }

    /**
     * Characters that can't be seen, or that change the order in which others are shown, as their numbers: what a
     * person sees is what is called.
     */
    private static String visible(String text) {
        return text.codePoints()
                .mapToObj(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        c == '\t' ? "\t" : String.format(Locale.ROOT, "\\u{%x}", c);
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
