package io.alltools.agent.guard;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How keys, tokens and passwords look. */
final class SecretForms {

    private static final String PEM = "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----";
    private static final String PEM_END = "-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----";

    /** The forms that providers document, by what they begin with. */
    private static final String KEY_FORMS = String.join(
            "|",
            // AWS
            "(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}(?![A-Za-z0-9])",
            // GitHub, GitLab
            "gh[pousr]_[A-Za-z0-9]{36,255}+",
            "github_pat_[A-Za-z0-9_]{22,255}+",
            "gl(?:pat|dt|rt|ptt|cbt|ft|oas|soat)-[A-Za-z0-9_.-]{20,128}+",
            // Slack
            "xox[abeoprs]-[A-Za-z0-9-]{10,255}+",
            "xapp-[A-Za-z0-9-]{10,255}+",
            "hooks\\.slack\\.com/services/T[A-Za-z0-9]{6,14}/B[A-Za-z0-9]{6,14}/[A-Za-z0-9]{16,32}+",
            // Stripe
            "[srp]k_(?:live|test)_[A-Za-z0-9]{16,255}+",
            "whsec_[A-Za-z0-9+/=]{24,255}+",
            // Google
            "AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])",
            "ya29\\.[A-Za-z0-9_-]{20,1024}+",
            "GOCSPX-[A-Za-z0-9_-]{20,64}+",
            // OpenAI, Anthropic, OpenRouter, DeepSeek and others that took the form over
            "sk-[A-Za-z0-9_-]{20,255}+",
            // Hugging Face, npm, PyPI, SendGrid, DigitalOcean, Databricks, Groq, Replicate, Tavily
            "hf_[A-Za-z0-9]{30,64}+",
            "npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])",
            "pypi-[A-Za-z0-9_-]{50,255}+",
            "SG\\.[A-Za-z0-9_-]{16,32}+\\.[A-Za-z0-9_-]{32,64}+",
            "dop_v1_[0-9a-f]{64}",
            "dapi[0-9a-f]{32}(?![0-9A-Za-z])",
            "gsk_[A-Za-z0-9]{40,64}+",
            "r8_[A-Za-z0-9]{37}(?![A-Za-z0-9])",
            "tvly-[A-Za-z0-9_-]{20,64}+",
            // Zhipu: an id and a secret
            "[0-9a-f]{32}\\.[A-Za-z0-9]{16}(?![A-Za-z0-9.])");

    private static final String KEY_STARTS = "(?<![A-Za-z0-9])(?:A[KSGIRN][IPDOA]A[A-Z0-9]{4}|gh[pousr]_|github_pat_"
            + "|gl[a-z]{2,4}-|xox[a-z]-|xapp-|hooks\\.slack|[srp]k_(?:live|test)_|whsec_|AIza|ya29\\.|GOCSPX-|(?<![_-])sk-|hf_|npm_"
            + "|pypi-|SG\\.|dop_v1_|dapi[0-9a-f]|gsk_|r8_|tvly-|[0-9a-f]{32}\\.)";

    /** Names whose value is a password, whatever it looks like. */
    private static final String PASSWORD_NAMES = "(?i:password|passwd|passphrase|pwd|(?<=[_-])pass)|密码|口令";

    /** Names whose value is a secret where it looks like one. */
    private static final String SECRET_NAMES = "(?i:secret|token|api[_-]?key|access[_-]?key|account[_-]?key"
            + "|secret[_-]?key|private[_-]?key|signing[_-]?key|credentials?)|密钥";

    private static final String ASSIGNED = "[\"'`]?\\s{0,3}(?::=|=>|[:=：])\\s{0,3}";
    /**
     * A value's first characters are no placeholder's: {@code ${NAME}}, {@code <secret>}, {@code [PASSWORD]}, stars.
     */
    private static final String QUOTED = "[\"'`](?<v>[^\"'`\\s\\[<{$*][^\"'`\\n]{3,512}+)[\"'`]";

    private static final String QUOTES = "\"'`";

    /** One of them is in each of {@link #SECRET_NAMES}. */
    private static final String SECRET_LETTERS = "tTkK密";

    private static final String BARE = "[^\\s\"'`,;&<>(){}\\[\\]$*，。；、]";

