package io.alltools.web;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Message;
import io.alltools.agent.ModelException;
import io.alltools.agent.TokenLogprob;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A model that does what the last message says: {@code call NAME ARGUMENTS} calls a tool, and several with {@code &&}
 * between them, {@code count N} speaks N pieces slowly and {@code crawl N} ten times as slowly, {@code seed} speaks the
 * seed, {@code think N} says nothing for so many milliseconds, {@code break} and {@code overload} fail,
 * {@code oddSeedsBreak} counts slowly or fails, an observation is reported, anything else is repeated word by word.
 * Each piece is a token, as likely as not.
 */
public final class EchoModel implements ChatModel {

    private static final AtomicInteger CALLS = new AtomicInteger();

    /** One permit for each generation that was interrupted. */
    public final Semaphore interrupted = new Semaphore(0);

    public final List<ChatRequest> requests = new ArrayList<>();

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public int contextLength() {
        return 2048;
    }

    @Override
    public int promptTokens(ChatRequest request) {
        return request.messages().stream().mapToInt(m -> m.text().length()).sum();
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        synchronized (requests) {
            requests.add(request);
        }
        Message last = request.messages().getLast();
        String text = last.text();
        if (last instanceof Message.Observation) {
            return speak(List.of("It ", "says ", text), 0, request, sink);
        }
        return switch (text.split(" ")[0]) {
            case "call" -> call(text.substring("call ".length()), sink);
            case "count" -> count(Integer.parseInt(text.substring("count ".length())), 2, request, sink);
            case "crawl" -> count(Integer.parseInt(text.substring("crawl ".length())), 20, request, sink);
            case "seed" -> speak(List.of("seed ", "" + request.sampling().seed()), 1, request, sink);
            case "oddSeedsBreak" -> {
                Long seed = request.sampling().seed();
                if (seed != null && seed % 2 == 1) {
                    throw new ModelException(ModelException.Kind.OVERLOADED, "seed " + seed + " broke");
                }
                yield count(100_000, 2, request, sink);
            }
            case "think" -> {
                // What was attached is told on a line of its own.
                Thread.sleep(Long.parseLong(text.split("\\s")[1]));
                yield speak(List.of("thought"), 0, request, sink);
            }
            case "break" -> throw new ModelException(ModelException.Kind.FAILED, "it broke");
            case "breakLater" -> {
                sink.accept(new ChatDelta.Text("so "));
                throw new ModelException(ModelException.Kind.FAILED, "it broke later");
            }
            case "overload" -> throw new ModelException(ModelException.Kind.OVERLOADED, "too many wait");
            default -> speak(List.of(text.split("(?<= )")), 0, request, sink);
        };
    }

    private AssistantTurn count(int to, int millis, ChatRequest request, Consumer<ChatDelta> sink)
            throws InterruptedException {
        List<String> pieces = new ArrayList<>();
        for (int i = 1; i <= to; i++) {
            pieces.add(i + " ");
        }
        return speak(pieces, millis, request, sink);
    }

    private AssistantTurn speak(List<String> pieces, int millis, ChatRequest request, Consumer<ChatDelta> sink)
            throws InterruptedException {
        StringBuilder text = new StringBuilder();
        int count = 0;
        try {
            for (String piece : pieces) {
                if (count == request.maxTokens()) {
                    return turn(text, pieces.subList(0, count), request, FinishReason.LENGTH);
                }
                if (request.logprobs() != ChatRequest.NO_LOGPROBS) {
                    sink.accept(new ChatDelta.Token(logprob(piece, request.logprobs())));
                }
                sink.accept(new ChatDelta.Text(piece));
                text.append(piece);
                count++;
                Thread.sleep(millis);
            }
        } catch (InterruptedException e) {
            interrupted.release();
            throw e;
        }
        return turn(text, pieces, request, FinishReason.STOP);
    }

    private static AssistantTurn call(String what, Consumer<ChatDelta> sink) {
        List<ToolCall> calls = new ArrayList<>();
        for (String one : what.split(" && ")) {
            String[] parts = one.split(" ", 2);
            ToolCall call = new ToolCall("call_" + CALLS.incrementAndGet(), parts[0], parts[1]);
            int middle = call.arguments().length() / 2;
            sink.accept(new ChatDelta.CallStarted(calls.size(), call.id(), call.name()));
            sink.accept(
                    new ChatDelta.CallArguments(calls.size(), call.arguments().substring(0, middle)));
            sink.accept(
                    new ChatDelta.CallArguments(calls.size(), call.arguments().substring(middle)));
            calls.add(call);
        }
        return new AssistantTurn("", "", calls, new Usage(10, 3, 4), FinishReason.TOOL_CALLS);
    }

    private static AssistantTurn turn(
            StringBuilder text, List<String> pieces, ChatRequest request, FinishReason reason) {
        return new AssistantTurn(
                text.toString(),
                "",
                List.of(),
                new Usage(10, pieces.size(), 4),
                reason,
                request.logprobs() == ChatRequest.NO_LOGPROBS
                        ? List.of()
                        : pieces.stream()
                                .map(piece -> logprob(piece, request.logprobs()))
                                .toList());
    }

    /** The alternatives are the piece itself and then what can't be. */
    private static TokenLogprob logprob(String piece, int top) {
        List<TokenLogprob.Alternative> alternatives = new ArrayList<>();
        for (int i = 0; i < top; i++) {
            alternatives.add(new TokenLogprob.Alternative(
                    i == 0 ? piece : "no" + i,
                    bytes(i == 0 ? piece : "no" + i),
                    i == 0 ? Math.log(0.5) : Double.NEGATIVE_INFINITY));
        }
        return new TokenLogprob(piece, bytes(piece), Math.log(0.5), alternatives);
    }

    private static List<Integer> bytes(String text) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xff);
        }
        return bytes;
    }
}
