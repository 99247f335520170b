package io.alltools.trajectories.shell.command;

import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.file.Inode;
import java.util.Optional;

/** The questions of {@code test} and {@code [[ ]]}. */
public final class Conditions {

    /** A question that can't be answered. */
    public static final class ConditionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ConditionException(String message) {
            super(message, null, false, false);
        }

        public String text() {
            return String.valueOf(getMessage());
        }
    }

    private Conditions() {}

    public static boolean isUnary(String operator) {
        return operator.length() == 2
                && operator.charAt(0) == '-'
                && "abcdefghknoprstuvwxzGLNORS".indexOf(operator.charAt(1)) >= 0;
    }

    public static boolean isBinary(String operator) {
        return switch (operator) {
            case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef" -> true;
            default -> false;
        };
    }

    public static boolean unary(String operator, String operand, Files files) {
        Optional<Inode> link = files.findLink(operand);
        Optional<Inode> node = files.find(operand);
        return switch (operator) {
            case "-n" -> !operand.isEmpty();
            case "-z" -> operand.isEmpty();
            case "-e", "-a" -> node.isPresent();
            case "-f" -> node.filter(n -> n instanceof Inode.RegularFile).isPresent();
            case "-d" -> node.filter(n -> n instanceof Inode.Folder).isPresent();
            case "-h", "-L" -> link.filter(n -> n instanceof Inode.Link).isPresent();
            case "-c" -> node.filter(n -> n instanceof Inode.Device).isPresent();
            case "-b", "-p", "-S", "-t" -> false;
            case "-s" -> node.filter(n -> n.size() > 0).isPresent();
            case "-r" -> node.filter(files.who()::canRead).isPresent();
            case "-w" -> node.filter(files.who()::canWrite).isPresent();
            case "-x" -> node.filter(files.who()::canExecute).isPresent();
            case "-u" -> node.filter(n -> (n.mode() & Inode.SET_USER) != 0).isPresent();
            case "-g" -> node.filter(n -> (n.mode() & Inode.SET_GROUP) != 0).isPresent();
            case "-k" -> node.filter(n -> (n.mode() & Inode.STICKY) != 0).isPresent();
            case "-O" -> node.filter(n -> n.owner() == files.who().user()).isPresent();
            case "-G" -> node.filter(n -> n.group() == files.who().group()).isPresent();
            case "-N" -> node.filter(n -> n.modified() > n.accessed()).isPresent();
            default -> throw new ConditionException(operator + ": unary operator expected");
        };
    }

    public static boolean files(String left, String operator, String right, Files files) {
        long a = files.find(left).map(Inode::modified).orElse(Long.MIN_VALUE);
        long b = files.find(right).map(Inode::modified).orElse(Long.MIN_VALUE);
        return switch (operator) {
            case "-nt" -> a > b;
            case "-ot" -> a < b;
            default -> files.find(left).isPresent() && files.find(left).equals(files.find(right));
        };
    }

    public static boolean numbers(long a, String operator, long b) {
        return switch (operator) {
            case "-eq" -> a == b;
            case "-ne" -> a != b;
            case "-lt" -> a < b;
            case "-le" -> a <= b;
            case "-gt" -> a > b;
            case "-ge" -> a >= b;
            default -> throw new ConditionException(operator + ": binary operator expected");
        };
    }

    static long number(String text) {
        String trimmed = text.strip();
        if (!trimmed.matches("[+-]?[0-9]{1,18}")) {
            throw new ConditionException(text + ": integer expression expected");
        }
        return Long.parseLong(trimmed);
    }
}