    private static final Set<String> NO_VALUES = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "required",
            "optional",
            "string",
            "str",
            "text",
            "empty",
            "hidden",
            "password",
            "passwd",
            "secret",
            "token",
            "changed",
            "redacted",
            "yourpassword",
            "your_password",
            "your-password",
            "yes",
            "no",
            "int",
            "bytes",
            "bool",
            "any",
            "self");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?:.{0,60}[_.-])?(?:" + PASSWORD_NAMES + "|" + SECRET_NAMES + "|(?i:authorization|auth))"
                    + "|[a-z]{1,60}+(?:Password|Passphrase|Secret|Token|ApiKey|AccessKey|PrivateKey|SecretKey)");
    private static final Pattern PASSWORD_NAME = Pattern.compile(".{0,60}?(?:" + PASSWORD_NAMES + ")");

    static final List<Detector> ALL = List.of(
            Detector.of(
                    Sensitive.PRIVATE_KEY,
                    Marks.Needs.oneOf("-", "K", "P"),
                    PEM,
                    PEM + "(?:(?:[A-Za-z0-9+/=\\s\\\\:,.()@<>\"]|-(?!----)){0,16384}+" + PEM_END
                            // Cut off: the lines that are there.
                            + "|(?:(?:\\s|\\\\[rn]){0,4}+[A-Za-z0-9+/=]{16,80}+(?![A-Za-z0-9+/=])){0,400}+)",
                    Detector.Extent.ALL),
            Detector.of(
                    Sensitive.API_KEY,
                    // The shortest are Slack's.
                    Marks.Needs.run(15),
                    KEY_STARTS,
                    KEY_FORMS,
                    key -> key.startsWith("sk-") && !mixed(key.substring(3)) ? 0 : key.length()),
            Detector.of(
                    Sensitive.TOKEN,
                    Marks.Needs.run(20, "J", "."),
                    "(?<![A-Za-z0-9_.-])eyJ",
                    "eyJ[A-Za-z0-9_-]{8,4096}+\\.eyJ[A-Za-z0-9_-]{4,8192}+(?:\\.[A-Za-z0-9_-]{0,4096}+){1,3}+",
                    SecretForms::sentenceEnd),
            Detector.of(
                    Sensitive.TOKEN,
                    Marks.Needs.run(13, "zZ", ":=："),
                    "(?<![A-Za-z])(?i:authorization)",
                    "(?i:authorization)" + ASSIGNED
                            + "[\"'`]?(?i:bearer|basic|token|apikey|digest)\\s{1,4}(?<v>[A-Za-z0-9._~+/=:-]{6,4096}+)",
                    SecretForms::sentenceEnd),
            Detector.of(
                    Sensitive.TOKEN,
                    new Marks.Needs(1, 16, List.of("bB")),
                    "(?<![A-Za-z])(?i:bearer)\\s",
                    "(?i:bearer)\\s{1,4}(?<v>[A-Za-z0-9._~+/=-]{16,4096}+)",
                    token -> mixed(token) ? sentenceEnd(token) : 0),
            Detector.of(
                    Sensitive.PASSWORD,
                    Marks.Needs.oneOf(":", "/", "@"),
                    "://[^\\s/:@\"'<>\\[\\]{}]{0,64}+:",
                    "://[^\\s/:@\"'<>\\[\\]{}]{0,64}+:(?<v>[^\\s/@\"'<>\\[\\]{}$*]{1,128}+)@[A-Za-z0-9\\[]",
                    Detector.Extent.ALL),
            Detector.of(
                    Sensitive.PASSWORD,
                    Marks.Needs.oneOf("pP密", ":=：", QUOTES),
                    PASSWORD_NAMES,
                    "(?:" + PASSWORD_NAMES + ")" + ASSIGNED + QUOTED,
                    value -> plausible(value) ? value.length() : 0),
            // Without quotes a word behind a colon is a sentence's next one, unless a digit or a sign is in it.
            Detector.of(
                    Sensitive.PASSWORD,
                    Marks.Needs.oneOf("pP密", "=0123456789!#%^+~@"),
                    PASSWORD_NAMES,
                    "(?:" + PASSWORD_NAMES + ")(?:=|(?:" + ASSIGNED + "|\\s{0,2}(?:is|was|是|为)\\s{0,2})" + "(?=" + BARE
                            + "{0,64}?[0-9!#%^+~@]))(?<v>" + BARE + "{4,128}+)(?!\\s{0,2}[({\\[])",
                    value -> plausible(value) ? sentenceEnd(value) : 0),
            Detector.of(
                    Sensitive.PASSWORD,
                    Marks.Needs.digits(1, ":=：", QUOTES, SECRET_LETTERS),
                    SECRET_NAMES,
                    "(?:" + SECRET_NAMES + ")" + ASSIGNED + QUOTED,
                    value -> value.length() >= 8 && mixed(value) && !value.contains(" ") ? value.length() : 0),
            Detector.of(
                    Sensitive.PASSWORD,
                    Marks.Needs.digits(1, ":=：", SECRET_LETTERS),
                    SECRET_NAMES,
                    "(?:" + SECRET_NAMES + ")" + ASSIGNED + "(?<v>" + BARE + "{8,512}+)(?!\\s{0,2}[({\\[])",
                    value -> mixed(value) ? sentenceEnd(value) : 0));

    private SecretForms() {}

    /** Whether a value of that name is a secret: a password whatever it is, any other where it looks like one. */
    static boolean secret(String name, String value) {
        // The names last: it takes longer to tell.
        return value.length() >= 4
                && (PASSWORD_NAME.matcher(name).matches()
                        ? plausible(value)
                        : value.length() >= 8
                                && mixed(value)
                                && SECRET_NAME.matcher(name).matches());
    }

    /** Whether something of that name is meant to be a secret. */
    static boolean namesSecret(String name) {
        return SECRET_NAME.matcher(name).matches()
                || PASSWORD_NAME.matcher(name).matches();
    }

    private static boolean plausible(String value) {
        String word = value.substring(0, sentenceEnd(value)).toLowerCase(Locale.ROOT);
        return !NO_VALUES.contains(word) && word.chars().distinct().count() > 1;
    }

    /** Letters and digits together, as random values have them and words don't. */
    static boolean mixed(String value) {
        return value.chars().anyMatch(c -> c >= '0' && c <= '9')
                && value.chars().anyMatch(Character::isLetter);
    }

    /** A value's length without what ends a sentence. */
    private static int sentenceEnd(String value) {
        int end = value.length();
        while (end > 0 && ".:?".indexOf(value.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }
}
