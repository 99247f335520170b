package io.alltools.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a conversation holds, as far as a policy cares. */
final class Surroundings {

    private Surroundings() {}

    /** @param toolbox tells which tools read private data */
    static ToolPolicy.Context of(RunRequest request, Toolbox toolbox, List<Message> conversation) {
        Map<String, String> names = new HashMap<>();
        ParentCall parent = request.parent();
        // An import's messages may say of themselves that they can be trusted: its author wrote that, too.
        boolean untrusted = request.outsideText() || (parent != null && parent.trust() == Trust.UNTRUSTED);
        // Any tool may have read the session's files, and printed them in an observation that looks harmless.
        boolean privateData =
                request.privateFiles() || request.outsideText() || (parent != null && parent.privateData());
        for (Message message : conversation) {
            if (message instanceof Message.Assistant assistant) {
                assistant.calls().forEach(call -> names.put(call.id(), call.name()));
            } else if (message instanceof Message.Observation observation) {
                boolean outside = observation.trust() == Trust.UNTRUSTED;
                String name = names.getOrDefault(observation.callId(), "");
                untrusted |= outside;
                // A tool that is gone said something about the user's own only if it said something from outside.
                privateData |= toolbox.find(name)
                        .map(tool -> tool.traits().contains(Trait.READS_PRIVATE_DATA))
                        .orElse(outside);
            }
        }
        return new ToolPolicy.Context(request.sessionId(), untrusted ? Trust.UNTRUSTED : Trust.TRUSTED, privateData);
    }
}
