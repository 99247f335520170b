package io.alltools.web.cli;

import io.alltools.agent.ChatModel;
import io.alltools.web.ModelChoice;

/** Opens a model for a command that works with nothing else of the application. */
final class ModelOpening {

    private ModelOpening() {}

    /** A model that is closed when the command is done with it. */
    record Opened(ChatModel model) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            if (model instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    /** With progress on the terminal while it is imported. */
    static ChatModel open(CommandContext context, ModelChoice choice) {
        Progress progress = new Progress(context.terminal(), "Importing the model:");
        try {
            return context.parts().openModel(choice, progress);
        } finally {
            progress.finish();
        }
    }
}
