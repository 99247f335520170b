package io.alltools.agent.guard;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What should not be said to everybody. Where two kinds begin at one place, the one that stands first here counts. */
public enum Sensitive {
    /** A private key in PEM form. */
    PRIVATE_KEY,
    /**
     * Known by the form that its provider gives it: AWS, GitHub, GitLab, Slack, Stripe, Google, OpenAI, Zhipu and
     * others.
     */
    API_KEY,
    /** A JSON Web Token, and what stands behind {@code Authorization:} or {@code Bearer}. */
    TOKEN,
    /**
     * A value that a name gives away, as in {@code password=…}, {@code "api_key": "…"} and {@code http://user:…@host}.
     */
    PASSWORD,
    EMAIL,
    IBAN,
    /** A payment card's number, of a known scheme and with the right check digit. */
    CARD,
    /** A US social security number, a Chinese resident's number, or a British national insurance number. */
    ID_NUMBER,
    /** International with {@code +}, in the United States' spelling, or Chinese. */
    PHONE,
    /** IPv4 or IPv6. */
    IP_ADDRESS;

    /** What is a secret by its form alone, so that little else is ever taken for one. */
    public static final Set<Sensitive> KEYS = setOf(PRIVATE_KEY, API_KEY, TOKEN);

    /** Keys, tokens and passwords. */
    public static final Set<Sensitive> SECRETS = setOf(PRIVATE_KEY, API_KEY, TOKEN, PASSWORD);

    /** What tells who somebody is. */
    public static final Set<Sensitive> PERSONAL = setOf(EMAIL, IBAN, CARD, ID_NUMBER, PHONE);

    /** All but addresses in networks, which look like versions and are seldom a secret. */
    public static final Set<Sensitive> USUAL =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(IP_ADDRESS)));

    /** What stands in the text instead, such as {@code [EMAIL]}. */
    public String tag() {
        return "[" + name() + "]";
    }

    private static Set<Sensitive> setOf(Sensitive first, Sensitive... rest) {
        return Collections.unmodifiableSet(EnumSet.of(first, rest));
    }
}
