package io.alltools.tools.browser;

import java.net.URI;

/** A link in a page's text, at the characters from {@code start} to {@code end}. */
public record Link(int start, int end, URI target) {}
