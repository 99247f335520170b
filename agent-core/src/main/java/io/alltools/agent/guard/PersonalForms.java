package io.alltools.agent.guard;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How mail addresses, accounts, cards, the numbers of persons and telephones, and network addresses look. */
final class PersonalForms {

    /** Names of files that look like mail addresses: {@code icon@2x.png}. */
    private static final Set<String> FILE_ENDINGS = Set.of(
            "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "mjs", "ts", "json", "html", "md", "txt",
            "jar", "zip", "gz", "tgz", "py", "service", "timer", "socket");

    /**
     * The schemes' beginnings and lengths: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay,
     * Maestro.
     */
    private static final Pattern CARD_SCHEME = Pattern.compile("4(?:\\d{12}|\\d{15}|\\d{18})|5[1-5]\\d{14}"
            + "|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}|3[47]\\d{13}|3(?:0[0-5]|[68]\\d)\\d{11}"
            + "|6(?:011|4[4-9]\\d|5\\d\\d)\\d{12,15}|35(?:2[89]|[3-8]\\d)\\d{12}|62\\d{14,17}"
            + "|(?:50(?:18|20|38)|6304|6759|676[1-3])\\d{8,15}");

    private static final int[] RESIDENT_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    static final List<Detector> ALL = List.of(
            Detector.of(
                    Sensitive.EMAIL,
                    Marks.Needs.oneOf("@", "."),
                    "(?<![A-Za-z0-9._%+'-])[A-Za-z0-9_%+'.-]{1,64}+@",
                    "[A-Za-z0-9_%+'.-]{1,64}+@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}+\\.){1,8}[A-Za-z]{2,24}+(?![A-Za-z0-9@-])",
                    PersonalForms::mail),
            Detector.of(
                    Sensitive.IBAN,
                    Marks.Needs.digits(2),
                    "(?<![A-Za-z0-9])[A-Z]{2}\\d\\d",
                    "[A-Z]{2}\\d\\d(?: ?[A-Z0-9]{4}){2,7}+(?: ?[A-Z0-9]{1,3})?+(?![A-Za-z0-9])",
                    text -> shortened(text, ' ', PersonalForms::iban)),
            Detector.of(
                    Sensitive.CARD,
                    Marks.Needs.digits(12),
                    "(?<![A-Za-z0-9_.+$€£¥-])\\d{4}",
                    "(?:\\d{12,19}+|\\d{4}([ -])\\d{4}\\1\\d{4}\\1\\d{1,4}(?:\\1\\d{3})?|\\d{4}([ -])\\d{6}\\2\\d{4,5})"
                            + "(?![A-Za-z0-9_]|[.,]\\d)",
                    PersonalForms::card),
            Detector.of(
                    Sensitive.ID_NUMBER,
                    Marks.Needs.digits(9, "-"),
                    "(?<![A-Za-z0-9_-])\\d{3}-\\d\\d-",
                    "(?!000|666|9)\\d{3}-(?!00)\\d\\d-(?!0000)\\d{4}(?![A-Za-z0-9_-])",
                    Detector.Extent.ALL),
            Detector.of(
                    Sensitive.ID_NUMBER,
                    Marks.Needs.digits(17),
                    "(?<![A-Za-z0-9_.-])[1-9]\\d{16}",
                    "[1-9]\\d{5}(?:18|19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](?![A-Za-z0-9_])",
                    number -> resident(number) ? number.length() : 0),
            Detector.of(
                    Sensitive.ID_NUMBER,
                    Marks.Needs.digits(6, "ABCD"),
                    "(?<![A-Za-z0-9_])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d\\d",
                    "(?!BG|GB|NK|KN|TN|NT|ZZ)[A-Z]{2} ?\\d\\d ?\\d\\d ?\\d\\d ?[A-D](?![A-Za-z0-9_])",
                    Detector.Extent.ALL),
            Detector.of(
                    Sensitive.PHONE,
                    Marks.Needs.digits(7, "+"),
                    "(?<![A-Za-z0-9_+/=])\\+[ (]?\\d",
                    "\\+(?:[ .()/-]{0,2}\\d){7,15}+(?![A-Za-z0-9_])",
                    text -> shortened(text, ' ', PersonalForms::international)),
            // The United States: (415) 555-0132, 415-555-0132, 1-415-555-0132.
            Detector.of(
                    Sensitive.PHONE,
                    Marks.Needs.digits(10),
                    "(?<![A-Za-z0-9_.,/+=-])(?:1[ .-])?\\(?[2-9]\\d\\d[ ).-]",
                    "(?:1[ .-])?(?:\\([2-9]\\d\\d\\)[ -]?[2-9]\\d\\d[ .-]\\d{4}|[2-9]\\d\\d([ .-])[2-9]\\d\\d\\1\\d{4})"
                            + "(?![A-Za-z0-9_-]|[.,]\\d)",
                    number -> number.contains("-") || valid(number, "US") ? number.length() : 0),
            // China: mobile numbers with or without groups, others with the area before a hyphen.
            Detector.of(
                    Sensitive.PHONE,
                    Marks.Needs.digits(11),
                    "(?<![A-Za-z0-9_.,/+=-])1[3-9]\\d",
                    "1[3-9]\\d([ -]?)\\d{4}\\1\\d{4}(?![A-Za-z0-9_-]|[.,]\\d)",
                    number -> valid(number, "CN") ? number.length() : 0),
            Detector.of(
                    Sensitive.PHONE,
                    Marks.Needs.digits(10, "0"),
                    "(?<![A-Za-z0-9_.,/=-])\\(?0\\d{2,3}\\)?[ -]",
                    "\\(?0\\d{2,3}\\)?[ -]\\d{7,8}(?![A-Za-z0-9_-]|[.,]\\d)",
                    number -> valid(number, "CN") ? number.length() : 0),
            Detector.of(
                    Sensitive.IP_ADDRESS,
                    Marks.Needs.digits(4, "."),
                    "(?<![A-Za-z0-9_.-])\\d{1,3}\\.\\d",
                    "(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"
                            + "(?![A-Za-z0-9_]|[.-]\\d)",
                    Detector.Extent.ALL),
            Detector.of(
                    Sensitive.IP_ADDRESS,
                    Marks.Needs.oneOf(":"),
                    "(?<![A-Za-z0-9_:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]",
                    "[0-9A-Fa-f:]{3,39}+(?![A-Za-z0-9_:.])",
                    address -> ipv6(address) ? address.length() : 0));

