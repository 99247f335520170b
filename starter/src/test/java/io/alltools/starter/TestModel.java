package io.alltools.starter;

import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.runtime.embedded.EmbeddedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The embedded model with few slots, and how to see that they are free. */
public final class TestModel {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestModel() {}

    public static GlmChatModel open() {
        return EmbeddedModel.open(RuntimeOptions.defaults().withSlots(4).withContext(2048));
    }

    /** Waits until no slot works, which is no more than the step that is under way. */
    public static boolean isIdle(GlmChatModel model) throws InterruptedException {
        return eventually(() -> model.metrics().slots().active() == 0);
    }

    /** Waits until it is so, half a minute at most. */
    public static boolean eventually(BooleanSupplier so) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!so.getAsBoolean() && Instant.now().isBefore(end)) {
            Thread.sleep(5);
        }
        return so.getAsBoolean();
    }
}
