package io.alltools.runtime.grammar;

import java.util.BitSet;

/** An object that was begun: which of its keys were seen, and how many members it has where that matters. */
abstract class ObjectFrame extends Frame {

    final ObjectShape shape;

    private ObjectFrame(ObjectShape shape, int members, long[] seen, Frame then) {
        super(shape, members, seen, then);
        this.shape = shape;
    }

    /** Behind the brace. */
    static Frame open(ObjectShape shape, Frame then) {
        return new Open(shape, then);
    }

    BitSet seen() {
        return BitSet.valueOf(bits);
    }

    /** As far as members count. */
    int oneMore() {
        return !shape.counts() ? 0 : shape.max() == Expr.UNBOUNDED ? Math.min(number + 1, shape.min()) : number + 1;
    }

    private static final class Open extends ObjectFrame {

        Open(ObjectShape shape, Frame then) {
            super(shape, 0, NO_BITS, then);
        }

        @Override
        void enter(Threads threads) {
            if (shape.mayClose(new BitSet(), 0)) {
                threads.read(threads.json().closeEmptyObject, below());
            }
            keys(threads, new BitSet());
        }
    }

    private static final class BehindComma extends ObjectFrame {

        BehindComma(ObjectShape shape, int members, long[] seen, Frame then) {
            super(shape, members, seen, then);
        }

        @Override
        void enter(Threads threads) {
            keys(threads, seen());
        }
    }

    /** Begins each key that may come. */
    void keys(Threads threads, BitSet seen) {
        BitSet allowed = shape.allowed(seen, number);
        if (!allowed.isEmpty()) {
            threads.read(shape.keys(), threads.frame(new InKey(this, allowed)));
        }
        if (shape.mayFollow(seen, number + 1)) {
            for (ObjectShape.KeyClass other : shape.others()) {
                Frame behind = threads.frame(new BehindMember(shape, oneMore(), bits, below()));
                threads.read(other.key(), threads.frame(new BehindKey(other.value(), behind)));
            }
        }
    }

    boolean mayHaveKey(BitSet seen) {
        return !shape.allowed(seen, number).isEmpty() || !shape.others().isEmpty() && shape.mayFollow(seen, number + 1);
    }

    /** While one of several keys is read. */
    private static final class InKey extends ObjectFrame {

        private final BitSet allowed;

        InKey(ObjectFrame of, BitSet allowed) {
            super(of.shape, of.number, of.bits, of.below());
            this.allowed = allowed;
        }

        @Override
        boolean allows(Expr reading, Threads threads) {
            return threads.expressions().tags(reading).intersects(allowed);
        }

        @Override
        void enter(Threads threads) {
            throw new IllegalStateException("it matters which key was read");
        }

        @Override
        void enterAfter(Expr read, Threads threads) {
            BitSet ended = threads.expressions().tagsHere(read);
            ended.and(allowed);
            for (int key = ended.nextSetBit(0); key >= 0; key = ended.nextSetBit(key + 1)) {
                BitSet seen = seen();
                seen.set(key);
                Frame behind = threads.frame(new BehindMember(shape, oneMore(), seen.toLongArray(), below()));
                threads.frame(new BehindKey(shape.values().get(key), behind)).enter(threads);
            }
        }
    }

    private static final class BehindKey extends Frame {

        BehindKey(ValueShape value, Frame then) {
            super(value, 0, NO_BITS, then);
        }

        @Override
        void enter(Threads threads) {
            threads.read(threads.json().colon, threads.frame(new RuleSequence.Rest((Rule) what, below())));
        }
    }

    private static final class BehindMember extends ObjectFrame {

        BehindMember(ObjectShape shape, int members, long[] seen, Frame then) {
            super(shape, members, seen, then);
        }

        @Override
        void enter(Threads threads) {
            BitSet seen = seen();
            if (shape.mayClose(seen, number)) {
                threads.read(threads.json().closeObject, below());
            }
            if (mayHaveKey(seen)) {
                threads.read(threads.json().comma, threads.frame(new BehindComma(shape, number, bits, below())));
            }
        }
    }
}
