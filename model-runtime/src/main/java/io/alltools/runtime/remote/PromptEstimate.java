package io.alltools.runtime.remote;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import java.util.List;

/**
 * How many tokens a prompt has, about: the endpoint's tokenizer is not known here. Text is counted by the vocabulary
 * o200k_base and corrected by how far that was off in the last turn whose tokens the endpoint reported.
 */
final class PromptEstimate {

    private static final int PER_MESSAGE = 4;
    private static final int PER_TOOL = 8;
    /** OpenAI's own count lies between 85 and about 1,500, by the image's size. */
    private static final int PER_IMAGE = 1000;

    private static final double LEAST = 0.5;
    private static final double MOST = 3;

    /** Read with the first prompt: it takes a moment. */
    private static final class Vocabulary {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private volatile double ratio = 1;

    int of(ChatRequest request) {
        return (int) Math.ceil(count(request) * ratio);
    }

    static int of(String text) {
        return Vocabulary.ENCODING.countTokensOrdinary(text);
    }

    void correct(ChatRequest request, Usage reported) {
        ratio = Math.clamp((double) reported.promptTokens() / count(request), LEAST, MOST);
    }

    private static int count(ChatRequest request) {
        int tokens = PER_MESSAGE;
        for (Message message : request.messages()) {
            tokens += PER_MESSAGE + of(message.text());
            switch (message) {
                case Message.System ignored -> {}
                case Message.User user -> tokens += images(user.content());
                case Message.Assistant assistant -> {
                    for (ToolCall call : assistant.calls()) {
                        tokens += PER_MESSAGE + of(call.name()) + of(call.arguments());
                    }
                }
                case Message.Observation ignored -> {}
            }
        }
        for (ToolSpec tool : request.tools()) {
            tokens += PER_TOOL + of(tool.name()) + of(tool.description()) + of(Json.write(tool.parameters()));
        }
        return tokens;
    }

    private static int images(List<Part> content) {
        return PER_IMAGE
                * (int) content.stream().filter(Part.Image.class::isInstance).count();
    }
}
