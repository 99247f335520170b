package io.alltools.web.store;

import org.jspecify.annotations.Nullable;

/** The data folder or its database can't be used; the message is one line for a person. */
public final class StoreException extends RuntimeException {

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
