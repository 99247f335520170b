package io.alltools.trajectories.shell.process;

import io.alltools.trajectories.shell.file.FileTree;

/** What all scripts of a sandbox share and leave behind. */
public record Machine(FileTree tree, Clock clock, Users users, String hostname, int processors) {}
