package io.alltools.starter;

/** The model that the settings name could not be opened; the message is one line for a person. */
public final class ModelOpenException extends RuntimeException {

    ModelOpenException(String model, RuntimeException cause) {
        super("The model \"" + model + "\" of alltools.model could not be opened: " + cause.getMessage(), cause);
    }

    /** One line for a person; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
