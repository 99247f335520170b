package io.alltools.web.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is made of the values of options: when they are out of range the command was used wrongly. */
final class OptionValues {

    private OptionValues() {}

    /** @throws ParameterException when they are not for it */
    static <T> T made(@Nullable CommandSpec spec, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw spec == null ? e : new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
