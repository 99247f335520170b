package io.alltools.web.store;

import java.nio.file.Path;

/** What runs can be kept in; tests that are about keeping run with each. */
public enum BothDatabases {
    H2 {
        @Override
        public DataFolder folder(Path root) {
            return new DataFolder(root);
        }
    },
    POSTGRESQL {
        @Override
        public DataFolder folder(Path root) {
            return TestPostgres.folder(root);
        }
    };

    /** An empty one. */
    public abstract DataFolder folder(Path root);
}
