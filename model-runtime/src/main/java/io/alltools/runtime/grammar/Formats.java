package io.alltools.runtime.grammar;

import java.util.Map;
import java.util.Set;

/** The string formats of JSON Schema that are enforced, as regular expressions for the whole text. */
final class Formats {

    private static final String YEAR_MONTH_DAY =
            "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
                    + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
    private static final String TIME =
            "(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|23:59:60)(?:\\.[0-9]{1,9})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String IPV4 = "(?:" + OCTET + "\\.){3}" + OCTET;
    private static final String H16 = "[0-9A-Fa-f]{1,4}";
    private static final String LS32 = "(?:" + H16 + ":" + H16 + "|" + IPV4 + ")";
    /** RFC 3986, appendix A. */
    private static final String IPV6 = "(?:(?:" + H16 + ":){6}" + LS32 + "|::(?:" + H16 + ":){5}" + LS32 + "|(?:" + H16
            + ")?::(?:" + H16 + ":){4}" + LS32 + "|(?:(?:" + H16 + ":){0,1}" + H16 + ")?::(?:" + H16 + ":){3}" + LS32
            + "|(?:(?:" + H16 + ":){0,2}" + H16 + ")?::(?:" + H16 + ":){2}" + LS32 + "|(?:(?:" + H16 + ":){0,3}" + H16
            + ")?::" + H16 + ":" + LS32 + "|(?:(?:" + H16 + ":){0,4}" + H16 + ")?::" + LS32 + "|(?:(?:" + H16
            + ":){0,5}"
            + H16 + ")?::" + H16 + "|(?:(?:" + H16 + ":){0,6}" + H16 + ")?::)";

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String HOSTNAME = LABEL + "(?:\\." + LABEL + ")*";
    /** RFC 5321, section 4.1.2: Mailbox with a dot-string or a quoted string. */
    private static final String EMAIL = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
            + "|\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\")@(?:" + HOSTNAME + "|\\[(?:" + IPV4 + "|IPv6:" + IPV6 + ")\\])";

    private static final String PCHAR = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
    private static final String AUTHORITY = "(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?(?:\\[(?:" + IPV6
            + "|[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?";
    private static final String TAIL = "(?:\\?(?:" + PCHAR + "|[/?])*)?(?:#(?:" + PCHAR + "|[/?])*)?";
    private static final String PATH_ABSOLUTE = "/(?:" + PCHAR + "+(?:/" + PCHAR + "*)*)?";
    private static final String PATH_ROOTLESS = PCHAR + "+(?:/" + PCHAR + "*)*";
    private static final String URI = "[A-Za-z][A-Za-z0-9+.-]*:(?://" + AUTHORITY + "(?:/" + PCHAR + "*)*|"
            + PATH_ABSOLUTE + "|" + PATH_ROOTLESS + ")?" + TAIL;
    private static final String RELATIVE = "(?://" + AUTHORITY + "(?:/" + PCHAR + "*)*|" + PATH_ABSOLUTE
            + "|(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+(?:/" + PCHAR + "*)*)?" + TAIL;
    private static final String DURATION_TIME = "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
    private static final String DURATION_DATE =
            "(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:" + DURATION_TIME + ")?";

    private static final Map<String, String> ENFORCED = Map.ofEntries(
            Map.entry("date", YEAR_MONTH_DAY),
            Map.entry("time", TIME),
            Map.entry("date-time", YEAR_MONTH_DAY + "[Tt]" + TIME),
            Map.entry("duration", "P(?:" + DURATION_DATE + "|" + DURATION_TIME + "|[0-9]+W)"),
            Map.entry("email", EMAIL),
            Map.entry("hostname", "(?=.{1,253}$)" + HOSTNAME),
            Map.entry("ipv4", IPV4),
            Map.entry("ipv6", IPV6),
            Map.entry("uri", URI),
            Map.entry("uri-reference", "(?:" + URI + "|" + RELATIVE + ")"),
            Map.entry("uuid", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"),
            Map.entry("json-pointer", "(?:/(?:[^/~]|~[01])*)*"),
            Map.entry("relative-json-pointer", "(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^/~]|~[01])*)*)"));

    /** Formats that JSON Schema defines and that no regular expression tells. */
    private static final Set<String> NOT_ENFORCED =
            Set.of("idn-email", "idn-hostname", "iri", "iri-reference", "uri-template", "regex");

    private Formats() {}

    /** Whether the format means something that can't be enforced; unknown names mean nothing (validation, 7.2.3). */
    static boolean isUnsupported(String format) {
        return NOT_ENFORCED.contains(format);
    }

    static boolean isEnforced(String format) {
        return ENFORCED.containsKey(format);
    }

    static String pattern(String format) {
        String pattern = ENFORCED.get(format);
        if (pattern == null) {
            throw new IllegalArgumentException("no format is called " + format);
        }
        return pattern;
    }
}
