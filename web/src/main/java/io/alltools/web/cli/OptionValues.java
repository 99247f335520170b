package io.alltools.web.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is made of the values of options: when they are out of range the command was used wrongly. */
final class OptionValues {

    private OptionValues() {}

    /** @throws ParameterException when they are not for it */
    static <T> T made(CommandSpec spec, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** What is thrown when a command was used wrongly: it exits with 2 and says this. */
    static ParameterException wrong(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
