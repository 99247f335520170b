package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.Inode;
import java.util.OptionalInt;

/** Permission bits as people read and write them. */
final class Modes {

    private Modes() {}

    /** As {@code ls -l} has it, such as {@code -rwxr-xr-x}. */
    static String text(Inode node) {
        int mode = node.mode();
        StringBuilder text = new StringBuilder().append(node.type());
        for (int shift = 6; shift >= 0; shift -= 3) {
            int bits = mode >> shift & 7;
            text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
            boolean special = (mode & (shift == 6 ? Inode.SET_USER : shift == 3 ? Inode.SET_GROUP : Inode.STICKY)) != 0;
            char mark = shift == 0 ? 't' : 's';
            text.append(special ? ((bits & 1) != 0 ? mark : Character.toUpperCase(mark)) : (bits & 1) != 0 ? 'x' : '-');
        }
        return text.toString();
    }

    /** Applies a mode such as {@code 755}, {@code u+x} or {@code go-w,a=r}; empty where it is none. */
    static OptionalInt apply(String mode, int old, boolean folder, int umask) {
        if (mode.matches("[0-7]{1,4}")) {
            int value = Integer.parseInt(mode, 8);
            // A folder keeps its set-group bit unless the number says otherwise in full.
            int kept = folder && mode.length() < 4 ? old & (Inode.SET_USER | Inode.SET_GROUP) : 0;
            return OptionalInt.of(value | kept);
        }
        int result = old;
        for (String clause : mode.split(",", -1)) {
            if (!clause.matches("[ugoa]*([-+=]([rwxXst]*|[ugo]))+")) {
                return OptionalInt.empty();
            }
            int at = 0;
            int who = 0;
            while ("ugoa".indexOf(clause.charAt(at)) >= 0) {
                who |= switch (clause.charAt(at++)) {
                    case 'u' -> 04700;
                    case 'g' -> 02070;
                    case 'o' -> 01007;
                    default -> 07777;
                };
            }
            int masked = who == 0 ? ~umask : ~0;
            who = who == 0 ? 07777 : who;
            while (at < clause.length()) {
                char operator = clause.charAt(at++);
                int bits = 0;
                while (at < clause.length() && "-+=".indexOf(clause.charAt(at)) < 0) {
                    bits |= bits(clause.charAt(at++), result, folder);
                }
                bits &= who & masked;
                result = switch (operator) {
                    case '+' -> result | bits;
                    case '-' -> result & ~bits;
                    default -> result & ~(who & 0777 | who & (folder ? 0 : 06000)) | bits;
                };
            }
        }
        return OptionalInt.of(result & Inode.ALL_BITS);
    }

    private static int bits(char c, int mode, boolean folder) {
        return switch (c) {
            case 'r' -> 0444;
            case 'w' -> 0222;
            case 'x' -> 0111;
            case 'X' -> folder || (mode & 0111) != 0 ? 0111 : 0;
            case 's' -> 06000;
            case 't' -> 01000;
            case 'u' -> (mode >> 6 & 7) * 0111;
            case 'g' -> (mode >> 3 & 7) * 0111;
            default -> (mode & 7) * 0111;
        };
    }
}
