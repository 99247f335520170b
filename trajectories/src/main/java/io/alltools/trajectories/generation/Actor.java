package io.alltools.trajectories.generation;

import io.alltools.agent.ChatModel;

/** Who does the tasks. */
public sealed interface Actor {

    /** The name of {@link Oracle} on the command line and in trajectories. */
    String ORACLE = "oracle";

    String name();

    /** Each episode's own expert. */
    record Oracle() implements Actor {
        @Override
        public String name() {
            return ORACLE;
        }
    }

    /** @param model used by several episodes at once */
    record Model(ChatModel model) implements Actor {
        @Override
        public String name() {
            return model.name();
        }
    }
}
