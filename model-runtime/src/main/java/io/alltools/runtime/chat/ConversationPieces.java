package io.alltools.runtime.chat;

import io.alltools.agent.Message;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.checkpoint.CheckpointException;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The tokens of whole conversations by a checkpoint's own template and tokenizer, piece by piece: what
 * {@link GlmChatModel} is fed, and what it would have written.
 *
 * <pre>{@code
 * try (ConversationPieces pieces = ConversationPieces.open(folder, nativeCache)) {
 *     List<ConversationPieces.Piece> conversation = pieces.of(messages, tools);
 * }
 * }</pre>
 */
public final class ConversationPieces implements AutoCloseable {

    private static final String USER = "<|user|>";
    private static final String OBSERVATION = "<|observation|>";

    private final Tokenizer tokenizer;
    private final PromptBuilder prompts;
    private final int user;
    private final int observation;

    private ConversationPieces(Tokenizer tokenizer, PromptBuilder prompts, Path folder) {
        this.tokenizer = tokenizer;
        this.prompts = prompts;
        this.user = required(USER, folder);
        this.observation = required(OBSERVATION, folder);
    }

    /**
     * @param folder a checkpoint; its weights are not read
     * @param nativeCache where the tokenizer's native library is kept
     * @throws CheckpointException when it has no tokenizer or template, or none of a GLM-4 chat model
     */
    public static ConversationPieces open(Path folder, Path nativeCache) {
        Tokenizer tokenizer = Tokenizers.open(folder, nativeCache);
        try {
            return new ConversationPieces(tokenizer, new PromptBuilder(ChatTemplate.open(folder), tokenizer), folder);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * A stretch of tokens.
     *
     * @param message the index of the message that it is of; -1 for what stands before the first
     * @param written whether the model writes it: the text and calls of its turn and the token that ends it, but not
     *     the one that opens it
     * @param text what the tokens spell
     */
    public record Piece(int message, boolean written, List<Integer> ids, String text) {}

    /**
     * A conversation from the first token to the one with which its last message ends. All pieces in a row are the
     * prompt that the model is fed where a turn of its own follows, without the token that opens that turn.
     *
     * @throws IllegalArgumentException when the template writes a message otherwise once another one follows, so that
     *     its tokens can't be told apart
     */
    public List<Piece> of(List<Message> messages, List<ToolSpec> tools) {
        List<Piece> pieces = new ArrayList<>();
        int[] before = prompts.prompt(List.of(), List.of(), false);
        add(pieces, -1, false, before, 0, before.length);
        Iterator<int[]> beginnings = prompts.beginnings(messages, tools).iterator();
        for (int i = 0; i < messages.size(); i++) {
            int[] now = beginnings.next();
            if (Arrays.mismatch(before, now) != before.length && before.length != now.length) {
                throw new IllegalArgumentException("the template writes message " + i
                        + " and changes what it wrote before: the tokens of a turn can't be told apart");
            }
            switch (messages.get(i)) {
                case Message.Assistant said -> {
                    // The first token opens the turn, as it stands at the end of the prompt.
                    int opened = Math.min(before.length + 1, now.length);
                    add(pieces, i, false, now, before.length, opened);
                    int end = said.calls().isEmpty() ? user : observation;
                    add(pieces, i, true, ended(now, end), opened, now.length + 1);
                }
                case Message.System ignored -> addOther(pieces, i, now, before.length, messages);
                case Message.User ignored -> addOther(pieces, i, now, before.length, messages);
                case Message.Observation ignored -> addOther(pieces, i, now, before.length, messages);
            }
            before = now;
        }
        return List.copyOf(pieces);
    }

    /** The message's first token is what the model ended its turn with, where one stands before. */
    private void addOther(List<Piece> pieces, int index, int[] ids, int from, List<Message> messages) {
        boolean afterTurn = index > 0 && messages.get(index - 1) instanceof Message.Assistant;
        boolean taken = afterTurn && from < ids.length && (ids[from] == user || ids[from] == observation);
        add(pieces, index, false, ids, taken ? from + 1 : from, ids.length);
    }

    private static int[] ended(int[] ids, int end) {
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = end;
        return ended;
    }

    private void add(List<Piece> pieces, int message, boolean written, int[] ids, int from, int to) {
        if (from < to) {
            int[] own = Arrays.copyOfRange(ids, from, to);
            pieces.add(new Piece(message, written, Arrays.stream(own).boxed().toList(), decoded(own)));
        }
    }

    private String decoded(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(tokenizer.bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private int required(String special, Path folder) {
        return tokenizer
                .special(special)
                .orElseThrow(() -> new CheckpointException(
                        folder.resolve("tokenizer.json"),
                        "has no special token \"" + special + "\"; this is not the tokenizer of a GLM-4 chat model"));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
