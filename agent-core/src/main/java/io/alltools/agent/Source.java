package io.alltools.agent;

/** Where a passage was found: what a person who follows a citation wants to see. */
public record Source(String url, String title) {}
