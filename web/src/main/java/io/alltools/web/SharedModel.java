package io.alltools.web;

import io.alltools.agent.ChatModel;
import io.alltools.runtime.AvailableMemory;
import io.alltools.runtime.LoadListener;
import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.ModelInfo;
import io.alltools.web.model.ModelStatus;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One model of {@link Models}, whose lock guards it: opened once for all who ask at the same time. */
final class SharedModel {

    final String location;

    @Nullable
    CompletableFuture<ChatModel> opening;

    @Nullable
    ChatModel model;

    @Nullable
    Instant loadedAt;
    /** Ends what watches the model. */
    Runnable unwatch = () -> {};

    String problem = "";
    int users;
    private volatile ModelStatus.@Nullable Loading loading;

    SharedModel(String location) {
        this.location = location;
    }

    ModelStatus.@Nullable Loading loading() {
        return opening == null || model != null ? null : loading;
    }

    ModelStatus.Stage stage() {
        if (model != null) {
            return ModelStatus.Stage.LOADED;
        }
        if (opening != null) {
            return ModelStatus.Stage.LOADING;
        }
        return problem.isEmpty() ? ModelStatus.Stage.AVAILABLE : ModelStatus.Stage.FAILED;
    }

    /** Hears of a load that begins now, passes it on, and refuses one that would not fit the memory. */
    LoadListener listener(String name, LoadListener next) {
        Instant since = Instant.now();
        loading = new ModelStatus.Loading(since, 0, 0, 0);
        return new LoadListener() {
            private volatile long needed;

            @Override
            public void note(String line) {
                next.note(line);
            }

            @Override
            public void planned(LoadPlan plan, ModelInfo info) {
                AvailableMemory.require(name, plan, info);
                needed = AvailableMemory.needed(plan, info);
                loading = new ModelStatus.Loading(since, 0, 0, needed);
            }

            @Override
            public void report(long done, long total) {
                loading = new ModelStatus.Loading(since, done, total, needed);
                next.report(done, total);
            }
        };
    }
}