    private PersonalForms() {}

    private static int mail(String address) {
        String ending = address.substring(address.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        // git@github.com:owner/name is where everybody's code is.
        return FILE_ENDINGS.contains(ending) || address.startsWith("git@") ? 0 : address.length();
    }

    @FunctionalInterface
    private interface Valid {
        boolean test(String text);
    }

    /** The longest beginning that is valid: words and numbers behind it may have looked like a part of it. */
    private static int shortened(String text, char separator, Valid valid) {
        for (int end = text.length(); end > 0; end = text.lastIndexOf(separator, end - 1)) {
            if (valid.test(text.substring(0, end))) {
                return end;
            }
        }
        return 0;
    }

    /** ISO 13616: the remainder by 97 is 1. */
    private static boolean iban(String text) {
        String account = text.replace(" ", "");
        if (account.length() < 15 || account.length() > 34) {
            return false;
        }
        int remainder = 0;
        for (char c : (account.substring(4) + account.substring(0, 4)).toCharArray()) {
            int digit = Character.digit(c, 36);
            remainder = (digit < 10 ? remainder * 10 + digit : remainder * 100 + digit) % 97;
        }
        return remainder == 1;
    }

    private static int card(String text) {
        String digits = text.replaceAll("[ -]", "");
        return CARD_SCHEME.matcher(digits).matches()
                        && luhn(digits)
                        && digits.chars().distinct().count() > 1
                ? text.length()
                : 0;
    }

    /** ISO/IEC 7812-1, annex B. */
    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
        }
        return sum % 10 == 0;
    }

    /** GB 11643-1999. */
    private static boolean resident(String number) {
        int sum = 0;
        for (int i = 0; i < RESIDENT_WEIGHTS.length; i++) {
            sum += (number.charAt(i) - '0') * RESIDENT_WEIGHTS[i];
        }
        return "10X98765432".charAt(sum % 11) == Character.toUpperCase(number.charAt(17));
    }

    private static boolean international(String text) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            return phones.isPossibleNumber(phones.parse(text, null));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static boolean valid(String text, String country) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            Phonenumber.PhoneNumber number = phones.parse(text, country);
            // 800 600 1024 is more often three numbers than a free one.
            return phones.isValidNumberForRegion(number, country)
                    && phones.getNumberType(number) != PhoneNumberUtil.PhoneNumberType.TOLL_FREE;
        } catch (NumberParseException e) {
            return false;
        }
    }

    /** RFC 4291, section 2.2, without the form that ends in an IPv4 address. */
    private static boolean ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String[] groups = (gap >= 0 ? text.replace("::", ":0:") : text).split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            boolean edge = gap >= 0 && (i == 0 || i == groups.length - 1);
            if (groups[i].isEmpty() ? !edge : groups[i].length() > 4) {
                return false;
            }
            count += groups[i].isEmpty() ? 0 : 1;
        }
        return gap >= 0 ? count <= 8 && text.length() > 4 : count == 8;
    }
}
