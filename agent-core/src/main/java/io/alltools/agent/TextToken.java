package io.alltools.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token of a text that is continued.
 *
 * @param bytes the token's own, 0 to 255; of a special token its spelling
 * @param special whether it is a special token, which a continuation does not show
 * @param text what can be said with it: empty in the prompt, for a special token, and while a character or a stop
 *     string may still be open
 * @param logprob how likely it was; null where that was not asked for, and of a prompt's first token
 * @param ofPrompt whether it stands in the prompt
 */
public record TextToken(
        int id,
        List<Integer> bytes,
        boolean special,
        String text,
        @Nullable TokenLogprob logprob,
        boolean ofPrompt) {}
