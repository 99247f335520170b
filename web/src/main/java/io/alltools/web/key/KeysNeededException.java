package io.alltools.web.key;

/** The server shall listen where others reach it, and there is no key that could tell them apart. */
public final class KeysNeededException extends IllegalArgumentException {

    public KeysNeededException(String host) {
        super("the host " + host + " lets others use this machine, which takes an API key, and there is none:"
                + " make one with ./alltools key create NAME");
    }
}
