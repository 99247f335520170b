package io.alltools.starter.springai;

import io.alltools.agent.ModelException;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;

/** Failures as Spring AI's exceptions: another attempt may help with a transient one only. */
final class SpringAiErrors {

    private SpringAiErrors() {}

    /** An interrupt stays with the thread. */
    static Throwable of(Throwable failure) {
        return switch (failure) {
            case ModelException e ->
                switch (e.kind()) {
                    case INVALID_REQUEST -> new NonTransientAiException(e.getMessage(), e);
                    case OVERLOADED, DEADLINE_EXCEEDED, FAILED -> new TransientAiException(e.getMessage(), e);
                };
            case IllegalArgumentException e -> new NonTransientAiException(String.valueOf(e.getMessage()), e);
            case InterruptedException e -> {
                Thread.currentThread().interrupt();
                yield new NonTransientAiException("the thread was interrupted, so the model stopped generating", e);
            }
            default -> failure;
        };
    }

    /** As {@link #of}, for a caller that is no stream. */
    static RuntimeException unchecked(Exception failure) {
        return of(failure) instanceof RuntimeException e ? e : new TransientAiException("the model failed", failure);
    }
}
