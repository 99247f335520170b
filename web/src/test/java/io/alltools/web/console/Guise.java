package io.alltools.web.console;

import com.microsoft.playwright.Browser;

/** How the console is looked at: what holds for a page must hold in each of these. */
enum Guise {
    LIGHT,
    DARK,
    CHINESE,
    PHONE;

    Browser.NewContextOptions options() {
        return switch (this) {
            case LIGHT -> ConsolePage.desktop();
            case DARK -> ConsolePage.dark();
            case CHINESE -> ConsolePage.chinese();
            case PHONE -> ConsolePage.phone();
        };
    }

    /** As in the names of pictures. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
