package io.alltools.web.cli;

import io.alltools.trajectories.environment.Split;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which environments and which of their tasks; the same wherever tasks are made. */
final class EnvironmentOptions {

    @Option(
            names = "--env",
            paramLabel = "NAME",
            split = ",",
            description = "Environments: db, os, kg, house, shop, web, math, functions, or all.")
    List<String> environments = List.of();

    @Option(names = "--split", paramLabel = "SPLIT", description = "train (default), dev or test.")
    private String split = Split.TRAIN.id();

    @Option(names = "--seed", paramLabel = "N", description = "The same seed makes the same tasks (default: 0).")
    long seed;

    Split split() {
        try {
            return Split.valueOf(split.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--split \"" + split + "\": expected train, dev or test", e);
        }
    }
}
