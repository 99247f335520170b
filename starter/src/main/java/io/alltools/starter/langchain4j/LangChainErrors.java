package io.alltools.starter.langchain4j;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import io.alltools.agent.ModelException;

/** Failures as LangChain4j's exceptions, which say by their class whether another attempt may help. */
final class LangChainErrors {

    private LangChainErrors() {}

    /** An interrupt stays with the thread. */
    static Throwable of(Throwable failure) {
        return switch (failure) {
            case ModelException e ->
                switch (e.kind()) {
                    case INVALID_REQUEST -> new InvalidRequestException(e.getMessage(), e);
                    case OVERLOADED -> new RateLimitException(e.getMessage(), e);
                    case DEADLINE_EXCEEDED -> new TimeoutException(e.getMessage(), e);
                    case FAILED -> new InternalServerException(e.getMessage(), e);
                };
            case IllegalArgumentException e -> new InvalidRequestException(String.valueOf(e.getMessage()), e);
            case InterruptedException e -> {
                Thread.currentThread().interrupt();
                yield new NonRetriableException("the thread was interrupted, so the model stopped generating", e);
            }
            default -> failure;
        };
    }

    /** As {@link #of}, for a caller that is no stream. */
    static RuntimeException unchecked(Exception failure) {
        return of(failure) instanceof RuntimeException e ? e : new InternalServerException("the model failed", failure);
    }
}
