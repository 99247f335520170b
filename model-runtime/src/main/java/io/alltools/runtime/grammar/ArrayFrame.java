package io.alltools.runtime.grammar;

/** An array that was begun. */
abstract class ArrayFrame extends Frame {

    final ArrayShape shape;

    /** @param items how many it has, counted as far as it matters */
    private ArrayFrame(ArrayShape shape, int items, Frame then) {
        super(shape, items, NO_BITS, then);
        this.shape = shape;
    }

    void item(Threads threads) {
        int items = shape.counted(number + 1);
        shape.item(number).enter(threads.frame(new BehindItem(shape, items, below())), threads);
    }

    /** Behind the bracket. */
    static final class Open extends ArrayFrame {

        Open(ArrayShape shape, Frame then) {
            super(shape, 0, then);
        }

        @Override
        void enter(Threads threads) {
            if (shape.min() == 0) {
                threads.read(threads.json().closeEmptyArray, below());
            }
            if (shape.mayHold(1)) {
                item(threads);
            }
        }
    }

    private static final class BehindItem extends ArrayFrame {

        BehindItem(ArrayShape shape, int items, Frame then) {
            super(shape, items, then);
        }

        @Override
        void enter(Threads threads) {
            if (number >= shape.min()) {
                threads.read(threads.json().closeArray, below());
            }
            if (shape.mayHold(number + 1)) {
                threads.read(threads.json().comma, threads.frame(new BehindComma(shape, number, below())));
            }
        }
    }

    private static final class BehindComma extends ArrayFrame {

        BehindComma(ArrayShape shape, int items, Frame then) {
            super(shape, items, then);
        }

        @Override
        void enter(Threads threads) {
            item(threads);
        }
    }
}
